"""What of a saved search is told to its owner: every field by name."""

from collections.abc import Mapping, Sequence

from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.viewer import Viewer
from cms.albums.queries import titles_of
from cms.classes.queries import names_of
from cms.saved_searches import schemas
from cms.saved_searches.models import SavedSearch
from cms.search.asking import parameters_of
from cms.search.counting import Hits
from cms.search.presenting import chips, word_chips
from cms.search.schemas import Chip, SearchParameters, Total
from cms.search.service import read
from cms.search.vocabulary import understood


def present_searches(
    rows: Sequence[SavedSearch], viewer: Viewer, *, new: Mapping[str, int | None], language: str
) -> list[schemas.SavedSearchOut]:
    """Saved searches with their counts, by id; albums by their titles, as far as this viewer may see them."""
    asked = {row.id: parameters_of(row.query) for row in rows}
    titles = titles_of(viewer, sorted({album for query in asked.values() for album in query.album}))
    titles |= names_of(viewer, sorted({one for query in asked.values() for one in query.own_class}))
    return [
        schemas.SavedSearchOut(
            id=row.id,
            name=row.name,
            query=row.query,
            follow=row.follow,
            new=new[row.id],
            chips=chips_of(asked[row.id], titles, language),
            seen_at=row.seen_at,
            created_at=row.created_at,
            changed_at=row.changed_at,
            can={
                "edit": permits(viewer, Permission.EDIT_SAVED_SEARCH, row),
                "delete": permits(viewer, Permission.EDIT_SAVED_SEARCH, row),
            },
        )
        for row in rows
    ]


def chips_of(query: SearchParameters, titles: Mapping[str, str], language: str) -> list[Chip]:
    """The understood parts of a search, as the search itself tells them."""
    known = understood(read(query.q).expression)
    return [*word_chips(query, known, language), *chips(query, titles, language)]


def present_total(hits: Hits) -> Total:
    return Total(value=hits.total, exact=hits.is_exact)
