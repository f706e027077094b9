"""Which rooms there are, put under `/admin`."""

from flask import Flask, g
from flask_admin import Admin
from flask_admin.theme import Bootstrap4Theme
from flask_babel import Babel

from cms.accounts.models import Account
from cms.admin.log import LogView
from cms.admin.numbers import NumbersView
from cms.admin.queue import QueueView
from cms.admin.site import SettingsView
from cms.admin.sources import SourcesView
from cms.admin.state import StateView
from cms.admin.tags import TagsView
from cms.admin.views import AccountsView, HeldImagesView, IndexView, WorkView
from cms.admin.words import said, words_in
from cms.extensions import db
from cms.images.models import Image
from cms.wire.language import caller_language
from cms.work.models import Work

LOCALES = {"en": "en", "sv": "sv", "zh": "zh_Hans_CN"}
"""As Flask-Admin calls the languages of its own words."""


def open_rooms(app: Flask) -> None:
    """Put the admin under `/admin`."""
    Babel(app, locale_selector=lambda: LOCALES[caller_language()])
    admin = Admin(
        app,
        name="Pixels",
        index_view=IndexView(name=said("overview"), url="/admin"),
        theme=Bootstrap4Theme(base_template="admin/frame.html"),
        csp_nonce_generator=lambda: g.nonce,
    )
    admin.add_view(QueueView(name=said("admin_queue"), endpoint="admin_queue", url="/admin/queue"))
    admin.add_view(
        AccountsView(Account, db, name=said("admin_accounts"), endpoint="admin_accounts", url="/admin/accounts")
    )
    admin.add_view(HeldImagesView(Image, db, name=said("admin_held"), endpoint="admin_held", url="/admin/held"))
    admin.add_view(WorkView(Work, db, name=said("admin_jobs"), endpoint="admin_jobs", url="/admin/jobs"))
    admin.add_view(TagsView(name=said("admin_tags"), endpoint="admin_tags", url="/admin/tags"))
    admin.add_view(SourcesView(name=said("admin_sources"), endpoint="admin_sources", url="/admin/sources"))
    admin.add_view(LogView(name=said("admin_log"), endpoint="admin_log", url="/admin/log"))
    admin.add_view(StateView(name=said("admin_state"), endpoint="admin_state", url="/admin/state"))
    admin.add_view(NumbersView(name=said("admin_numbers"), endpoint="admin_numbers", url="/admin/numbers"))
    admin.add_view(SettingsView(name=said("admin_settings"), endpoint="admin_settings", url="/admin/settings"))
    app.context_processor(words_of_a_page)


def words_of_a_page() -> dict[str, object]:
    """What every template says its words with."""
    language = caller_language()
    return {"say": words_in(language), "page_language": "zh-CN" if language == "zh" else language}
