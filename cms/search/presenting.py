"""What is told of a search: chips to take away, counts by facet, and what could not be taken as it stands."""

from collections.abc import Iterator, Mapping, Sequence

from cms.access.viewer import Viewer
from cms.images.presenting import present_images
from cms.index.base import Count
from cms.search.asking import LISTS, query_string
from cms.search.facets import FACETS
from cms.search.pieces import Known
from cms.search.schemas import Chip, Counted, CountedTag, Notice, SearchOut, SearchParameters, Suggestion, Total
from cms.search.service import Outcome
from cms.search.typed import Misspelt
from cms.search.vocabulary import label_of, split_key
from cms.tags.kinds import kind_of

TITLED = ("album", "own_class")
"""Facets whose values are ids of what has a title."""

ORIGINS = {
    "written": {"en": "written by people", "zh": "人写的", "sv": "skrivna av människor"},
    "generated": {"en": "made by the machine", "zh": "机器生成的", "sv": "gjorda av maskinen"},
}
NOT = {"en": "not {}", "zh": "非{}", "sv": "inte {}"}
NOTICES = {
    "words-changed": {
        "en": "Not everything could be taken as it stands. Searched for: {understood}",
        "zh": "部分内容无法按原样理解。实际搜索：{understood}",
        "sv": "Allt kunde inte tolkas som det står. Sökte efter: {understood}",
    },
    "nothing-to-search": {
        "en": "There is no word in this to search for.",
        "zh": "其中没有可搜索的词。",
        "sv": "Här finns inget ord att söka efter.",
    },
    "facet-unknown": {
        "en": "“{word}” is nothing that can be asked for. It was looked for as words.",
        "zh": "“{word}” 不是可用的筛选条件，已按普通文字搜索。",
        "sv": "”{word}” går inte att fråga efter. Det söktes som ord.",
    },
    "facet-meant": {
        "en": "“{word}” is nothing that can be asked for. Did you mean {meant}?",
        "zh": "“{word}” 不是可用的筛选条件。您是不是想输入 {meant}？",
        "sv": "”{word}” går inte att fråga efter. Menade du {meant}?",
    },
    "meaning-late": {
        "en": "What these words mean could not be told in time. Only pictures that hold them are shown.",
        "zh": "未能及时理解这些词的含义，只显示包含这些词的图片。",
        "sv": "Det gick inte att i tid säga vad orden betyder. Bara bilder som innehåller dem visas.",
    },
    "search-away": {
        "en": "The search engine is away. Words are looked up more simply, and nothing is counted.",
        "zh": "搜索引擎暂时不可用，正在用简单方式查找，且不计数。",
        "sv": "Sökmotorn är borta. Orden slås upp enklare, och ingenting räknas.",
    },
}


def present(
    outcome: Outcome,
    viewer: Viewer | None,
    query: SearchParameters,
    *,
    titles: Mapping[str, str],
    misspelt: Misspelt | None,
    language: str,
) -> SearchOut:
    """The whole answer; `titles`: of the albums and classes asked for, by id, as far as this viewer may see them."""
    return SearchOut(
        items=present_images(outcome.images, viewer, language=language),
        next=outcome.next,
        total=Total(value=outcome.total, exact=outcome.is_exact),
        chips=[*word_chips(query, outcome.known, language), *chips(query, titles, language)],
        facets={name: counted(name, counts, language) for name, counts in outcome.facets.items()},  # type: ignore[misc]
        notice=notice(outcome, query, misspelt, language),
    )


def counted(name: str, counts: Sequence[Count], language: str) -> list[Counted]:
    facet = FACETS[name]
    return [Counted(key=facet.key(one.key), label=facet.label(one.key, language), count=one.count) for one in counts]


def counted_tags(counts: Sequence[Count], language: str) -> list[CountedTag]:
    return [CountedTag(**one.model_dump(), kind=kind_of(one.key)) for one in counted("tag", counts, language)]


