"""Who writes has the lock from the start, whatever the same thread did before."""

import sqlite3

import pytest

from cms.extensions import db
from cms.transaction import read_only_from_here, writing
from tests.site import Site


def test_a_writer_takes_the_lock_even_where_something_only_read_before(site: Site) -> None:
    with site.app.app_context():
        read_only_from_here()
        other = sqlite3.connect(db.engine.url.database or "", timeout=0)
        with writing():
            db.session.connection()
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
        other.close()
