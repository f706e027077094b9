"""The texts of digests in three languages: files of names and sentences. No database, no requests."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from string import Template

FOLDER = Path(__file__).parent / "letters"
PAGE = Template("""<!doctype html>
<html lang="$language"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><title>$title</title>
<link rel="stylesheet" href="$style"></head>
<body><main><h1>$title</h1><p>$text</p>$form</main></body></html>
""")
FORM = Template("""<form method="post"><input type="hidden" name="csrf_token" value="$csrf">
<button>$button</button></form>""")


@dataclass(frozen=True)
class Line:
    """One thing to tell: the names of some who did it, and how many they are."""

    occasion: str
    names: Sequence[str]
    count: int
    title: str
    address: str


@cache
def sentences(language: str) -> dict[str, Template]:
    lines = (FOLDER / f"digest.{language}.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" = ", 1) for line in lines if line.strip())
    return {name: Template(text) for name, text in pairs}


def said(language: str, sentence: str, /, **values: str) -> str:
    return sentences(language)[sentence].substitute(values)


def told(line: Line, language: str) -> str:
    """One thing as a sentence, and below it where it is."""
    return f"* {sentence(line, language)}\n  {line.address}"


def sentence(line: Line, language: str) -> str:
    """What happened."""
    title = " ".join(line.title.split()) or said(language, "untitled")
    return said(language, line.occasion, who=who(line, language), what=title)


def who(line: Line, language: str) -> str:
    """One or two by their names, of more the first and how many others."""
    names = [" ".join(name.split()) for name in line.names]
    if line.count == 0 or not names:
        return ""
    if line.count == 1 or len(names) == 1:
        return names[0]
    if line.count == len(names[:2]):
        return said(language, "two", first=names[0], second=names[1])
    return said(language, "more", first=names[0], others=str(line.count - 1))


def text_of(lines: Sequence[Line], language: str, *, is_all: bool, **values: str) -> str:
    """The whole mail."""
    parts = [said(language, "intro", **values), *(told(line, language) for line in lines)]
    parts += [] if is_all else [said(language, "rest", **values)]
    return "\n\n".join([*parts, said(language, "outro", **values)]) + "\n"


def ask_page(language: str, *, site: str, style: str, csrf: str) -> str:
    """Whether somebody wants no more such mails."""
    form = FORM.substitute(csrf=escape(csrf), button=escape(said(language, "stop")))
    title, text = (escape(said(language, name, site=site)) for name in ("title", "question"))
    return PAGE.substitute(language=language, style=escape(style), title=title, text=text, form=form)


def done_page(language: str, *, site: str, style: str) -> str:
    title, text = (escape(said(language, name, site=site)) for name in ("title", "stopped"))
    return PAGE.substitute(language=language, style=escape(style), title=title, text=text, form="")
