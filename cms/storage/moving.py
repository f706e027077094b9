"""Two places for bytes while they are moved from one to the other: new bytes go to the first, either one is read."""

import heapq
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import BinaryIO, TypeVar

from cms.storage.base import ObjectMissing, Storage, StoredObject

Answer = TypeVar("Answer")


class MovingStorage:
    """What is in `current`, and what is still in `former`. Bytes pass through the site until the move is over."""

    is_folder = False

    def __init__(self, current: Storage, former: Storage) -> None:
        self.current, self.former = current, former
        self.name, self.names = current.name, current.names | former.names

    def put(self, key: str, source: BinaryIO, *, content_type: str) -> int:
        return self.current.put(key, source, content_type=content_type)

    def open(self, key: str, *, start: int = 0, end: int | None = None) -> BinaryIO:
        return self._where_it_is(lambda storage: storage.open(key, start=start, end=end))

    def size(self, key: str) -> int:
        return self._where_it_is(lambda storage: storage.size(key))

    def exists(self, key: str) -> bool:
        try:
            self.size(key)
        except ObjectMissing:
            return False
        return True

    def delete(self, key: str) -> None:
        self.former.delete(key)
        self.current.delete(key)

    def listing(self, prefix: str = "") -> Iterator[StoredObject]:
        """What is in both is told once, as it is in `current`."""
        listings = (self.current.listing(prefix), self.former.listing(prefix))
        for _, alike in groupby(heapq.merge(*listings, key=lambda one: one.key), key=lambda one: one.key):
            yield next(alike)

    def signed_address(
        self, key: str, *, seconds: int, content_type: str, download_name: str | None = None
    ) -> str | None:
        """None: an address of one place would be wrong as soon as the bytes are in the other."""
        del key, seconds, content_type, download_name
        return None

    def _where_it_is(self, ask: Callable[[Storage], Answer]) -> Answer:
        try:
            return ask(self.current)
        except ObjectMissing:
            try:
                return ask(self.former)
            except ObjectMissing:
                return ask(self.current)  # where it may have come between the two looks
