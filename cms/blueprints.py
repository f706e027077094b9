"""The explicit list of blueprints, and of who hears which event."""

from flask import Blueprint

from cms.accounts.routes import blueprint as accounts
from cms.albums import service as album_service
from cms.albums.routes import blueprint as albums
from cms.events import OwnerSuspended, subscribe
from cms.follows.routes import blueprint as follows
from cms.images.routes import blueprint as images
from cms.images.service import follow_owner
from cms.live.routes import blueprint as live
from cms.pages.routes import blueprint as pages
from cms.wire.document import blueprint as document

BLUEPRINTS: tuple[Blueprint, ...] = (accounts, albums, follows, images, live, document, pages)

subscribe(OwnerSuspended, follow_owner)
subscribe(OwnerSuspended, album_service.follow_owner)
