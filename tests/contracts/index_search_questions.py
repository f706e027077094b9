"""Named questions in Chinese, English and Swedish: words, marks, bounds, eyes and orders, alone and together."""

from dataclasses import replace

from cms.clauses import EVERYTHING, AllOf, AnyOf, Clause, Equals, Not, OneOf
from cms.index.base import Bounds, Eyes, Having, Order, Origin, SearchQuery
from cms.index.words import Both, Either, Expression, Phrase, Prefix, Without, Words
from tests.contracts.index_corpus import AUDIENCES
from tests.contracts.index_searches import DAY, FIRST_DAY, UNKNOWN

ALL = Eyes(EVERYTHING)
PUBLIC = Eyes(AUDIENCES["the public"])
ALICE = Eyes(AUDIENCES["alice"], reader="alice")
EVERY_KIND = ("tag", "category", "layout", "colour", "owner", "album-title", "place", "camera-alice")

WORDS: dict[str, Expression] = {
    "one word": Words("cat"),
    "one Chinese word": Words("黑猫"),
    "one Chinese character": Words("猫"),
    "traditional characters": Words("圖書館"),
    "one Swedish word": Words("kanelbulle"),
    "a Swedish word without its dots": Words("raksmorgas"),
    "a Swedish word with its dots": Words("räksmörgås"),
    "a letter that is a word": Words("ö"),
    "capitals": Words("LIGHTHOUSE"),
    "a number": Words("2024"),
    "two words": Words("cat dawn"),
    "two words of two languages": Words("猫 photo"),
    "two Chinese words": Words("西湖 清晨"),
    "the words of a person's name": Words("alice cat"),
    "an album's title": Words("summer are"),
    "a word that nobody has": Words("submarine"),
    "nothing but signs": Words("…!?"),
    "both": Both((Words("travel"), Words("photo"))),
    "both, Chinese and English": Both((Words("樱花"), Words("photo"))),
    "both, and nothing": Both((Words("cat"), Words("!?"))),
    "both of the same": Both((Words("cat"), Words("Cat"))),
    "either": Either((Words("cat"), Words("elephant"))),
    "either, three languages": Either((Words("cat"), Words("katt"), Words("猫"))),
    "either of which one is nothing": Either((Words("…"), Words("fyr"))),
    "either of none": Either((Words("…"), Words("!"))),
    "without": Without(Words("photo")),
    "without a Chinese word": Without(Words("京都")),
    "without nothing": Without(Words("?")),
    "without without": Without(Without(Words("cat"))),
    "one without the other": Both((Words("photo"), Without(Words("cat")))),
    "one without two others": Both((Words("photo"), Without(Words("cat")), Without(Words("dawn")))),
    "one without either": Both((Words("travel"), Without(Either((Words("alice"), Words("bob")))))),
    "one without both": Both((Words("photo"), Without(Both((Words("travel"), Words("alice")))))),
    "either or without": Either((Words("cat"), Without(Words("photo")))),
    "neither nor": Both((Without(Words("photo")), Without(Words("foto")))),
    "a quote": Phrase("travel photo"),
    "a quote the other way round": Phrase("photo travel"),
    "a quote of Chinese characters": Phrase("京的夜市"),
    "a quote of part of a word": Phrase("书馆"),
    "a quote of both scripts": Phrase("樱花 photo"),
    "a quote across two fields": Phrase("are alice"),
    "a quote with signs between": Phrase("hot-air balloon"),
    "a quote of Swedish words": Phrase("bro över ån"),
    "a quote of one word": Phrase("älg"),
    "without a quote": Both((Words("photo"), Without(Phrase("travel photo")))),
    "either quote": Either((Phrase("steam train"), Phrase("red bicycle"))),
    "the beginning of a word": Prefix("ka"),
    "a beginning with an accent": Prefix("sjö"),
    "a beginning that is a word": Prefix("cat"),
    "a word and the beginning of another": Prefix("travel pho"),
    "the beginning of a Chinese word": Prefix("图书"),
    "the beginning of a number": Prefix("20"),
    "without a beginning": Both((Words("photo"), Without(Prefix("tr")))),
    "either beginning": Either((Prefix("lig"), Prefix("fyr"))),
    "brackets": Both((Either((Words("cat"), Words("elephant"))), Either((Words("night"), Words("dawn"))))),
    "brackets within brackets": Either(
        (
            Both((Words("foto"), Either((Prefix("d"), Phrase("på natten"))))),
            Both((Words("荷花"), Without(Words("photo")))),
        )
    ),
    "everything at once": Both(
        (Either((Prefix("trav"), Words("樱花"))), Without(Both((Phrase("travel photo"), Words("bob")))), Words("photo"))
    ),
}

