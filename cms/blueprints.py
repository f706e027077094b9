"""The explicit list of blueprints, and of who hears which event."""

from flask import Blueprint

from cms.accounts.routes import blueprint as accounts
from cms.albums import service as album_service
from cms.albums.routes import blueprint as albums
from cms.batch_edits.routes import blueprint as batch_edits
from cms.batch_edits.service import forget_image
from cms.classes.routes import blueprint as classes
from cms.events import ImageErased, OwnerRenamed, OwnerSuspended, PictureChosen, subscribe
from cms.follows.routes import blueprint as follows
from cms.images.routes import blueprint as images
from cms.images.service import follow_owner, refuse_foreign_picture, retell_owner
from cms.live.routes import blueprint as live
from cms.logins.routes import blueprint as logins
from cms.logins.service import end_logins_of_suspended
from cms.membership.routes import blueprint as membership
from cms.pages.routes import blueprint as pages
from cms.reverse_search.routes import blueprint as likeness
from cms.saved_searches.routes import blueprint as saved_searches
from cms.search.routes import blueprint as search
from cms.watch.routes import blueprint as watch
from cms.wire.document import blueprint as document

BLUEPRINTS: tuple[Blueprint, ...] = (
    accounts,
    albums,
    batch_edits,
    follows,
    images,
    live,
    logins,
    membership,
    likeness,
    search,
    classes,
    saved_searches,
    document,
    watch,
    pages,
)

subscribe(OwnerSuspended, follow_owner)
subscribe(OwnerSuspended, album_service.follow_owner)
subscribe(OwnerSuspended, end_logins_of_suspended)
subscribe(OwnerRenamed, retell_owner)
subscribe(PictureChosen, refuse_foreign_picture)
subscribe(ImageErased, forget_image)
