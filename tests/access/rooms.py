"""The doors of the rooms of moderators, as in `roles.py`."""

from tests.access.fates import ADMINS, MODERATORS

ROOMS = {
    "GET /admin/": MODERATORS,
    "GET /admin/queue/": MODERATORS,
    "POST /admin/queue/next/": MODERATORS,
    "POST /admin/queue/take/": MODERATORS,
    "POST /admin/queue/decide/": MODERATORS,
    "POST /admin/queue/bulk/": MODERATORS,
    "POST /admin/queue/undo/": MODERATORS,
    "GET /admin/queue/queue.js": MODERATORS,
    "GET /admin/queue/queue.css": MODERATORS,
    "GET /admin/log/": MODERATORS,
    "GET /admin/numbers/": MODERATORS,
    "GET /admin/settings/": ADMINS,
    "GET /admin/accounts/": MODERATORS,
    "POST /admin/accounts/action/": MODERATORS,
    "POST /admin/accounts/quota/": MODERATORS,
    "GET /admin/held/": MODERATORS,
    "POST /admin/held/action/": MODERATORS,
    "GET /admin/jobs/": MODERATORS,
    "POST /admin/jobs/action/": MODERATORS,
    "GET /admin/tags/": MODERATORS,
    "POST /admin/tags/preview/": MODERATORS,
    "POST /admin/tags/change/": MODERATORS,
    "POST /admin/tags/undo/": MODERATORS,
    "POST /admin/tags/say/": MODERATORS,
    "POST /admin/tags/take-back/": MODERATORS,
    "GET /admin/tags/script.js": MODERATORS,
    "GET /admin/state/": MODERATORS,
    "GET /admin/state/style.css": MODERATORS,
}
