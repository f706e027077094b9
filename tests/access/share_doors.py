"""The doors of share links, as in `roles.py`."""

from tests.access.fates import LINKS, OWNER, SECRETS

SHARE_DOORS = {
    "POST /api/v1/<any('images', 'albums', 'collections'):things>/<thing_id>/links": OWNER,
    "GET /api/v1/<any('images', 'albums', 'collections'):things>/<thing_id>/links": OWNER,
    "DELETE /api/v1/<any('images', 'albums', 'collections'):things>/<thing_id>/links/<link_id>": OWNER,
    "GET /api/v1/share/<token>": LINKS,
    "POST /api/v1/share/<token>/unlock": LINKS,
    "GET /api/v1/share/<token>/images": LINKS,
    "GET /api/v1/share/<token>/albums": LINKS,
    "GET /api/v1/share/<token>/zip": LINKS,
    "GET /api/v1/share/<token>/albums/<album_id>": LINKS,
    "POST /api/v1/share/<token>/images": LINKS,
    "GET /api/v1/share/<token>/images/<image_id>/renditions/<any('64', '400', '1600'):size>": LINKS,
    "GET /api/v1/share/<token>/images/<image_id>/original": LINKS,
    "GET /s/<token>": SECRETS,
}
