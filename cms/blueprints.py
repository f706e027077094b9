"""The explicit list of blueprints, and of who hears which event."""

from flask import Blueprint

from cms.accounts.routes import blueprint as accounts
from cms.events import OwnerSuspended, subscribe
from cms.images.routes import blueprint as images
from cms.images.service import follow_owner
from cms.live.routes import blueprint as live
from cms.pages.routes import blueprint as pages
from cms.wire.document import blueprint as document

BLUEPRINTS: tuple[Blueprint, ...] = (accounts, images, live, document, pages)

subscribe(OwnerSuspended, follow_owner)
