"""Reports, cases, decisions, appeals, takedowns and the log as JSON, in and out."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field

from cms.access.audience import Sensitivity
from cms.images.schemas import ListQuery, Owner, Size, Text
from cms.wire.requests import Answer, Body, Query

Id = Annotated[str, Field(min_length=1, max_length=30)]
SubjectKind = Literal["image", "album", "collection", "person", "comment"]
Reason = Literal["spam", "abuse", "sexual", "violence", "copyright", "privacy", "other"]
Action = Literal[
    "hide",
    "restore",
    "sensitive",
    "remove_and_block",
    "warn",
    "limit",
    "suspend",
    "ban_address",
    "note",
    "dismiss",
    "uphold",
    "overturn",
]
Words = Annotated[Text, Field(max_length=2000)]
Captcha = Annotated[str, Field(max_length=200)]
CaseKind = Literal["report", "finding", "appeal", "guest"]
State = Literal["open", "closed"]


class ReportStart(Body):
    """A person is named, everything else has its id. A visitor solves a captcha too."""

    kind: SubjectKind
    id: Id
    reason: Reason
    text: Words = ""
    captcha_id: Captcha = ""
    captcha: Captcha = ""


class ReportOut(Answer):
    """`outcome`, once the case is closed: something was done, nothing was, or the thing is gone."""

    id: str
    state: State
    outcome: Literal["acted", "dismissed", "gone"] | None
    created_at: datetime


class Subject(Answer):
    kind: str
    id: str


class MyReport(ReportOut):
    """With what it is about; a person is named, everything else has its id."""

    reason: str
    subject: Subject


class MyReportList(Answer):
    items: list[MyReport]
    next: str | None


class TakedownStart(Body):
    """Who holds the rights, in which work, where that is, and why this thing breaks them.

    The thing has `kind` and `id`, or the `address` of its page here. A visitor solves a captcha too.
    """

    kind: Literal["image", "album", "collection", "comment"] | None = None
    id: Annotated[str, Field(max_length=30)] = ""
    address: Annotated[Text, Field(max_length=500)] = ""
    name: Annotated[Text, Field(min_length=1, max_length=120)]
    email: Annotated[str, Field(min_length=3, max_length=254, pattern=r"^[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+$")]
    work: Annotated[Text, Field(min_length=1, max_length=2000)]
    source: Annotated[Text, Field(max_length=500)] = ""
    good_faith: Literal[True]
    text: Words = ""
    captcha_id: Captcha = ""
    captcha: Captcha = ""


class NewTakedown(ReportOut):
    """`page` tells what becomes of it. `token` is the secret of a visitor, told once; null for an account."""

    token: str | None
    page: str


class TakedownQuery(Query):
    token: Annotated[str, Field(max_length=100)] = ""


class AppealStart(Body):
    decision: Id
    text: Annotated[Text, Field(min_length=1, max_length=2000)]


class AppealOut(Answer):
    """`due_at`: until when another moderator looks."""

    id: str
    state: State
    text: str
    outcome: Literal["upheld", "overturned"] | None
    answer: str
    due_at: datetime
    created_at: datetime


class TitledSubject(Subject):
    title: str


class MyDecision(Answer):
    """What was decided about one's own things. `appeal_until` is null where there is nothing to appeal."""

    id: str
    subject: TitledSubject
    actions: list[str]
    rule: str
    reason: str
    until: datetime | None
    created_at: datetime
    undone_at: datetime | None
    appeal_until: datetime | None
    appeal: AppealOut | None
    can: dict[str, bool]


class MyDecisionList(Answer):
    items: list[MyDecision]
    next: str | None


class QueueQuery(ListQuery):
    kind: CaseKind | None = None
    state: State = "open"
    claimed: Literal["me", "nobody", "others"] | None = None


class CaseOut(Answer):
    """`claimed_by` names who has it for themselves now."""

    id: str
    kind: CaseKind
    subject: Subject
    owner: Owner | None
    state: State
    outcome: str | None
    reasons: list[str]
    reports: int
    priority: int
    claimed_by: str | None
    claimed_until: datetime | None
    created_at: datetime


class CaseList(Answer):
    items: list[CaseOut]
    next: str | None


class CaseReport(Answer):
    by: str | None
    reason: str
    text: str
    created_at: datetime
    name: str | None
    email: str | None
    work: str | None
    source: str | None


class DecisionOut(Answer):
    """`invited`: how many were suspended along with who invited them."""

    id: str
    case: str
    subject: Subject
    actions: list[str]
    reason: str
    rule: str
    until: datetime | None
    by: str | None
    created_at: datetime
    undone_at: datetime | None
    undo_reason: str
    invited: int
    can: dict[str, bool]


class CaseThing(Answer):
    """What the case is about, for whoever has claimed it; renditions are reached through the case alone."""

    title: str
    description: str
    level: str | None
    review: str | None
    sensitivity: str | None
    gate_score: float | None
    is_hidden: bool
    renditions: dict[Size, str] | None


class CaseAccount(Answer):
    """`invited`: how many members would be suspended along, when it is wanted."""

    name: str
    display_name: str
    created_at: datetime
    active: bool
    suspended_until: datetime | None
    limited_until: datetime | None
    invited: int


class WholeCase(CaseOut):
    """A case with all that helps to decide it. `thing` is null until the case is claimed, and where it is gone."""

    thing: CaseThing | None
    account: CaseAccount | None
    all_reports: list[CaseReport]
    history: list[DecisionOut]
    appeal: AppealOut | None
    can: dict[str, bool]


class DecisionStart(Body):
    """`level` belongs to `sensitive`, `until` to `limit`, `suspend`, `ban_address`, `address` to `ban_address`.

    `invited` belongs to `suspend`: whom they invited too, and whom these invited, never a moderator.
    """

    actions: Annotated[list[Action], Field(min_length=1, max_length=10)]
    reason: Words = ""
    rule: Annotated[Text, Field(max_length=80)] = ""
    until: AwareDatetime | None = None
    level: Sensitivity = Sensitivity.EXPLICIT
    address: Annotated[str, Field(max_length=50)] = ""
    invited: bool = False


class UndoStart(Body):
    reason: Words = ""


class LogLine(Answer):
    """One line; `hash` is over all of it but names, and the hash of the line before."""

    number: int
    at: datetime
    who: str | None
    by: str | None
    what: str
    subject: Subject
    why: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    previous: str
    hash: str


class LogList(Answer):
    items: list[LogLine]
    next: str | None