HAVING: dict[str, tuple[Having, ...]] = {
    "a tag": (Having("tag", frozenset({"photo"})),),
    "a Chinese tag": (Having("tag", frozenset({"摄影"})),),
    "either of two tags": (Having("tag", frozenset({"cat", "dawn"})),),
    "both of two tags": (Having("tag", frozenset({"travel"})), Having("tag", frozenset({"photo"}))),
    "a tag that nobody has": (Having("tag", frozenset({"submarine"})),),
    "no tag at all": (Having("tag", frozenset()),),
    "a sure tag": (Having("tag", frozenset({"photo"}), least=900),),
    "a category": (Having("category", frozenset({"animal"})),),
    "two categories, surely": (Having("category", frozenset({"animal", "food"}), least=800),),
    "much red": (Having("colour", frozenset({"red"}), least=600),),
    "red or blue, and white": (
        Having("colour", frozenset({"red", "blue"}), least=300),
        Having("colour", frozenset({"white"})),
    ),
    "tall, of an animal, in New York": (
        Having("layout", frozenset({"tall"})),
        Having("category", frozenset({"animal"})),
        Having("place", frozenset({"5128581"})),
    ),
    "of an album": (Having("album-title", frozenset({"album-3\x1fFamily & friends"})),),
    "an own camera": (Having("camera-alice", frozenset({"Nikon Z6"})),),
    "red behind": (Having("colour-background", frozenset({"red"}), least=100),),
    "a little red behind": (Having("colour-background", frozenset({"red"}), least=50),),
    "red before white": (
        Having("colour-foreground", frozenset({"red"}), least=100),
        Having("colour-background", frozenset({"white"}), least=100),
    ),
    "a shade before": (Having("cell-foreground", frozenset({"0.0.0", "1.0.0", "2.0.0"}), least=700),),
    "red before, and red in all": (
        Having("colour-foreground", frozenset({"red"})),
        Having("colour", frozenset({"red"})),
    ),
    "red and blue together": (Having("colour", frozenset({"red", "blue"}), least=850, is_summed=True),),
    "white, and red and blue together": (
        Having("colour", frozenset({"white"})),
        Having("colour", frozenset({"red", "blue"}), least=350, is_summed=True),
    ),
    "shades before together": (
        Having("cell-foreground", frozenset({"0.0.0", "1.0.0", "2.0.0", "3.0.0"}), least=750, is_summed=True),
    ),
    "any of two, summed": (Having("colour", frozenset({"green", "black"}), is_summed=True),),
    "nothing summed": (Having("colour", frozenset(), least=1, is_summed=True),),
    "another kind of the same key": (Having("category", frozenset({"photo"})),),
}

BOUNDS: dict[str, tuple[Bounds, ...]] = {
    "at least four stars": (Bounds("rating", 4, 5),),
    "of one day": (Bounds("created", FIRST_DAY + 9 * DAY, FIRST_DAY + 9 * DAY),),
    "taken at a known time": (Bounds("taken", UNKNOWN + 1, 10**15),),
    "taken that spring, two stars": (
        Bounds("taken", FIRST_DAY - 200 * DAY, FIRST_DAY - 100 * DAY),
        Bounds("rating", 2, 2),
    ),
    "no time": (Bounds("created", 1, 0),),
}

CLAUSES: dict[str, Clause] = {
    **AUDIENCES,
    "not bob's": Not(Equals("owner", "bob")),
    "of two people, not private": AllOf(
        (OneOf("owner", frozenset({"alice", "carol"})), Not(Equals("privacy", "private")))
    ),
}
OPEN = Equals("privacy", "public")
CLAUSES |= {
    "an account's own": Equals("owner_id", "id-bob"),
    "own ones, and open ones": AnyOf((Equals("owner_id", "id-bob"), OPEN)),
    "open ones, and what bob lets his followers see": AnyOf(
        (OPEN, AllOf((Equals("privacy", "followers"), OneOf("owner_id", frozenset({"id-bob"})))))
    ),
    "open ones, but of nobody who is blocked": AllOf((OPEN, Not(OneOf("owner_id", frozenset({"id-carol", "x"}))))),
    "open ones of all but two": AllOf((OPEN, Not(OneOf("owner_id", frozenset({"id-carol", "id-bob"}))))),
    "open ones of anybody": AllOf((OPEN, Not(Equals("owner_id", None)))),
    "of nobody's": Equals("owner_id", None),
}
RED = (("colour", "red"),)
TRAVEL = (("tag", "travel"), ("tag", "photo"))
SOME = frozenset(f"image-{number:04d}" for number in range(1, 300, 2))

AMONG = {
    "some ids": SearchQuery(ALL, among=SOME),
    "some ids, as the public sees them": SearchQuery(PUBLIC, among=SOME, order=Order.NEWEST),
    "no ids": SearchQuery(ALL, among=frozenset()),
    "ids that are nobody's": SearchQuery(ALL, among=frozenset({"x", "' OR 1"})),
    "some ids without doubtful ones": SearchQuery(Eyes(EVERYTHING, without=SOME), among=SOME | {"image-0002"}),
    "words among some ids": SearchQuery(PUBLIC, Words("photo"), among=SOME),
    "either word among some ids": SearchQuery(ALICE, WORDS["either"], among=SOME, order=Order.OLDEST),
    "marks and bounds among some ids": SearchQuery(
        ALL, having=HAVING["both of two tags"], bounds=BOUNDS["at least four stars"], among=SOME
    ),
    "not red, among some ids": SearchQuery(ALL, lacking=HAVING["much red"], among=SOME),
    "the reddest of some ids": SearchQuery(ALL, weighed=RED, order=Order.SCORE, among=SOME),
}
"""Asked about some ids alone."""


