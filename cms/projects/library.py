"""Pictures of the library that fit a brief, as one of its members may see them: by words, colours, examples."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.viewer import Viewer
from cms.errors import unavailable
from cms.images.models import Image
from cms.images.queries import images_by_ids, tags_of, visible_ids
from cms.index.base import Eyes, Index, IndexDown, Last, Order
from cms.projects import queries
from cms.projects.models import Project, Shelf, Verdict
from cms.projects.ranking import Proposal, Reason, in_order, leanings, merged, shifted
from cms.provenance.licences import kind_of, licence_of
from cms.recommendations.queries import neighbours_of
from cms.search.conditions import ask_facets
from cms.search.fusing import is_behind
from cms.search.service import Wish, eyes_of, question_of, read
from cms.search.vocabulary import Said, said_by, understood
from cms.tags.queries import relations

MOST_OF_A_LIST = 60
MOST_PROPOSED = 400
MOST_LEARNT_FROM = 60
"""So many of the last verdicts each way say what is wanted."""


@dataclass(frozen=True)
class Reference:
    """A picture of the library, and why it is proposed or what was said of it."""

    image: Image
    proposal: Proposal
    verdict: str | None = None


def proposed(
    index: Index, viewer: Viewer, project: Project, *, after: Last | None, limit: int
) -> tuple[list[Reference], Last | None]:
    """The best behind this place that nobody took or hid, and the place where the page ends, if more follow.

    What members took or hid that the viewer may not see teaches nothing here: it would tell of it.
    """
    said = queries.verdicts_of(project.id, Shelf.LIBRARY)
    examples = project.brief.get("examples", ())
    seen = visible_ids(viewer, [*examples, *(one.key for one in said)])
    taken, hidden = (
        [one.key for one in said if one.verdict == wanted and one.key in seen][:MOST_LEARNT_FROM]
        for wanted in (Verdict.TAKEN, Verdict.HIDDEN)
    )
    found = merged(lists_for(index, viewer, project, [one for one in examples if one in seen], taken))
    for key in {one.key for one in said}:
        found.pop(key, None)
    best = [one.key for one in in_order(found.values())[:MOST_PROPOSED]]
    images = {one.id: one for one in images_by_ids(viewer, best) if fits(viewer, one, project)}
    ranked = learnt([found[key] for key in best if key in images], taken, hidden)
    left = [one for one in ranked if is_behind(after, one.value, one.key)]
    end = Last(left[limit - 1].value, left[limit - 1].key) if len(left) > limit else None
    return [Reference(images[one.key], one) for one in left[:limit]], end


def judged(viewer: Viewer, project: Project, verdict: Verdict) -> list[Reference]:
    """Those of the pictures of which this was said that the viewer may see, the last first."""
    keys = [one.key for one in queries.verdicts_of(project.id, Shelf.LIBRARY) if one.verdict == verdict]
    return [Reference(one, Proposal(one.id, 0), verdict) for one in images_by_ids(viewer, keys[:MOST_PROPOSED])]


def learnt(proposals: Sequence[Proposal], taken: Sequence[str], hidden: Sequence[str]) -> list[Proposal]:
    """In order, by the tags of what was taken and hidden too."""
    tags = tags_of([*(one.key for one in proposals), *taken, *hidden])
    words = {image_id: {tag.key: tag.label for tag in of_it} for image_id, of_it in tags.items()}
    leaning = leanings(*([words.get(key, ()) for key in keys] for keys in (taken, hidden)))
    return in_order(shifted(one, words.get(one.key, {}), leaning) for one in proposals)


def lists_for(
    index: Index, viewer: Viewer, project: Project, examples: Sequence[str], taken: Sequence[str]
) -> Iterator[tuple[Reason, Sequence[str]]]:
    """What the index finds for each word and colour, and what is near to examples and to what was taken."""
    brief, eyes, said = project.brief, eyes_of(viewer), said_by(relations())
    try:
        for word in brief.get("words", ()):
            yield Reason("word", word), _found(index, viewer, Wish(q=word, values={}), eyes=eyes, said=said)
        for code in brief.get("swatches", ()):
            wish = Wish(q="", values={"colour": [code]})
            yield Reason("colour", code), _found(index, viewer, wish, eyes=eyes, said=said)
    except IndexDown as error:
        raise unavailable("The search engine is away for a moment.", code="search-away") from error
    near = neighbours_of([*examples, *taken], limit=MOST_OF_A_LIST)
    titles = {one.id: one.title for one in images_by_ids(viewer, list(near))}
    for image_id, keys in near.items():
        kind: Any = "likeness" if image_id in examples else "taken_alike"
        yield Reason(kind, titles.get(image_id, "")), [key for key in keys if key not in examples]


def _found(index: Index, viewer: Viewer, wish: Wish, *, eyes: Eyes, said: Said) -> list[str]:
    reading = read(wish.q)
    if wish.q and reading.expression is None:
        return []
    pieces = understood(reading.expression, said)
    asked = ask_facets(wish.values, viewer)
    question = question_of(viewer, wish, reading, asked, pieces, said=said, eyes=eyes)
    order = Order.SCORE if wish.values else question.order
    return [hit.id for hit in index.find(replace(question, order=order, limit=MOST_OF_A_LIST)).hits]


def fits(viewer: Viewer, image: Image, project: Project) -> bool:
    """Whether its licence is one of those that are needed, if any are; one's own pictures are free to use."""
    needed, examples = project.brief.get("licences", ()), project.brief.get("examples", ())
    if image.id in examples:
        return False
    return not needed or permits(viewer, Permission.EDIT_IMAGE, image) or licence_kind(image.licence) in needed


def licence_kind(said: str) -> str:
    """The kind of a licence as people write it: `CC BY-SA 4.0` and the address of its page are CC-BY-SA."""
    named = licence_of(said) or re.sub(r"[\s_-]+", "-", said.strip().upper())
    is_dedicated = named.startswith(("PUBLIC-DOMAIN", "PD")) or named == "公有领域"
    return "CC-PDM" if is_dedicated else kind_of(named)
