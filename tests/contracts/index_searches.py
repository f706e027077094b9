"""The pictures of the corpus with marks, numbers and words for single readers, and the right answers in plain Python.

Nothing here uses the code of an index but its values: what is right is found by reading every picture.
"""

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from cms.access.viewer import nobody
from cms.clauses import matches
from cms.index.base import NUMBERS, Bounds, Count, Document, Eyes, Having, Mark, Order, Origin, SearchQuery
from cms.index.words import Both, Either, Expression, Phrase, Prefix, Without, Words
from tests.contracts.index_corpus import documents

FIRST_DAY, DAY = 1_600_000_000_000, 86_400_000
UNKNOWN = -(10**15)
CATEGORIES = {
    "animal": ("animal", "动物", "djur"),
    "food": ("food", "美食", "mat"),
    "city": ("city", "城市", "stad"),
    "nature": ("nature", "自然", "natur"),
}
PLACES = {
    "5128581": ("New York", "纽约"),
    "2711537": ("Gothenburg", "哥德堡", "Göteborg"),
    "1808926": ("Hangzhou", "杭州"),
}
COLOURS = ("red", "green", "blue", "black", "white", "yellow")
LAYOUTS = ("wide", "tall", "square", "panorama")
ALBUMS = {"album-1": "Summer in Åre", "album-2": "西湖 2021", "album-3": "Family & friends"}
CAMERAS = ("Canon EOS R5", "Nikon Z6", "Pixel 8")
MOST_OF_A_FACET = 30
SEEN = ("cat\x1f猫", "photo", "樱花\x1fsummer dawn", "", "travel photo", "älg")
"""What a machine says of pictures, as tags."""

_SIGN = "[\u4e00-\u9fff]"
_TRADITIONAL = str.maketrans(
    "劇圖宮書東橋灘燈燒箏節籠紅蘇處貓車風餃餅館魚長櫻", "剧图宫书东桥滩灯烧筝节笼红苏处猫车风饺饼馆鱼长樱"
)


def enriched() -> list[Document]:
    """The corpus; the same every time."""
    return [_enriched(number, document) for number, document in enumerate(documents())]


def _enriched(number: int, document: Document) -> Document:
    chance = random.Random(document.id)
    owner, album = str(document.facts["owner"]), chance.choice([None, *ALBUMS])
    titled = {"album": ALBUMS[album]} if album else {}
    camera = chance.choice(CAMERAS)
    taken = UNKNOWN if number % 4 == 0 else FIRST_DAY - chance.randrange(400) * DAY
    return replace(
        document,
        text={**document.text, **titled, "owner": owner},
        facts={**document.facts, "owner_id": f"id-{owner}"},
        text_for={owner: f"{camera} DSC{number:04d}.jpg"},
        marks=tuple(_marks(chance, document, owner=owner, album=album, camera=camera)),
        made={"tags": SEEN[number % len(SEEN)], "category": ("animal 动物", "city 城市")[number % 2]},
        numbers={
            "created": FIRST_DAY + number // 3 * DAY,
            "taken": taken,
            "rating": chance.randrange(6),
            "likes": number % 7,
        },
    )


def _marks(chance: random.Random, document: Document, *, owner: str, album: str | None, camera: str) -> list[Mark]:
    words = dict.fromkeys(plain(document.text["tags"]).split())
    marks = [Mark("tag", word, chance.choice((1000, 1000, 900, 550, 120)), names=(word,)) for word in words]
    category = chance.choice(list(CATEGORIES))
    marks.append(Mark("category", category, chance.randrange(300, 1001), names=CATEGORIES[category]))
    marks.append(Mark("layout", chance.choice(LAYOUTS)))
    for colour, share in zip(chance.sample(COLOURS, 3), (600, 300, 100), strict=True):
        marks.append(Mark("colour", colour, share + chance.randrange(50)))
    marks.append(Mark("owner", owner, names=(owner, f"{owner.title()} Ö. Svensson")))
    if album:
        marks.append(Mark("album-title", f"{album}\x1f{ALBUMS[album]}", names=(ALBUMS[album],)))
    if chance.random() < 0.5:
        place = chance.choice(list(PLACES))
        marks.append(Mark("place", place, names=PLACES[place]))
    marks.append(Mark(f"camera-{owner}", camera, names=(camera,)))
    return [*marks, *_ground_marks(chance)]


def _ground_marks(chance: random.Random) -> Iterator[Mark]:
    """Colours before and behind, with which a cell of the grid goes; of one picture in five they are not known."""
    for ground in ("foreground", "background") if chance.random() < 0.8 else ():
        for colour, share in zip(chance.sample(COLOURS, 2), (700, 80), strict=True):
            yield Mark(f"colour-{ground}", colour, share + chance.randrange(60))
            yield Mark(f"cell-{ground}", f"{COLOURS.index(colour)}.0.0", share)


def plain(text: str) -> str:
    """Small letters without accents, simplified characters."""
    parted = unicodedata.normalize("NFD", text.casefold().translate(_TRADITIONAL))
    return "".join(sign for sign in parted if not unicodedata.combining(sign))


