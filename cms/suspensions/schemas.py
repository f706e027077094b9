"""What somebody is told whose account is suspended, as JSON."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from cms.images.schemas import Text
from cms.moderation.schemas import Id, MyDecision
from cms.wire.requests import Answer, Body


class SuspensionOut(Answer):
    """`decisions` are the newest about the account, first what was decided last; none once it is open again."""

    is_suspended: bool
    until: datetime | None
    decisions: list[MyDecision]


class AppealText(Body):
    decision: Id
    text: Annotated[Text, Field(min_length=1, max_length=2000)]
