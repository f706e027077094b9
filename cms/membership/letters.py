"""The texts of mails in three languages: files whose first line is the subject. No database, no requests."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

FOLDER = Path(__file__).parent / "letters"


@dataclass(frozen=True)
class Words:
    """What a mail says."""

    subject: str
    text: str


@cache
def templates(kind: str, language: str) -> tuple[Template, Template]:
    subject, _, text = (FOLDER / f"{kind}.{language}.txt").read_text(encoding="utf-8").partition("\n")
    return Template(subject), Template(text.strip() + "\n")


def words(kind: str, language: str, **values: str) -> Words:
    """The mail of this kind with these values filled in."""
    subject, text = (template.substitute(values) for template in templates(kind, language))
    return Words(subject, text)
