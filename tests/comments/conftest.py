"""An open picture of alice's, on which people comment."""

import pytest

from tests.people import Person
from tests.site import Site
from tests.states import prepared


@pytest.fixture
def image(site: Site, alice: Person) -> str:
    return prepared(site, alice, privacy="public")
