"""The feed over HTTP, and following tags and albums."""

from flask import Blueprint, Response

from cms.access.guard import checked, oneself, requires
from cms.access.permissions import Permission
from cms.albums.queries import album_by_id
from cms.feed import queries, schemas, service
from cms.feed.presenting import present_feed
from cms.images.models import Album
from cms.images.schemas import ListQuery, Owner
from cms.tags.keys import tag_label
from cms.wire.language import caller_language
from cms.wire.requests import answer, gives, takes

blueprint = Blueprint("feed", __name__, url_prefix="/api/v1")


def load(album_id: str) -> Album:
    return checked(album_by_id(album_id), see=Permission.SEE_ALBUM)


@blueprint.get("/feed")
@requires(Permission.SEE_OWN_TIES, Permission.SEE_IMAGE)
@takes(query=ListQuery)
@gives(schemas.Feed)
def show_feed(query: ListQuery) -> Response:
    """What is new of the people, tags and albums that the caller follows, with why it is here."""
    viewer = oneself()
    page = queries.feed_of(viewer, query.wanted())
    items = present_feed(page, viewer, language=caller_language())
    return answer(schemas.Feed(items=items, next=page.next, seen_until=page.seen_until))


@blueprint.post("/feed/seen")
@requires(Permission.EDIT_OWN_TIES)
@takes(body=schemas.Seen)
@gives(schemas.SeenUntil)
def see_feed(body: schemas.Seen) -> Response:
    """The caller has seen what was added until then."""
    return answer(schemas.SeenUntil(seen_until=service.see_until(oneself(), body.until)))


@blueprint.get("/tags/<path:key>/follow")
@requires(Permission.SEE_OWN_TIES)
@gives(schemas.Following)
def show_tag_follow(key: str) -> Response:
    """Whether the caller follows a tag."""
    return answer(schemas.Following(following=queries.follows_tag(oneself(), service.tag_named(key))))


@blueprint.put("/tags/<path:key>/follow")
@requires(Permission.EDIT_OWN_TIES)
@gives(schemas.Following)
def follow_tag(key: str) -> Response:
    """Follow a tag."""
    service.follow_tag(oneself(), service.tag_named(key))
    return answer(schemas.Following(following=True))


@blueprint.delete("/tags/<path:key>/follow")
@requires(Permission.EDIT_OWN_TIES)
@gives(schemas.Following)
def unfollow_tag(key: str) -> Response:
    """Follow a tag no more."""
    service.unfollow_tag(oneself(), service.tag_named(key))
    return answer(schemas.Following(following=False))


@blueprint.get("/albums/<album_id>/follow")
@requires(Permission.SEE_OWN_TIES, Permission.SEE_ALBUM)
@gives(schemas.Following)
def show_album_follow(album_id: str) -> Response:
    """Whether the caller follows an album."""
    return answer(schemas.Following(following=queries.follows_album(oneself(), load(album_id).id)))


@blueprint.put("/albums/<album_id>/follow")
@requires(Permission.EDIT_OWN_TIES, Permission.SEE_ALBUM)
@gives(schemas.Following)
def follow_album(album_id: str) -> Response:
    """Follow an album, as long as one may see it."""
    service.follow_album(oneself(), load(album_id))
    return answer(schemas.Following(following=True))


@blueprint.delete("/albums/<album_id>/follow")
@requires(Permission.EDIT_OWN_TIES, Permission.SEE_ALBUM)
@gives(schemas.Following)
def unfollow_album(album_id: str) -> Response:
    """Follow an album no more."""
    service.unfollow_album(oneself(), load(album_id))
    return answer(schemas.Following(following=False))


@blueprint.get("/me/followed-tags")
@requires(Permission.SEE_OWN_TIES)
@takes(query=ListQuery)
@gives(schemas.FollowedTags)
def list_followed_tags(query: ListQuery) -> Response:
    """The tags that the caller follows, the newest first."""
    page, language = queries.followed_tags(oneself(), query.wanted()), caller_language()
    items = [
        schemas.FollowedTag(key=row.key, label=tag_label(row.key, language), created_at=row.created_at)
        for row in page.rows
    ]
    return answer(schemas.FollowedTags(items=items, next=page.next))


@blueprint.get("/me/followed-albums")
@requires(Permission.SEE_OWN_TIES, Permission.SEE_ALBUM)
@takes(query=ListQuery)
@gives(schemas.FollowedAlbums)
def list_followed_albums(query: ListQuery) -> Response:
    """The albums that the caller follows and may see, the newest first."""
    page = queries.followed_albums(oneself(), query.wanted())
    items = [
        schemas.FollowedAlbum(
            id=album.id,
            title=album.title,
            owner=Owner(name=owner.name, display_name=owner.display_name),
            created_at=row.created_at,
        )
        for row, album, owner in page.rows
    ]
    return answer(schemas.FollowedAlbums(items=items, next=page.next))
