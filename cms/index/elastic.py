"""The search index on Elasticsearch: our tokens in fields that split at spaces only."""

import contextlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError

from cms.clauses import Clause
from cms.index.base import Document, Hit, IndexDown, WordQuery
from cms.index.facts import Filter, fact_terms, to_elastic
from cms.index.tokens import Term, document_tokens, query_terms

SECONDS_TO_ANSWER = 2.0
SECONDS_TO_WRITE = 10.0
DOCUMENTS_AT_ONCE = 100
CANDIDATES = 1000
MAPPING = Path(__file__).parents[2] / "config" / "elasticsearch" / "images.json"

# Millionths of the distance, as a score: whole numbers this size are exact in the engine's floats.
_FARTHEST = 16_000_000
_NEARNESS = "Math.max(0, params.farthest - Math.round(l2norm(params.asked, 'vector') * 1000000))"


class ElasticIndex:
    """`name` is an alias; behind it stands a numbered index, made when it is first needed."""

    def __init__(self, server: str, name: str) -> None:
        self._name = name
        self._client = Elasticsearch(server, request_timeout=SECONDS_TO_ANSWER, max_retries=0, retry_on_timeout=False)
        self._writer = self._client.options(request_timeout=SECONDS_TO_WRITE)
        self._is_made = False

    def put(self, documents: Sequence[Document]) -> None:
        operations: list[Any] = []
        for document in documents:
            guard = {"_id": document.id, "version": document.version, "version_type": "external_gte"}
            operations += [{"index": guard}, _body(document)]
        self._send(operations, each=2, harmless=frozenset({409}))

    def delete(self, ids: Sequence[str]) -> None:
        self._send([{"delete": {"_id": id}} for id in ids], each=1, harmless=frozenset({404}))

    def refresh(self) -> None:
        with _translated():
            self._make()
            self._writer.indices.refresh(index=self._name)

    def words(self, query: WordQuery) -> list[Hit]:
        terms = query_terms(query.words)
        if not terms:
            return []
        found = {
            "filter": [*(_anywhere(term) for term in terms), to_elastic(query.audience)],
            "should": [point for term in terms for point in _points(term)],
            "minimum_should_match": 0,
        }
        return [Hit(id, score=score) for id, score in self._search({"bool": found}, query.limit)]

    def nearest(self, vector: Sequence[float], *, audience: Clause, limit: int) -> list[Hit]:
        """The graph gives many more candidates than asked for; their exact distances decide."""
        asked, wide = list(vector), max(CANDIDATES, limit)
        near = {"field": "vector", "query_vector": asked, "k": wide, "num_candidates": wide}
        exact = {"source": _NEARNESS, "params": {"asked": asked, "farthest": _FARTHEST}}
        query = {"script_score": {"query": {"knn": {**near, "filter": to_elastic(audience)}}, "script": exact}}
        return [Hit(id, distance=(_FARTHEST - score) / 1e6) for id, score in self._search(query, limit)]

    def _search(self, query: Filter, limit: int) -> list[tuple[str, float]]:
        order = [{"_score": "desc"}, {"id": "desc"}]
        with _translated():
            try:
                answer = self._client.search(
                    index=self._name, query=query, sort=order, size=limit, source=False, track_total_hits=False
                )
            except NotFoundError:
                return []
        return [(hit["_id"], float(hit["_score"])) for hit in answer["hits"]["hits"]]

    def _send(self, operations: list[Any], *, each: int, harmless: frozenset[int]) -> None:
        """All operations in some bulk requests; IndexDown if any fails for another reason than a harmless one."""
        step = DOCUMENTS_AT_ONCE * each
        with _translated():
            self._make()
            for start in range(0, len(operations), step):
                part = operations[start : start + step]
                answer = self._writer.bulk(index=self._name, operations=part, require_alias=True)
                try:
                    _refuse_failures(answer["items"], harmless)
                except IndexDown:
                    self._is_made = False  # perhaps the index went away: it is looked for at the next write
                    raise

    def _make(self) -> None:
        """The first numbered index and its alias, unless somebody made them."""
        if self._is_made:
            return
        if not self._writer.indices.exists_alias(name=self._name):
            described = json.loads(MAPPING.read_text(encoding="utf-8"))
            try:
                self._writer.indices.create(
                    index=f"{self._name}-000001", aliases={self._name: {"is_write_index": True}}, **described
                )
            except ApiError as error:
                if error.error != "resource_already_exists_exception":
                    raise
        self._is_made = True


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (ApiError, TransportError) as error:
        raise IndexDown(f"the search engine cannot be asked: {type(error).__name__}") from error


def _body(document: Document) -> dict[str, Any]:
    body = {"id": document.id, "facts": fact_terms(document.facts), **asdict(document_tokens(document.text))}
    return body if document.vector is None else {**body, "vector": list(document.vector)}


def _refuse_failures(items: Sequence[dict[str, Any]], harmless: frozenset[int]) -> None:
    for item in items:
        [outcome] = item.values()
        error = outcome.get("error", {})
        is_lost = error.get("type") == "index_not_found_exception"
        if outcome["status"] >= 300 and (is_lost or outcome["status"] not in harmless):
            raise IndexDown(f"the search engine refused a document: {outcome['status']} {error.get('reason')}")


def _phrase(field: str, term: Term) -> Filter:
    if term.signs:
        return {"match_phrase": {f"{field}_signs": " ".join(term.signs)}}
    return {"term": {field: term.word}}


def _anywhere(term: Term) -> Filter:
    return {"bool": {"should": [_phrase("strong", term), _phrase("weak", term)], "minimum_should_match": 1}}


def _points(term: Term) -> list[Filter]:
    """Two points for a term in a strong field, one for one that is a word of its own, not a part of one."""
    points = [{"constant_score": {"filter": _phrase("strong", term), "boost": 2}}]
    if len(term.signs) > 1:
        whole = [{"term": {"strong": term.word}}, {"term": {"weak": term.word}}]
        points.append({"constant_score": {"filter": {"bool": {"should": whole}}, "boost": 1}})
    return points