def right(query: SearchQuery, among: Sequence[Document]) -> list[Document]:
    """All pictures that fit, unsorted."""
    holds = None if query.words is None else meaning(query.words, query.eyes.reader, query.origin)
    if query.words is not None and holds is None:
        return []
    return [
        document
        for document in among
        if sees(query.eyes, document)
        and (query.among is None or document.id in query.among)
        and (holds is None or holds(document))
        and all(has(document, having) for having in query.having)
        and not any(has(document, lacking) for lacking in query.lacking)
        and all(within(document, bounds) for bounds in query.bounds)
    ]


def in_order(query: SearchQuery, fitting: Sequence[Document]) -> list[str]:
    """The ids as every order but relevance with words has them."""
    return [
        document.id
        for document in sorted(
            fitting, key=lambda one: (sorted_by(query, one), one.id), reverse=query.order != Order.OLDEST
        )
    ]


def sorted_by(query: SearchQuery, document: Document) -> int:
    if query.order in NUMBERS:
        return document.numbers[NUMBERS[query.order]]
    weights = [mark.weight for mark in document.marks if (mark.kind, mark.key) in query.weighed]
    return max(weights, default=0) if query.order == Order.SCORE else 1000 * sum(weights)


def sees(eyes: Eyes, document: Document) -> bool:
    return matches(eyes.audience, document.facts.get, nobody) and document.id not in eyes.without


def has(document: Document, having: Having) -> bool:
    if having.is_summed:
        weights = [mark.weight for mark in document.marks if mark.kind == having.kind and mark.key in having.keys]
        return sum(weights) >= max(having.least, 1)
    return any(
        mark.kind == having.kind and mark.key in having.keys and mark.weight >= having.least for mark in document.marks
    )


def within(document: Document, bounds: Bounds) -> bool:
    return bounds.low <= document.numbers[bounds.number] <= bounds.high


def counted(fitting: Sequence[Document], kind: str) -> list[Count]:
    """How many of these have each mark of a kind, the commonest first."""
    counter = Counter(key for one in fitting for key in {mark.key for mark in one.marks if mark.kind == kind})
    return [Count(kind, key, count) for key, count in sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))]


def suggested(start: str, fitting: Sequence[Document], kinds: Sequence[str]) -> list[Count]:
    """Marks of which a name, or a word in it, begins like this, the commonest first."""
    head, found = " ".join(plain(start).split()), set()
    for document in fitting:
        for mark in document.marks:
            if mark.kind in kinds and any(
                f" {' '.join(plain(name).split())}".find(f" {head}") >= 0 for name in mark.names
            ):
                found.add((mark.kind, mark.key))
    counts = [count for kind in kinds for count in counted(fitting, kind) if head and (kind, count.key) in found]
    return sorted(counts, key=lambda count: (-count.count, count.key))


Holds = Callable[[Document], bool]


def meaning(expression: Expression, reader: str | None, origin: Origin | None) -> Holds | None:
    """Whether a picture's words are as asked for; None where nothing is asked."""
    match expression:
        case Words(text):
            return _all_of([_word(word, reader, origin) for word in pieces(text)])
        case Phrase(text):
            return _all_of(
                [_side_by_side(run, origin) for run in re.findall(f"{_SIGN}+|[^\u4e00-\u9fff]+", plain(text))]
            )
        case Prefix(text):
            *before, last = pieces(text) or [""]
            return _all_of(
                [*(_word(word, reader, origin) for word in before), _word(last, reader, origin, is_prefix=True)]
            )
        case Without(part):
            against = meaning(part, reader, origin)
            return None if against is None else lambda document: not against(document)
        case Both(parts):
            return _all_of([meaning(part, reader, origin) for part in parts])
        case Either(parts):
            ways = [way for part in parts if (way := meaning(part, reader, origin)) is not None]
            return (lambda document: any(way(document) for way in ways)) if ways else None


def pieces(text: str) -> list[str]:
    """Words: letters and numbers side by side, or characters side by side."""
    return re.findall(f"{_SIGN}+|[a-z0-9]+", plain(text))


def texts_of(document: Document, origin: Origin | None) -> list[str]:
    """What people wrote, what a machine made, or both; parts of one field apart, as no quote reaches across."""
    written = document.text.values() if origin != Origin.GENERATED else ()
    made = document.made.values() if origin != Origin.WRITTEN else ()
    return [part for text in (*written, *made) for part in text.split("\x1f")]


def _all_of(ways: Sequence[Holds | None]) -> Holds | None:
    given = [way for way in ways if way is not None]
    return (lambda document: all(way(document) for way in given)) if given else None


def _word(word: str, reader: str | None, origin: Origin | None, *, is_prefix: bool = False) -> Holds | None:
    if not word:
        return None

    def holds(document: Document) -> bool:
        own = document.text_for.get(reader, "") if reader is not None and origin is None else ""
        texts = [plain(text) for text in (*texts_of(document, origin), own)]
        if re.match(_SIGN, word):
            return any(word in text for text in texts)
        held = {piece for text in texts for piece in pieces(text)}
        return any(piece.startswith(word) if is_prefix else piece == word for piece in held)

    return holds


def _side_by_side(run: str, origin: Origin | None) -> Holds | None:
    words = pieces(run)
    if not words:
        return None
    asked = f" {' '.join(words)} " if not re.match(_SIGN, run) else run

    def holds(document: Document) -> bool:
        texts = [f" {' '.join(pieces(text))} " for text in texts_of(document, origin)]
        return any(asked in text for text in texts)

    return holds
