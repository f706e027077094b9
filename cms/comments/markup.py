"""What people write as safe HTML: bold, italic, code, quotes, lists, links, and people by @name. Pure.

No headings, pictures, tables or HTML: what looks so stays plain text.
"""

import re
from collections.abc import Collection

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

MENTION = re.compile(r"(?<![\w@/.:-])@([A-Za-z0-9](?:[A-Za-z0-9_.-]{0,28}[A-Za-z0-9])?)(?![\w@])", re.ASCII)
MOST_MENTIONED = 20
PERSON = "/people/"
RULES = ("emphasis", "backticks", "fence", "blockquote", "list", "link", "autolink", "newline", "escape", "entity")
TAGS = {"p", "br", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
ABSOLUTE = re.compile(r"https?://[^/?#\s]", re.IGNORECASE)


def names_in(text: str) -> list[str]:
    """The names that a text mentions, in small letters, each once; those behind the first twenty are passed over."""
    return list(dict.fromkeys(found.lower() for found in MENTION.findall(text)))[:MOST_MENTIONED]


def rendered(text: str, people: Collection[str]) -> str:
    """The text as HTML in which these people, named in small letters, are links to `/people/NAME`."""
    made = _markdown().render(text, {"people": people})
    return nh3.clean(
        made, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https"}, link_rel="nofollow ugc noopener"
    ).strip()


def placed(html: str, people: str) -> str:
    """Rendered HTML with the links to people below this address of the site."""
    return html.replace(f'href="{PERSON}', f'href="{people}')


def _markdown() -> MarkdownIt:
    made = MarkdownIt("zero", {"html": False, "breaks": True}).enable(list(RULES))
    made.validateLink = lambda url: bool(ABSOLUTE.match(url))  # type: ignore[method-assign]
    made.core.ruler.push("mentions", _link_people)
    return made


def _link_people(state: StateCore) -> None:
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children = _with_people(block.children, state.env["people"])


def _with_people(tokens: list[Token], people: Collection[str]) -> list[Token]:
    """Text outside of links with mentions as links of their own."""
    found: list[Token] = []
    within = 0
    for token in tokens:
        within += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        found += [token] if within or token.type != "text" else _split(token, people)
    return found


def _split(token: Token, people: Collection[str]) -> list[Token]:
    pieces, end = [], 0
    for mention in MENTION.finditer(token.content):
        name = mention[1].lower()
        if name in people:
            pieces += [_text(token.content[end : mention.start()]), *_link(name, mention[0])]
            end = mention.end()
    return [*pieces, _text(token.content[end:])]


def _link(name: str, label: str) -> list[Token]:
    return [Token("link_open", "a", 1, attrs={"href": f"{PERSON}{name}"}), _text(label), Token("link_close", "a", -1)]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
