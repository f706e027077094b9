"""What tests of pictures may ask for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cms.media.prepared import Prepared
from tests.media.pictures import LIMITS, SHARED
from workers.ingest.sandbox import PixelChild


@pytest.fixture(scope="session")
def child() -> Iterator[PixelChild]:
    child = PixelChild(limits=LIMITS)
    yield child
    child.close()


@pytest.fixture
def prepare(child: PixelChild, tmp_path: Path) -> Callable[..., Prepared]:
    """Prepare a picture given as bytes."""

    def prepare_bytes(file: bytes, *, turn: int = 0) -> Prepared:
        path = tmp_path / "picture"
        path.write_bytes(file)
        return child.prepare(path, turn=turn)

    return prepare_bytes


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the shared fixtures are not here")
    return SHARED
