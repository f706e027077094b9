"""Files that are made from the code say what the code says; `make schema` writes them."""

from collections.abc import Iterator

import pytest
from flask import Flask

from cms.settings import CHECKOUT
from tests.structure.generate import FILES, some_site


@pytest.fixture(scope="module")
def app() -> Iterator[Flask]:
    with some_site() as made:
        yield made


@pytest.mark.parametrize("name", FILES)
def test_a_generated_file_is_up_to_date(name: str, app: Flask) -> None:
    assert (CHECKOUT / name).read_text(encoding="utf-8") == FILES[name](app)


@pytest.mark.parametrize("name", FILES)
def test_generating_twice_gives_the_same(name: str, app: Flask) -> None:
    with some_site() as another:
        assert FILES[name](app) == FILES[name](another)