def album_titles(outcome: Outcome) -> dict[str, str]:
    """The titles of the albums in which something was found, by id."""
    return {one.key: one.label for one in counted("album", outcome.facets.get("album", ()), "")}


def word_chips(query: SearchParameters, known: Sequence[Known], language: str) -> Iterator[Chip]:
    """Each word that was understood as a thing, a colour, a shape or a year, and the search that is left without it."""
    for place, piece in enumerate(known):
        keys = sorted(piece.keys)
        facet, value = split_key(keys[0])
        label = " / ".join(dict.fromkeys(label_of(key, language) for key in keys))
        rest = " ".join(other.text for other in (*known[:place], *known[place + 1 :]))
        without = query_string(query.model_copy(update={"q": rest}), {} if rest else {"q": None})
        yield Chip(facet=facet or "tag", value=value, label=label, query_without=without)  # type: ignore[arg-type]


def chips(query: SearchParameters, titles: Mapping[str, str], language: str) -> Iterator[Chip]:
    """Each value of a facet that was asked for, with the search that is left without it."""
    for name in LISTS:
        for value in getattr(query, name):
            label = titles.get(value, value) if name in TITLED else FACETS[name].label(str(value), language)
            yield Chip(facet=name, value=value, label=label, query_without=query_string(query, {name: value}))  # type: ignore[arg-type]
    for value in query.without:
        name, _, key = value.partition(":")
        label = NOT[language].format(FACETS[name].label(key, language))
        yield Chip(facet=name, value=value, label=label, query_without=query_string(query, {"without": value}))  # type: ignore[arg-type]
    if query.taken_from or query.taken_to:
        span = f"{query.taken_from or ''}–{query.taken_to or ''}"
        rest = query_string(query, {"taken_from": None, "taken_to": None})
        yield Chip(facet="taken", value=span, label=span, query_without=rest)
    if query.words != "all":
        rest = query_string(query, {"words": None})
        yield Chip(facet="words", value=query.words, label=ORIGINS[query.words][language], query_without=rest)
    if query.rating_min:
        least = str(query.rating_min)
        rest = query_string(query, {"rating_min": None})
        yield Chip(facet="rating", value=least, label=f"≥ {least}", query_without=rest)


def notice(outcome: Outcome, query: SearchParameters, misspelt: Misspelt | None, language: str) -> Notice | None:
    """What the searcher should know; that the engine is away matters more than a bracket."""
    reading = outcome.reading
    if outcome.is_simple:
        return Notice(code="search-away", message=said("search-away", language))
    if misspelt is not None:
        return misspelt_notice(misspelt, language)
    if reading is None or (reading.oddity is None and (reading.expression is not None or not query.q.strip())):
        return Notice(code="meaning-late", message=said("meaning-late", language)) if outcome.is_late else None
    word, position = (reading.oddity.word, reading.oddity.position) if reading.oddity else (query.q.strip()[:100], 0)
    code = "nothing-to-search" if reading.expression is None else "words-changed"
    message = said(code, language).format(understood=reading.understood)
    return Notice(code=code, message=message, word=word, position=position, understood=reading.understood)  # type: ignore[arg-type]


def misspelt_notice(misspelt: Misspelt, language: str) -> Notice:
    """Which value is none of its facet, and what may have been meant."""
    code = "facet-meant" if misspelt.meant else "facet-unknown"
    offer = {"en": " or ", "zh": " 或 ", "sv": " eller "}.get(language, " or ").join(misspelt.meant)
    message = said(code, language).format(word=misspelt.word, meant=offer)
    word, position, understood = misspelt.word[:100], misspelt.position, " ".join(misspelt.meant)
    return Notice(code="facet-unknown", message=message, word=word, position=position, understood=understood)


def said(code: str, language: str) -> str:
    return NOTICES[code].get(language, NOTICES[code]["en"])


def suggestion(count: Count, language: str) -> Suggestion:
    facet = FACETS[count.kind]
    key, label = facet.key(count.key), facet.label(count.key, language)
    return Suggestion(kind=count.kind, key=key, label=label, count=count.count)  # type: ignore[arg-type]
