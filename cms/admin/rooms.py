"""Which rooms there are, put under `/admin`."""

from flask import Flask, g
from flask_admin import Admin
from flask_admin.theme import Bootstrap4Theme
from flask_babel import Babel

from cms.accounts.models import Account
from cms.admin.state import StateView
from cms.admin.views import AccountsView, HeldImagesView, IndexView, WorkView
from cms.extensions import db
from cms.images.models import Image
from cms.work.models import Work


def open_rooms(app: Flask) -> None:
    """Put the admin under `/admin`."""
    Babel(app)  # Flask-Admin asks it for every word; they stay English like those of our own buttons
    admin = Admin(
        app,
        name="Pixels",
        index_view=IndexView(name="Overview", url="/admin"),
        theme=Bootstrap4Theme(fluid=True),
        csp_nonce_generator=lambda: g.nonce,
    )
    admin.add_view(AccountsView(Account, db, name="Accounts", endpoint="admin_accounts", url="/admin/accounts"))
    admin.add_view(HeldImagesView(Image, db, name="Held images", endpoint="admin_held", url="/admin/held"))
    admin.add_view(WorkView(Work, db, name="Jobs", endpoint="admin_jobs", url="/admin/jobs"))
    admin.add_view(StateView(name="State", endpoint="admin_state", url="/admin/state"))
