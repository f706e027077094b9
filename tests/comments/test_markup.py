"""What people write becomes safe HTML: a small part of Markdown, and nothing else."""

import re

import pytest

from cms.comments.markup import names_in, placed, rendered

LINK = 'rel="nofollow ugc noopener"'
LINK_TAG = f'<a href="https?://[^"]+" {LINK}>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**bold** _italic_ `code`", "<p><strong>bold</strong> <em>italic</em> <code>code</code></p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("> said\n\nanswer", "<blockquote>\n<p>said</p>\n</blockquote>\n<p>answer</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("```js\na < b\n```", "<pre><code>a &lt; b\n</code></pre>"),
        ("[site](https://example.org/a?b=c)", f'<p><a href="https://example.org/a?b=c" {LINK}>site</a></p>'),
        ("<https://example.org>", f'<p><a href="https://example.org" {LINK}>https://example.org</a></p>'),
        ("# no heading", "<p># no heading</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("山水\n**好**", "<p>山水<br>\n<strong>好</strong></p>"),
    ],
)
def test_a_small_part_of_markdown_is_understood(text: str, html: str) -> None:
    assert rendered(text, []) == html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![alt](https://example.org/x.png)",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "[x](//example.org)",
        "[x](/people/bob)",
        "[x](&#106;avascript:alert(1))",
        "<javascript:alert(1)>",
        '[x](https://example.org "onmouseover=alert(1)")',
        "[a](https://example.org/\"onclick='x')",
        "<a href=https://example.org>x</a>",
        "<svg/onload=alert(1)>",
        "<style>*{display:none}</style>",
        "```<script>\nx\n```",
        "<!-- -->",
        "&lt;script&gt;",
    ],
)
def test_nothing_else_becomes_html(text: str) -> None:
    html = rendered(text, [])
    assert not re.search(r"<(?!/?(p|br|strong|em|code|pre|blockquote|ul|ol|li|a)\b)", html), html
    assert all(re.fullmatch(LINK_TAG, tag) for tag in re.findall(r"<a\b[^>]*>", html)), html


def test_deep_nesting_ends() -> None:
    assert len(rendered("> " * 2000 + "x", [])) < 50_000
    assert len(rendered("[" * 4000, [])) < 50_000
    assert len(rendered("*a_" * 1600, [])) < 50_000


def test_people_are_linked_by_name_where_they_are_known() -> None:
    html = rendered(
        "@Bob, @carol and @nobody; bob@example.org, `@bob` and [@bob](https://example.org)", ["bob", "carol"]
    )
    assert html.count('href="/people/bob"') == 1
    assert html.count('href="/people/carol"') == 1
    assert "@nobody" in html
    assert names_in("@Bob @bob x@y.org @a-b.c. @é") == ["bob", "a-b.c"]
    assert len(names_in(" ".join(f"@n{number}" for number in range(50)))) == 20


def test_links_to_people_go_below_the_path_of_the_site() -> None:
    assert 'href="/pixels/people/bob"' in placed(rendered("@bob", ["bob"]), "/pixels/people/")
