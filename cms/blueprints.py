"""The explicit list of blueprints, and of who hears which event."""

from flask import Blueprint

from cms.accounts.routes import blueprint as accounts
from cms.albums import service as album_service
from cms.albums.routes import blueprint as albums
from cms.batch_edits.routes import blueprint as batch_edits
from cms.batch_edits.service import forget_image
from cms.classes.routes import blueprint as classes
from cms.classes.sharing import end_between
from cms.collections.routes import blueprint as collections
from cms.collections.service import follow_owner as follow_collector
from cms.comments import service as comment_service
from cms.comments.routes import blueprint as comments
from cms.crawls.routes import blueprint as crawls
from cms.editors import service as editor_service
from cms.editors.routes import blueprint as editors
from cms.events import (
    AlbumChanged,
    AlbumErased,
    Blocked,
    CollectionErased,
    Commented,
    Followed,
    ImageErased,
    Noticed,
    Occurred,
    OwnerRetold,
    OwnerSuspended,
    PictureChosen,
    Searched,
    TakenBack,
    Unfollowed,
    subscribe,
)
from cms.feed.routes import blueprint as feed
from cms.follows.routes import blueprint as follows
from cms.guests.routes import blueprint as guests
from cms.images.routes import blueprint as images
from cms.images.service import follow_owner, refuse_foreign_picture, retell_owner
from cms.imports.routes import blueprint as imports
from cms.likes.routes import blueprint as likes
from cms.live.routes import blueprint as live
from cms.logins.routes import blueprint as logins
from cms.logins.service import end_logins_of_suspended
from cms.membership.routes import blueprint as membership
from cms.moderation.routes import blueprint as moderation
from cms.moderation.tending import forget_album as forget_cases_of_album
from cms.moderation.tending import forget_collection as forget_cases_of_collection
from cms.moderation.tending import forget_image as forget_cases_of_image
from cms.moderation.tending import hear_comment
from cms.notifications.routes import blueprint as notifications
from cms.notifications.routes import by_link as unsubscribing
from cms.notifications.service import forget_subject, notice
from cms.pages.routes import blueprint as pages
from cms.projects import service as project_service
from cms.projects.routes import blueprint as projects
from cms.provenance.routes import blueprint as provenance
from cms.push.routes import blueprint as push
from cms.push.service import hear as tell_devices
from cms.reactions.service import forget_album
from cms.reactions.service import forget_image as forget_reactions
from cms.recommendations.routes import blueprint as recommendations
from cms.recommendations.service import (
    hear_done,
    hear_followed,
    hear_searched,
    hear_taken_back,
    hear_unfollowed,
)
from cms.reverse_search.routes import blueprint as likeness
from cms.saved_searches.routes import blueprint as saved_searches
from cms.search.routes import blueprint as search
from cms.shares import service as share_service
from cms.shares.routes import blueprint as shares
from cms.source_blocks.routes import blueprint as source_blocks
from cms.suspensions.routes import blueprint as suspensions
from cms.syndication.routes import blueprint as syndication
from cms.tag_changes.routes import blueprint as tag_changes
from cms.tag_changes.service import forget_image as forget_changed_image
from cms.uploads.routes import blueprint as uploads
from cms.watch.routes import blueprint as watch
from cms.webhooks.routes import blueprint as webhooks
from cms.webhooks.service import hear as tell_webhooks
from cms.wire.document import blueprint as document

BLUEPRINTS: tuple[Blueprint, ...] = (
    accounts,
    albums,
    batch_edits,
    collections,
    comments,
    crawls,
    editors,
    feed,
    follows,
    guests,
    images,
    likes,
    live,
    logins,
    membership,
    notifications,
    unsubscribing,
    likeness,
    moderation,
    suspensions,
    search,
    classes,
    saved_searches,
    shares,
    recommendations,
    tag_changes,
    webhooks,
    push,
    document,
    watch,
    syndication,
    pages,
    projects,
    provenance,
    source_blocks,
    uploads,
    imports,
)

subscribe(OwnerSuspended, follow_owner)
subscribe(OwnerSuspended, album_service.follow_owner)
subscribe(OwnerSuspended, follow_collector)
subscribe(OwnerSuspended, end_logins_of_suspended)
subscribe(Commented, hear_comment)
subscribe(OwnerRetold, retell_owner)
subscribe(PictureChosen, refuse_foreign_picture)
subscribe(OwnerSuspended, comment_service.follow_author)
subscribe(ImageErased, comment_service.forget_image)
subscribe(AlbumErased, comment_service.forget_album)
subscribe(ImageErased, forget_image)
subscribe(ImageErased, forget_changed_image)
subscribe(ImageErased, forget_reactions)
subscribe(AlbumErased, forget_album)
subscribe(ImageErased, forget_cases_of_image)
subscribe(AlbumErased, forget_cases_of_album)
subscribe(ImageErased, share_service.forget_image)
subscribe(AlbumErased, share_service.forget_album)
subscribe(CollectionErased, share_service.forget_collection)
subscribe(CollectionErased, forget_cases_of_collection)
subscribe(Blocked, end_between)
subscribe(Blocked, editor_service.end_between)
subscribe(Blocked, project_service.end_between)
subscribe(AlbumChanged, editor_service.record)
subscribe(Occurred, hear_done)
subscribe(TakenBack, hear_taken_back)
subscribe(Followed, hear_followed)
subscribe(Unfollowed, hear_unfollowed)
subscribe(Searched, hear_searched)
subscribe(ImageErased, forget_subject)
subscribe(AlbumErased, forget_subject)
subscribe(Occurred, notice)
subscribe(Noticed, tell_webhooks)
subscribe(Noticed, tell_devices)
