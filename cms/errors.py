"""What can go wrong, in the words of the domain; routes turn each into one problem+json answer."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class FieldError:
    """One field of the request and what is wrong with it."""

    field: str
    message: str


@dataclass
class Problem(Exception):
    """A request that cannot be served: `status` as in HTTP, `code` a stable slug, `detail` a sentence for people.

    `page` is the path of a page where something can be done about it.
    """

    status: int
    code: str
    detail: str
    errors: tuple[FieldError, ...] = field(default=())
    retry_after: int | None = None
    page: str = ""

    def __str__(self) -> str:
        return self.detail


class BadSetting(Exception):
    """A setting is missing or wrong; the sentence names it and says what to do."""


def not_found() -> Problem:
    """The same for what is not there and for what one may not know of."""
    return Problem(404, "not-found", "There is nothing here, or it is not yours to see.")


def login_needed() -> Problem:
    return Problem(401, "login-needed", "Log in first.")


def forbidden() -> Problem:
    return Problem(403, "forbidden", "You may see this, but not do that.")


def invalid(name: str, message: str) -> Problem:
    """A field whose value cannot be taken."""
    return Problem(422, "invalid", "Some fields cannot be taken as they are.", (FieldError(name, message),))


def conflict(detail: str) -> Problem:
    return Problem(409, "conflict", detail)


def unavailable(detail: str, *, seconds: int = 5, code: str = "unavailable") -> Problem:
    """A dependency is away, the one that the code names: try again after so many seconds."""
    return Problem(503, code, detail, retry_after=seconds)
