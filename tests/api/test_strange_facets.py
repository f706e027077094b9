"""Values that no facet has are asked for and found nowhere, with the search engine and without it."""

from dataclasses import replace

import pytest

from cms.index import open_index
from cms.search.facets import FACETS
from tests.people import Person
from tests.site import Site

STRANGE = "$\u00f0\u00d8\u0096\u0005v"


@pytest.mark.parametrize("is_there", [True, False], ids=["engine there", "engine away"])
@pytest.mark.parametrize("name", sorted(FACETS))
def test_a_value_that_a_facet_does_not_have_is_no_mistake_of_ours(
    site: Site, alice: Person, name: str, is_there: bool
) -> None:
    extensions = site.app.extensions
    if not is_there:
        away = open_index("elasticsearch://127.0.0.1:1/images")
        extensions["backends"] = replace(extensions["backends"], index=away)
    for parameter, value in (("without", f"{name}:{STRANGE}"), (name, STRANGE)):
        answer = alice.get("/search", **{parameter: value})
        assert answer.status_code in (200, 422), answer.text
