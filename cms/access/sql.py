"""The SQL reading of a clause."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, true

from cms.clauses import AllOf, AnyOf, Clause, Equals, OneOf


def to_sql(clause: Clause, table: Any) -> ColumnElement[bool]:
    """The clause as a condition on the columns of this table that bear the names of its fields."""
    match clause:
        case Equals(field, value):
            column = getattr(table, field)
            found: ColumnElement[bool] = (
                column.is_(value) if value is None or isinstance(value, bool) else column == value
            )
            return found
        case OneOf(field, values):
            among: ColumnElement[bool] = getattr(table, field).in_(sorted(values)) if values else false()
            return among
        case AllOf(parts):
            return and_(true(), *(to_sql(part, table) for part in parts))
        case AnyOf(parts):
            return or_(false(), *(to_sql(part, table) for part in parts))
