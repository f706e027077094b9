"""Projects as JSON, in and out."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from cms.crawls.schemas import CandidateOut, CrawlSummary, Id, LicenceKind
from cms.images.schemas import ImageOut, ListQuery, Owner, Text
from cms.projects.models import ProjectRole, Shelf, Verdict
from cms.projects.ranking import ReasonKind
from cms.wire.requests import Answer, Body, Query

MOST_AT_ONCE = 100


def each_once(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


Word = Annotated[Text, Field(min_length=1, max_length=60)]
Swatch = Annotated[str, Field(max_length=7, pattern="^#[0-9a-f]{6}$")]
Ids = Annotated[list[Id], Field(min_length=1, max_length=MOST_AT_ONCE), AfterValidator(each_once)]


class Brief(Body):
    """What is wanted: in sentences, in words that are looked for, as colours, by pictures like it.

    Without licences any will do; else those of pictures of others must be one of these.
    """

    text: Annotated[Text, Field(max_length=2000)] = ""
    words: Annotated[list[Word], Field(max_length=12), AfterValidator(each_once)] = []
    swatches: Annotated[list[Swatch], Field(max_length=6), AfterValidator(each_once)] = []
    licences: Annotated[list[LicenceKind], Field(max_length=8), AfterValidator(each_once)] = []
    examples: Annotated[list[Id], Field(max_length=12), AfterValidator(each_once)] = []


class NewProject(Body):
    title: Annotated[Text, Field(min_length=1, max_length=200)]
    brief: Brief = Brief()


class ProjectChange(Body):
    """What is to change; a brief is replaced as a whole."""

    title: Annotated[Text, Field(min_length=1, max_length=200)] | None = None
    brief: Brief | None = None


class MemberBody(Body):
    """A viewer looks; an editor also changes the brief, looks on the web, takes and hides."""

    role: ProjectRole


class MemberOut(Answer):
    name: str
    display_name: str
    role: ProjectRole
    created_at: datetime


class ExampleOut(Answer):
    """A picture of the brief that the caller may see."""

    id: str
    title: str
    alt_text: str
    rendition: str


class BriefOut(Answer):
    text: str
    words: list[str]
    swatches: list[str]
    licences: list[LicenceKind]
    examples: list[str]


class ProjectSummary(Answer):
    """A project in a list; `role` is what the caller is in it."""

    id: str
    title: str
    brief: BriefOut
    owner: Owner
    role: Literal["owner", "editor", "viewer"]
    created_at: datetime
    changed_at: datetime
    can: dict[str, bool]


class ProjectOut(ProjectSummary):
    """With its members, its newest crawls, and those of its examples that the caller may see."""

    members: list[MemberOut]
    crawls: list[CrawlSummary]
    examples: list[ExampleOut]


class ProjectList(Answer):
    items: list[ProjectSummary]
    next: str | None


class ReferencesQuery(ListQuery):
    place: Shelf = Field(default=Shelf.LIBRARY, alias="from")
    verdict: Verdict | None = None


class ReferenceReason(Answer):
    """Why it is proposed: a word or colour of the brief, likeness to an example, or what a taken picture has too."""

    kind: ReasonKind
    text: str


class ReferenceOut(Answer):
    """A picture that fits the brief: an `image` of the library or a `candidate` of the web.

    `id` is what it is taken or hidden by. `own` is the caller's own image of it, if there is one. `verdict` is what
    was said of it.
    """

    id: str
    image: ImageOut | None
    candidate: CandidateOut | None
    reasons: list[ReferenceReason]
    licence: str
    source: str
    own: str | None
    verdict: Verdict | None


class ReferenceList(Answer):
    items: list[ReferenceOut]
    next: str | None


class BoardQuery(Query):
    format: Literal["png", "pdf", "zip"] = "png"


class Judging(Body):
    """Which pictures, of the library by the ids of images, of the web by those of candidates."""

    place: Shelf = Field(alias="from")
    ids: Ids


class Taking(Judging):
    """And where they are put beside: pictures of others go into a collection, or are copied first."""

    album: Id | None = None
    collection: Id | None = None
