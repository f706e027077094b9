"""A site worth copying."""

import pytest

from tests.people import Person
from tests.site import Site
from tests.upkeep.copies import live


@pytest.fixture
def lived_in(site: Site, alice: Person) -> Site:
    return live(site, alice)
