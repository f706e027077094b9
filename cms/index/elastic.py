"""The search index on Elasticsearch: our tokens in fields that split at spaces only."""

import contextlib
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError

from cms.circuit import Circuit
from cms.clauses import Clause
from cms.index import elastic_questions as questions
from cms.index.base import (
    MOST_COUNTED,
    Count,
    Document,
    Eyes,
    Found,
    Hit,
    Index,
    IndexDown,
    Last,
    SearchQuery,
    commonest,
)
from cms.index.facts import to_elastic
from cms.index.tokens import folded

SECONDS_TO_ANSWER = 2.0
SECONDS_TO_WRITE = 10.0
DOCUMENTS_AT_ONCE = 100
CANDIDATES, MOST_CANDIDATES = 1000, 10_000
ATTEMPTS, NO_SHARD, PAUSE = 6, 503, 0.03
MAPPING = Path(__file__).parents[2] / "config" / "elasticsearch" / "images.json"

# Millionths of the distance, as a score: whole numbers this size are exact in the engine's floats.
_FARTHEST = 16_000_000
_NEARNESS = "Math.max(0, params.farthest - Math.round(l2norm(params.asked, 'vector') * 1000000))"


class ElasticIndex:
    """`name` is an alias; behind it stands a numbered index, made when it is first needed.

    One made by `beside` is such a numbered index, without an alias until it is adopted.
    """

    takes_vectors = True

    def __init__(self, server: str, name: str, *, is_beside: bool = False) -> None:
        self._server, self._name, self._is_beside = server, name, is_beside
        self._client = Elasticsearch(server, request_timeout=SECONDS_TO_ANSWER, max_retries=0, retry_on_timeout=False)
        self._writer = self._client.options(request_timeout=SECONDS_TO_WRITE)
        self._is_made = is_beside
        self._circuit = Circuit(IndexDown, lambda: IndexDown("the search engine did not answer a moment ago"))

    def put(self, documents: Sequence[Document]) -> None:
        operations: list[Any] = []
        for document in documents:
            guard = {"_id": document.id, "version": document.version, "version_type": "external_gte"}
            operations += [{"index": guard}, questions.body_of(document)]
        self._send(operations, each=2, harmless=frozenset({409}))

    def delete(self, ids: Sequence[str]) -> None:
        self._send([{"delete": {"_id": id}} for id in ids], each=1, harmless=frozenset({404}))

    def refresh(self) -> None:
        with _translated():
            self._make()
            self._writer.indices.refresh(index=self._name)

    def find(self, query: SearchQuery) -> Found:
        request = questions.request_of(query)
        answer = self._ask(**request) if request is not None else None
        if answer is None:
            return Found()
        total = answer["hits"]["total"]["value"]
        hits = [Hit(hit["_id"], int(hit["sort"][0])) for hit in answer["hits"]["hits"]]
        found = answer.get("aggregations", {})
        facets = {kind: questions.counts_of(found[kind]["buckets"]) for kind in query.facets}
        return Found(hits, min(total, MOST_COUNTED), total <= MOST_COUNTED, facets)

    def suggest(self, start: str, eyes: Eyes, *, kinds: Sequence[str], limit: int) -> list[Count]:
        head = " ".join(folded(start).split())
        is_askable = 0 < len(head) <= questions.LONGEST_START
        answer = self._ask(**questions.suggest_request(head, kinds, eyes)) if is_askable else None
        if answer is None:
            return []
        return commonest(questions.counts_of_heads(answer["aggregations"]["counts"]["buckets"]), limit)

    def tally(self, kind: str, eyes: Eyes, *, start: str, after: Last | None, limit: int) -> list[Count]:
        is_askable = len(start) <= questions.LONGEST_START
        answer = self._ask(**questions.tally_request(kind, eyes, start)) if is_askable else None
        if answer is None:
            return []
        counts = questions.counts_of(answer["aggregations"]["counts"]["buckets"])
        return commonest(questions.behind(counts, after), limit)

    def nearest(self, vector: Sequence[float], *, audience: Clause, limit: int) -> list[Hit]:
        """The graph gives many more candidates than asked for; their exact distances decide."""
        asked, wide = list(vector), min(max(CANDIDATES, limit), MOST_CANDIDATES)
        near = {"field": "vector", "query_vector": asked, "k": wide, "num_candidates": wide}
        exact = {"source": _NEARNESS, "params": {"asked": asked, "farthest": _FARTHEST}}
        query = {"script_score": {"query": {"knn": {**near, "filter": to_elastic(audience)}}, "script": exact}}
        answer = self._ask(query=query, sort=[{"_score": "desc"}, {"id": "desc"}], size=limit, source=False)
        hits = answer["hits"]["hits"] if answer is not None else []
        return [Hit(hit["_id"], distance=(_FARTHEST - float(hit["_score"])) / 1e6) for hit in hits]

    def held(self, ids: Sequence[str]) -> dict[str, int]:
        answer = self._ask(query={"ids": {"values": list(ids)}}, size=len(ids), source=False, version=True)
        return {hit["_id"]: hit["_version"] for hit in answer["hits"]["hits"]} if answer is not None else {}

    def versions(self, after: str, *, limit: int) -> list[tuple[str, int]]:
        behind = {"range": {"id": {"gt": after}}}
        answer = self._ask(query=behind, sort=[{"id": "asc"}], size=limit, source=False, version=True)
        return [(hit["_id"], hit["_version"]) for hit in answer["hits"]["hits"]] if answer is not None else []

    def count(self) -> int:
        answer = self._ask(size=0, track_total_hits=True)
        return int(answer["hits"]["total"]["value"]) if answer is not None else 0

    def beside(self) -> Index:
        with _translated():
            self._make()
            number = int(self._current().rpartition("-")[2]) + 1
            name = f"{self._name}-{number:06d}"
            self._writer.indices.delete(index=name, ignore_unavailable=True)
            self._writer.indices.create(index=name, **_described())
        return ElasticIndex(self._server, name, is_beside=True)

    def adopt(self, other: Index) -> None:
        if not isinstance(other, ElasticIndex) or not other._is_beside:
            raise ValueError("only an index made by beside() can take this one's place")
        with _translated():
            self._stand_for(other._name)

    def _stand_for(self, name: str) -> None:
        """Let the alias name this index from now on, in one step; what it named before goes."""
        old = self._current()
        added = {"add": {"index": name, "alias": self._name, "is_write_index": True}}
        self._writer.indices.update_aliases(actions=[{"remove_index": {"index": old}}, added])

    def _current(self) -> str:
        """The numbered index behind the alias."""
        return max(self._writer.indices.get_alias(name=self._name))

    def _ask(self, **request: Any) -> Any:
        """The engine's answer; None when there is no index yet. A question whose index went meanwhile is repeated."""
        with self._circuit.passing(), _translated():
            for attempt in range(ATTEMPTS):
                try:
                    return self._client.search(index=self._name, allow_partial_search_results=False, **request)
                except NotFoundError:
                    continue
                except ApiError as error:
                    if error.status_code != NO_SHARD or attempt == ATTEMPTS - 1:
                        raise
                    time.sleep(PAUSE * (attempt + 1))
        return None

    def _send(self, operations: list[Any], *, each: int, harmless: frozenset[int]) -> None:
        """All operations in some bulk requests; IndexDown if any fails for another reason than a harmless one."""
        step = DOCUMENTS_AT_ONCE * each
        with _translated():
            self._make()
            for start in range(0, len(operations), step):
                part = operations[start : start + step]
                answer = self._writer.bulk(index=self._name, operations=part, require_alias=not self._is_beside)
                try:
                    _refuse_failures(answer["items"], harmless)
                except IndexDown:
                    self._is_made = self._is_beside  # perhaps the index went away: it is looked for at the next write
                    raise

    def _make(self) -> None:
        """The first numbered index and its alias, unless somebody made them."""
        if self._is_made:
            return
        if not self._writer.indices.exists_alias(name=self._name):
            try:
                self._writer.indices.create(
                    index=f"{self._name}-000001", aliases={self._name: {"is_write_index": True}}, **_described()
                )
            except ApiError as error:
                if error.error != "resource_already_exists_exception":
                    raise
        self._leave_old_layout()
        self._is_made = True

    def _leave_old_layout(self) -> None:
        """An index of an older layout cannot take these documents: an empty one takes its place, and is filled anew."""
        current, described = self._current(), _described()
        held = self._writer.indices.get_mapping(index=current)[current]["mappings"].get("_meta")
        if held != described["mappings"]["_meta"]:
            name = f"{self._name}-{int(current.rpartition('-')[2]) + 1:06d}"
            self._writer.indices.create(index=name, **described)
            self._stand_for(name)


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (ApiError, TransportError) as error:
        raise IndexDown(f"the search engine cannot be asked: {type(error).__name__}") from error


def _described() -> dict[str, Any]:
    described: dict[str, Any] = json.loads(MAPPING.read_text(encoding="utf-8"))
    return described


def _refuse_failures(items: Sequence[dict[str, Any]], harmless: frozenset[int]) -> None:
    for item in items:
        [outcome] = item.values()
        error = outcome.get("error", {})
        is_lost = error.get("type") == "index_not_found_exception"
        if outcome["status"] >= 300 and (is_lost or outcome["status"] not in harmless):
            raise IndexDown(f"the search engine refused a document: {outcome['status']} {error.get('reason')}")
