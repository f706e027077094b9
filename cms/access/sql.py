"""The SQL reading of a clause."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, false, func, literal, or_, select, true
from sqlalchemy import column as named_column
from sqlalchemy import table as named_table

from cms.access.audience import Privacy
from cms.clauses import AllOf, AnyOf, Clause, Equals, Not, OneOf, Tie, Tied
from cms.extensions import Key

EDGES = {
    Tie.FOLLOWED_BY: ("follows", "followed_id", "follower_id"),
    Tie.BLOCKS: ("blocks", "blocker_id", "blocked_id"),
    Tie.BLOCKED_BY: ("blocks", "blocked_id", "blocker_id"),
    Tie.HELD_BY: ("collection_items", "thing_id", "collection_id"),
}
"""For each tie its table, the column of who has it, the column of who asks."""

ROLES = {
    Tie.SHOWN_TO: ("viewer", "contributor", "editor"),
    Tie.FILLED_BY: ("contributor", "editor"),
    Tie.ARRANGED_BY: ("editor",),
}
"""For each tie of an album the roles that make it."""

TIES = (*EDGES, *ROLES)


def to_sql(clause: Clause, table: Any) -> ColumnElement[bool]:
    """The clause as a condition on the columns of this table that bear the names of its fields."""
    match clause:
        case Equals(field, value):
            column = getattr(table, field)
            # `=` for truth values too: MySQL and MariaDB look into no index for IS FALSE
            found: ColumnElement[bool] = column.is_(None) if value is None else column == value
            return found
        case OneOf(field, values):
            among: ColumnElement[bool] = getattr(table, field).in_(sorted(values)) if values else false()
            return among
        case Tied(field, tie, account_id):
            tied: ColumnElement[bool] = getattr(table, field).in_(tied_accounts(tie, account_id))
            return tied
        case Not(part):
            return to_sql(part, table).is_not(true())
        case AllOf(parts):
            return and_(true(), *(to_sql(part, table) for part in parts))
        case AnyOf(parts):
            return or_(false(), *(to_sql(part, table) for part in parts))


def tied_accounts(tie: Tie, account_id: str | ColumnElement[str]) -> Any:
    """The ids of the accounts, or of the things, with this tie to that account, as a query."""
    if tie in ROLES:
        return _albums_of_role(ROLES[tie], account_id)
    name, theirs, asker = EDGES[tie]
    edges = named_table(name, named_column(theirs, Key(26)), named_column(asker, Key(26)))
    return select(edges.c[theirs]).where(edges.c[asker] == account_id)


def has_role(account_id: str, album_id: Any) -> ColumnElement[bool]:
    """Whether this account was given any role in the album whose id is in this column."""
    given = named_table("album_editors", *(named_column(name, Key(26)) for name in ("album_id", "account_id")))
    return exists().where(given.c.account_id == account_id, given.c.album_id == album_id)


def has_people(album_id: Any) -> ColumnElement[bool]:
    """Whether the owner of the album whose id is in this column gave anybody a role in it."""
    given = named_table("album_editors", named_column("album_id", Key(26))).alias("given")
    return exists().where(given.c.album_id == album_id)


def _albums_of_role(roles: tuple[str, ...], account_id: str | ColumnElement[str]) -> Any:
    """The ids of albums in which this account has one of these roles, but for what a moderator hides with all below."""
    given = named_table("album_editors", *(named_column(name, Key(26)) for name in ("album_id", "account_id", "role")))
    albums = named_table("albums", *(named_column(name) for name in ("id", "owner_id", "path", "is_hidden")))
    its, above = albums.alias("its"), albums.alias("above")
    is_above = func.substr(its.c.path, 1, func.length(above.c.path)) == above.c.path
    hidden = select(literal(1)).where(above.c.owner_id == its.c.owner_id, above.c.is_hidden == true(), is_above)
    found = select(given.c.album_id).join(its, its.c.id == given.c.album_id)
    return found.where(given.c.account_id == account_id, given.c.role.in_(roles), ~hidden.exists())


def narrowed(own: Any, level: Privacy) -> ColumnElement[str]:
    """The stricter of the level in a column and this one: the SQL reading of `audience.strictest`."""
    if level is Privacy.PUBLIC:
        return own  # type: ignore[no-any-return]
    if level is Privacy.PRIVATE:
        return literal(level.value, Key(16))
    return case((own == Privacy.PRIVATE, own), else_=literal(level.value, Key(16)))
