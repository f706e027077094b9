"""How often something may be tried: counted on the queue's Redis, and in this process while that is away.

Only wrong guesses count, by moving windows; guesses that are being checked take up room too, so that many at once do
not get past the limit together. Never: who guesses what.
"""

import logging
import math
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from typing import TypeVar

from limits import RateLimitItem, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter

from cms.errors import Problem

log = logging.getLogger(__name__)
Result = TypeVar("Result")
MovingStorage = RedisStorage | MemoryStorage
GUESSES = RateLimitItemPerMinute(10, 15)
"""Wrong guesses that one account, and one address, may have."""

REDIS_SECONDS = 1.0
AWAY_SECONDS = 10.0
CHECKING_SECONDS = 30
HOUR = 3600


@dataclass(frozen=True)
class Guess:
    """One guess that is being checked; say `failed` when it was wrong."""

    failed: Callable[[], None]


@dataclass(frozen=True)
class Left:
    """What may still be done of `most` within a window of so many seconds; `resets`, when the oldest one leaves it."""

    count: int
    most: int
    seconds: int
    resets: int
    is_used_up: bool

    def refuse_if_none(self) -> None:
        if self.is_used_up:
            raise Problem(
                429, "too-many-requests", "You asked for that too often. Wait a while.", retry_after=self.resets
            )


class Throttle:
    """Counts on the Redis at this address; whatever happens to it, an answer comes within two seconds.

    `scale` multiplies every limit but that of guesses.
    """

    def __init__(self, url: str, *, scale: float = 1.0) -> None:
        shared = "redis+unix://" + url.removeprefix("unix://") if url.startswith("unix://") else url
        times = {"socket_timeout": REDIS_SECONDS, "socket_connect_timeout": REDIS_SECONDS}
        self._shared = RedisStorage(shared, wrap_exceptions=True, retry=None, **times)  # type: ignore[arg-type]
        self._own = MemoryStorage()
        self._scale = scale
        self._away_until = 0.0

    @contextmanager
    def guess(self, *keys: str, counted: tuple[str, ...] = ()) -> Iterator[Guess]:
        """Room for one guess by all these keys. Raises 429 when one of them has none; `counted` ones have no limit."""
        with ExitStack() as rooms:
            for key in keys:
                rooms.enter_context(self._room(key))
            yield Guess(failed=lambda: self._count((*keys, *counted)))

    @contextmanager
    def _room(self, key: str) -> Iterator[None]:
        being_checked = self._do(lambda storage: storage.incr(checking(key), CHECKING_SECONDS))
        try:
            ends, left = self._stats(GUESSES, key)
            if being_checked > left:
                raise too_many(ends - time.time() if left <= 0 else 1)
            yield
        finally:
            self._do(lambda storage: storage.incr(checking(key), CHECKING_SECONDS, -1))

    def _count(self, keys: tuple[str, ...]) -> None:
        for key in keys:
            self._do(lambda storage, key=key: MovingWindowRateLimiter(storage).hit(GUESSES, key))  # type: ignore[misc]

    def _stats(self, item: RateLimitItem, key: str) -> tuple[float, int]:
        """When the oldest one that counts stops counting, and how many more may come."""
        found = self._do(lambda storage: MovingWindowRateLimiter(storage).get_window_stats(item, key))
        return found.reset_time, found.remaining

    def failures(self, key: str) -> int:
        """How many wrong guesses there were within the window."""
        return GUESSES.amount - self._stats(GUESSES, key)[1]

    def forget(self, key: str) -> None:
        """Let this key begin anew."""
        self._do(lambda storage: storage.clear(GUESSES.key_for(key)))

    def spend(self, key: str, *, most: int) -> None:
        """Count something that may be done so often in an hour. Raises 429 when that is used up."""
        left = self.call(key, most=most, seconds=HOUR)
        if left.is_used_up:
            raise too_many(left.resets)

    def call(self, key: str, *, most: int, seconds: int) -> Left:
        """Count one of the calls that may be made within a window of so many seconds."""
        item = RateLimitItemPerSecond(max(1, round(most * self._scale)), seconds)
        is_in = self._do(lambda storage: MovingWindowRateLimiter(storage).hit(item, key))
        ends, left = self._stats(item, key)
        resets = max(1, math.ceil(ends - time.time()))
        return Left(count=left, most=item.amount, seconds=seconds, resets=resets, is_used_up=not is_in)

    def is_first_use(self, key: str, *, seconds: int) -> bool:
        """Whether nobody has used this within so many seconds; it is used now."""
        return self._do(lambda storage: storage.incr(f"once/{key}", seconds)) == 1

    def _do(self, act: Callable[[MovingStorage], Result]) -> Result:
        if time.monotonic() >= self._away_until:
            try:
                return act(self._shared)
            except StorageError as error:
                self._away_until = time.monotonic() + AWAY_SECONDS
                log.warning("guesses are counted in this process alone for a while: %s", error.storage_error)
        return act(self._own)


def checking(key: str) -> str:
    return f"checking/{key}"


def too_many(seconds: float) -> Problem:
    wait = max(1, math.ceil(seconds))
    return Problem(429, "too-many-guesses", "That was tried too often. Wait a while.", retry_after=wait)


def by_address(address: str | None) -> str:
    """The key of an address; of the whole network that one customer of a provider has, where it is an IPv6 one."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return "from/unknown"
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return f"from/{int(found) >> 64:x}"
    return f"from/{getattr(found, 'ipv4_mapped', None) or found}"


def by_text(text: str) -> str:
    """The key of what somebody typed, however long."""
    return f"text/{sha256(text.strip().lower().encode()).hexdigest()}"


def by_account(account_id: str) -> str:
    return f"account/{account_id}"
