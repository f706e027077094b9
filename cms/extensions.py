"""The Flask extensions, made once without an application, and the column types that every table shares."""

import secrets
import time
from datetime import UTC, datetime
from typing import Any

from flask_security import Security
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import DateTime, Dialect, LargeBinary, MetaData, String, TypeDecorator
from sqlalchemy.dialects import mysql
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeEngine

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ID_LENGTH = 26


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class Key(TypeDecorator[str]):
    """Text compared byte by byte, trailing spaces and all: ids, names, hashes. On MySQL kept as bytes."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        length = self.impl_instance.length or 255  # type: ignore[attr-defined]
        kind: TypeEngine[Any] = mysql.VARBINARY(length) if dialect.name == "mysql" else String(length)
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        return value.encode() if value is not None and dialect.name == "mysql" else value

    def process_result_value(self, value: Any, _dialect: Dialect) -> str | None:
        return value.decode() if isinstance(value, bytes) else value


class Moment(TypeDecorator[datetime]):
    """A point in time with microseconds: kept as UTC, always aware in Python."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind: TypeEngine[Any] = mysql.DATETIME(fsp=6) if dialect.name == "mysql" else DateTime()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


def small_bytes(length: int) -> TypeEngine[bytes]:
    """Bytes of a known greatest length: fingerprints, vectors."""
    kind: TypeEngine[bytes] = LargeBinary(length).with_variant(mysql.VARBINARY(length), "mysql")
    return kind


def now() -> datetime:
    return datetime.now(UTC)


def new_id() -> str:
    """26 characters that sort by time: 48 bits of milliseconds, then 80 random bits (the form of a ULID)."""
    return _written(int(time.time() * 1000) << 80 | secrets.randbits(80))


def first_id(moment: datetime) -> str:
    """No id that is given from this moment on sorts before it."""
    return _written(int(moment.timestamp() * 1000) << 80)


def _written(value: int) -> str:
    return "".join(ALPHABET[value >> shift & 31] for shift in range(125, -1, -5))


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
csrf = CSRFProtect()
security = Security()