def together() -> dict[str, SearchQuery]:
    """Words, marks, bounds, eyes and orders at once."""
    shape, animal = Having("layout", frozenset({"wide", "tall"})), Having("category", frozenset({"animal", "city"}))
    return {
        "everything there is": SearchQuery(ALL),
        "everything the public sees": SearchQuery(PUBLIC),
        "a camera's name, asked by its owner": SearchQuery(ALICE, Words("canon")),
        "a camera's name, asked by nobody": SearchQuery(ALL, Words("canon")),
        "a file's name by its beginning": SearchQuery(ALICE, Prefix("dsc00")),
        "an own word and a word of all": SearchQuery(ALICE, Both((Words("nikon"), Words("photo")))),
        "not taken by an own camera": SearchQuery(ALICE, Both((Words("photo"), Without(Words("nikon"))))),
        "words without doubtful ones": SearchQuery(Eyes(EVERYTHING, without=SOME), Words("photo")),
        "everything without doubtful ones": SearchQuery(Eyes(PUBLIC.audience, without=SOME)),
        "words and a tag": SearchQuery(PUBLIC, Words("photo"), having=(shape,)),
        "words, marks and bounds": SearchQuery(ALICE, Words("photo"), (shape, animal), BOUNDS["at least four stars"]),
        "either word and a sure tag": SearchQuery(ALL, WORDS["either"], HAVING["a sure tag"]),
        "the reddest before first": SearchQuery(PUBLIC, weighed=(("colour-foreground", "red"),), order=Order.SCORE),
        "red before, white behind, by both": SearchQuery(
            ALL,
            having=HAVING["red before white"],
            weighed=(("colour-foreground", "red"), ("colour-background", "white")),
        ),
        "words, the reddest first": SearchQuery(ALL, Words("photo"), weighed=RED, order=Order.SCORE),
        "red, the reddest first": SearchQuery(ALL, None, HAVING["much red"], weighed=RED, order=Order.SCORE),
        "all, the reddest first": SearchQuery(ALL, weighed=RED, order=Order.SCORE),
        "all, the reddest best": SearchQuery(PUBLIC, weighed=RED),
        "tags, by their weights": SearchQuery(ALL, None, HAVING["both of two tags"], weighed=TRAVEL),
        "words, by the weights of tags": SearchQuery(ALL, Words("photo"), weighed=TRAVEL),
        "score without weights": SearchQuery(ALL, Words("cat"), order=Order.SCORE),
    }


def questions() -> dict[str, SearchQuery]:
    """All of them, each with every kind counted."""
    named = {f"words: {name}": SearchQuery(ALL, words) for name, words in WORDS.items()}
    named |= {
        f"{origin} words: {name}": SearchQuery(ALICE, words, origin=origin)
        for name, words in WORDS.items()
        for origin in Origin
    }
    named |= {f"marks: {name}": SearchQuery(ALL, having=having) for name, having in HAVING.items()}
    named |= {f"bounds: {name}": SearchQuery(ALL, bounds=bounds) for name, bounds in BOUNDS.items()}
    named |= {f"eyes: {name}": SearchQuery(Eyes(clause), Words("photo")) for name, clause in CLAUSES.items()}
    named |= {
        f"eyes on everything: {name}": SearchQuery(Eyes(clause, without=SOME)) for name, clause in CLAUSES.items()
    }
    named |= {f"order: {order}": SearchQuery(PUBLIC, Words("photo"), order=order) for order in Order}
    named |= {f"order of all: {order}": SearchQuery(PUBLIC, order=order) for order in Order}
    named |= {f"lacking: {name}": SearchQuery(ALL, lacking=marks) for name, marks in HAVING.items()}
    named |= {
        f"words, lacking: {name}": SearchQuery(ALICE, Words("photo"), lacking=marks) for name, marks in HAVING.items()
    }
    named |= {
        f"a tag, lacking: {name}": SearchQuery(PUBLIC, having=HAVING["a tag"], lacking=marks, weighed=TRAVEL)
        for name, marks in HAVING.items()
    }
    named |= {
        f"the reddest, lacking: {name}": SearchQuery(ALL, weighed=RED, order=Order.SCORE, lacking=marks)
        for name, marks in HAVING.items()
    }
    named |= {f"among: {name}": query for name, query in AMONG.items()}
    named |= {f"together: {name}": query for name, query in together().items()}
    return {name: with_counts(query) for name, query in named.items()}


def with_counts(query: SearchQuery) -> SearchQuery:
    return replace(query, facets=EVERY_KIND)
