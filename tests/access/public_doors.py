"""What programs and other sites may take without an account, in the form of `roles.ROUTES`."""

from tests.access.fates import ADMINS, ALL, SHOWN

PUBLIC_DOORS = {
    "GET /people/<name>/feed.atom": SHOWN,
    "GET /albums/<album_id>/feed.atom": SHOWN,
    "GET /tags/<path:key>/feed.atom": SHOWN,
    "GET /search/feed.atom": SHOWN,
    "GET /oembed": SHOWN,
    "GET /manifest.webmanifest": ALL,
    "GET /sitemap.xml": ALL,
    "GET /sitemaps/<any('images', 'albums', 'people'):kind>.xml": ALL,
    "GET /robots.txt": ALL,
    "GET /api/docs": ALL,
    "GET /api/docs/<any('swagger-ui.css', 'swagger-ui-bundle.js', 'start.js'):name>": ALL,
    "GET /api/openapi.json": ALL,
    "GET /healthz": ALL,
    "GET /readyz": ALL,
    "GET /metrics": ADMINS,
}
