"""Right or wrong, counted: accuracy and confusion of categories, precision of tags. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from cms.vision.categories import CATEGORIES
from cms.vision.taxonomy import below, things
from workers.models.labelled import Labelled


def accuracy_table(pictures: Sequence[Labelled], answers: Sequence[str]) -> str:
    """Markdown: a row for each category with files, share right, and what was answered instead."""
    lines = ["| category | files | right | answered instead |", "|---|---|---|---|"]
    shares = []
    for category in CATEGORIES:
        pairs = [pair for pair in zip(pictures, answers, strict=True) if pair[0].category == category]
        wrong = Counter(answer for picture, answer in pairs if answer not in picture.accepted)
        if pairs:
            shares.append(1 - wrong.total() / len(pairs))
            instead = ", ".join(f"{answer} {count}" for answer, count in wrong.most_common())
            lines.append(f"| {category} | {len(pairs)} | {shares[-1]:.0%} | {instead} |")
    lines.append(f"| mean of the categories | {len(pictures)} | {sum(shares) / len(shares):.1%} | |")
    return "\n".join(lines)


def is_right_tag(tag: str, wanted: Iterable[str]) -> bool:
    """Whether the tag is one of the wanted words, in singular or plural, ends or begins with one, or is broader."""
    words = tag.lower().split()
    return any(_are_same(tag.lower(), word) or words[-1] == word or words[0] == word for word in wanted) or any(
        _is_broader(tag.lower(), word) for word in wanted
    )


def _are_same(one: str, other: str) -> bool:
    return one == other or one + "s" == other or one == other + "s"


def _is_broader(tag: str, word: str) -> bool:
    """A vehicle where a bus was wanted is right, too."""
    broad, narrow = _keys().get(tag), _keys().get(word, _keys().get(word.removesuffix("s")))
    return broad is not None and narrow is not None and narrow in below()[broad]


@cache
def _keys() -> dict[str, str]:
    return {one.names["en"].lower(): key for key, one in things().items()}


def tag_line(pictures: Sequence[Labelled], tags: Sequence[Sequence[str]]) -> str:
    """Cells of a Markdown row: pictures with tags, tags a picture, share with a right one, right of all tags.

    The manifest lists only a few words a picture, so a right tag may count as wrong.
    """
    pairs = zip(pictures, tags, strict=True)
    judged = [[is_right_tag(tag, {*picture.tags, *picture.accepted}) for tag in words] for picture, words in pairs]
    having, count = [found for found in judged if found], sum(map(len, judged))
    right, listed = sum(map(any, having)) / max(1, len(having)), sum(map(sum, having)) / max(1, count)
    return f"{len(having) / len(judged):.0%} | {count / len(judged):.2f} | {right:.0%} | {listed:.0%}"
