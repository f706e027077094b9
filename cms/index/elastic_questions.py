"""Questions to Elasticsearch, as its query language has them, and its documents. Nothing here talks to the engine."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from cms.index.base import (
    MOST_COUNTED,
    NUMBERS,
    VALUES_OF_A_FACET,
    Count,
    Document,
    Eyes,
    Having,
    Last,
    Mark,
    Order,
    Origin,
    SearchQuery,
)
from cms.index.embedded_file import name_heads
from cms.index.facts import Filter, fact_terms, to_elastic
from cms.index.tokens import Run, Term, document_tokens, own_token
from cms.index.words import Every, Leaf, Never, Some, Tree, tree_of, wanted_leaves

MOST_MARKS = 10_000
MOST_HEADS = 1000
LONGEST_START = 400
"""No key or name is longer, and the engine refuses patterns of more than a thousand signs."""
SPLIT = "\x1f"
_LUCENE = re.compile(r'([.?+*|{}\[\]()"\\#@&<>~^$-])')

_WEIGHTS = (
    "long found = 0; for (String one : doc['weights']) { int at = one.lastIndexOf('='); "
    "if (params.marks.contains(one.substring(0, at))) { long weight = Long.parseLong(one.substring(at + 1)); %s } } "
)
_LEAST = _WEIGHTS % "if (weight >= params.least) { found = 1; }" + "return found == 1;"
_SUMMED = _WEIGHTS % "found += weight;" + "return found >= params.least;"
_LARGEST = _WEIGHTS % "if (weight > found) { found = weight; }" + "return found;"
_SUM_AND_POINTS = _WEIGHTS % "found += weight;" + "return found * 1000 + _score;"


def body_of(document: Document) -> dict[str, Any]:
    """A document as it is kept."""
    numbers = {name: document.numbers.get(name, 0) for name in NUMBERS.values()}
    marks = {name_of(mark): mark.weight for mark in document.marks}
    heads = {f"{head}{SPLIT}{name_of(mark)}" for mark in document.marks for head in name_heads(mark.names)}
    body = {
        "id": document.id,
        "facts": fact_terms(document.facts),
        "marks": list(marks),
        "weights": [f"{name}={weight}" for name, weight in marks.items()],
        "heads": sorted(heads),
        **numbers,
        **asdict(document_tokens(document.text, document.text_for, document.made)),
    }
    return body if document.vector is None else {**body, "vector": list(document.vector)}


def name_of(mark: Mark) -> str:
    return f"{mark.kind}={mark.key}"


def request_of(query: SearchQuery) -> dict[str, Any] | None:
    """The request for a page; None for words that nothing can hold."""
    tree = None if query.words is None else tree_of(query.words)
    if query.words is not None and tree is None:
        return None
    way = "asc" if query.order == Order.OLDEST else "desc"
    by = NUMBERS.get(query.order, "_score")
    return {
        "query": _scored(query, _filtered(query, tree)),
        "sort": [{by: way}, {"id": way}],
        "size": query.limit,
        "source": False,
        "track_total_hits": MOST_COUNTED + 1,
        "aggs": {kind: _marks_of(kind, "", VALUES_OF_A_FACET) for kind in query.facets},
        **({"search_after": list(query.after)} if query.after else {}),
    }


def _scored(query: SearchQuery, found: Filter) -> Filter:
    marks = [f"{kind}={key}" for kind, key in query.weighed]
    if query.order == Order.SCORE:
        return {"script_score": {"query": found, "script": {"source": _LARGEST, "params": {"marks": marks}}}}
    if query.order == Order.RELEVANCE and marks:
        return {"script_score": {"query": found, "script": {"source": _SUM_AND_POINTS, "params": {"marks": marks}}}}
    return found


def _filtered(query: SearchQuery, tree: Tree | None) -> Filter:
    filters = [
        *([_condition(tree, query.eyes.reader, query.origin)] if tree is not None else []),
        seen_by(query.eyes),
        *(_having(having) for having in query.having),
        *({"range": {bound.number: {"gte": bound.low, "lte": bound.high}}} for bound in query.bounds),
        *([{"terms": {"id": sorted(query.among)}}] if query.among is not None else []),
    ]
    points = points_of(tree, query.origin) if tree is not None and query.order == Order.RELEVANCE else []
    lacking = [_having(lacking) for lacking in query.lacking]
    return {"bool": {"filter": filters, "must_not": lacking, "should": points, "minimum_should_match": 0}}


def seen_by(eyes: Eyes) -> Filter:
    """What somebody may see and what is not too old to be trusted with that."""
    audience = to_elastic(eyes.audience)
    if not eyes.without:
        return audience
    return {"bool": {"filter": [audience], "must_not": [{"terms": {"id": sorted(eyes.without)}}]}}


def _having(having: Having) -> Filter:
    marks = [f"{having.kind}={key}" for key in sorted(having.keys)]
    among: Filter = {"terms": {"marks": marks}}
    if not having.least:
        return among
    script = {"source": _SUMMED if having.is_summed else _LEAST, "params": {"marks": marks, "least": having.least}}
    return {"bool": {"filter": [among, {"script": {"script": script}}]}}


_STRONG: Mapping[Origin | None, Sequence[str]] = {
    None: ("strong", "made"),
    Origin.WRITTEN: ("strong",),
    Origin.GENERATED: ("made",),
}
_ANYWHERE: Mapping[Origin | None, Sequence[str]] = {
    None: ("strong", "weak", "made", "made_weak"),
    Origin.WRITTEN: ("strong", "weak"),
    Origin.GENERATED: ("made", "made_weak"),
}


def _condition(tree: Tree, reader: str | None, origin: Origin | None) -> Filter:
    match tree:
        case Every(parts):
            return {"bool": {"filter": [_condition(part, reader, origin) for part in parts]}}
        case Some(parts):
            return _any(_condition(part, reader, origin) for part in parts)
        case Never(part):
            return {"bool": {"must_not": [_condition(part, reader, origin)]}}
        case leaf:
            places = [_held(field, leaf) for field in _ANYWHERE[origin]]
            if reader is not None and origin is None and isinstance(leaf, Term):
                how = "prefix" if leaf.is_prefix and not leaf.signs else "term"
                places.append({how: {"own": own_token(reader, leaf.word)}})
            return _any(places)


def _any(parts: Any) -> Filter:
    return {"bool": {"should": list(parts), "minimum_should_match": 1}}


def _held(field: str, leaf: Leaf) -> Filter:
    if isinstance(leaf, Run):
        return {"match_phrase": {field: " ".join(leaf.words)}}
    if leaf.signs:
        return {"match_phrase": {f"{field}_signs": " ".join(leaf.signs)}}
    return {"prefix" if leaf.is_prefix else "term": {field: leaf.word}}


def points_of(tree: Tree, origin: Origin | None) -> list[Filter]:
    """Two points for a term in a strong field, one for one that is a word of its own, not a part of one."""
    points = []
    for leaf in dict.fromkeys(wanted_leaves(tree)):
        points.append({"constant_score": {"filter": _any(_held(field, leaf) for field in _STRONG[origin]), "boost": 2}})
        if isinstance(leaf, Term) and len(leaf.signs) > 1:
            whole = _any({"term": {field: leaf.word}} for field in _ANYWHERE[origin])
            points.append({"constant_score": {"filter": whole, "boost": 1}})
    return points


def _marks_of(kind: str, start: str, size: int) -> Filter:
    include = f"{_literal(f'{kind}={start}')}.*"
    order = [{"_count": "desc"}, {"_key": "asc"}]
    return {"terms": {"field": "marks", "include": include, "size": size, "order": order}}


def tally_request(kind: str, eyes: Eyes, start: str) -> dict[str, Any]:
    """The request for the counts of all marks of a kind whose key begins so."""
    return _counting(eyes, _marks_of(kind, start, MOST_MARKS))


def suggest_request(head: str, kinds: Sequence[str], eyes: Eyes) -> dict[str, Any]:
    """The request for the counts of all names of these kinds that begin so."""
    include = f"{_literal(head)}[^{SPLIT}]*{SPLIT}({'|'.join(map(_literal, kinds))})=.*"
    return _counting(eyes, {"terms": {"field": "heads", "include": include, "size": MOST_HEADS}})


def _counting(eyes: Eyes, terms: Filter) -> dict[str, Any]:
    return {"query": seen_by(eyes), "size": 0, "track_total_hits": False, "aggs": {"counts": terms}}


def _literal(text: str) -> str:
    return _LUCENE.sub(r"\\\1", text)


def counts_of(buckets: Sequence[dict[str, Any]]) -> list[Count]:
    """Buckets of marks as counts."""
    return [Count(*_parted(bucket["key"]), bucket["doc_count"]) for bucket in buckets]


def _parted(name: str) -> tuple[str, str]:
    kind, _, key = name.partition("=")
    return kind, key


def counts_of_heads(buckets: Sequence[dict[str, Any]]) -> list[Count]:
    """Buckets of names as counts, each mark once."""
    best: dict[tuple[str, str], int] = {}
    for bucket in buckets:
        kind, _, key = bucket["key"].partition(SPLIT)[2].partition("=")
        best[kind, key] = max(best.get((kind, key), 0), bucket["doc_count"])
    return [Count(kind, key, count) for (kind, key), count in best.items()]


def behind(counts: Sequence[Count], after: Last | None) -> list[Count]:
    """Those that come after this count and key."""
    return [one for one in counts if after is None or (-one.count, one.key) > (-after.value, after.id)]
