"""Who gets in at which door, written by hand: role × route × method. What is not said here is not so.

A new route is one line in ROUTES: its method and rule, and a row of PEOPLE's fates. `in` means that the view does its
work (with the answer that the request deserves); a number is the answer instead. `token` is a token of somebody who
may, with every scope but the one that the route needs. `owner` owns the things that the address names, `stranger`
is a member who does not. What stands in the places of an address is made by PLACES.
"""

PEOPLE = ("visitor", "token", "stranger", "owner", "moderator", "admin")

#                visitor token stranger owner moderator admin
ALL = """         in      in      in      in      in      in   """
SHOWN = """       in      403     in      in      in      in   """
"""What is public: it takes a scope only from who comes with a token."""

MEMBERS = """     401     403     in      in      in      in   """
OWNER = """       401     403     403     in      403     403  """
"""Things that all may see and only their owner may change."""

SECRETS = """     404     404     404     404     404     404  """
"""Whoever knows the secret of a link gets in; nobody does here."""

NOTHING_YET = """ 401     403     404     404     404     404  """
"""One's own things by name, where nobody asked for anything yet."""

OWN = """         401     403     404     in      404     404  """
"""What nobody else knows of."""

MODERATORS = """  404     404     404     404     in      in   """
"""Rooms that others do not know of."""

ADMINS = """      404     404     404     404     404     in   """

ROUTES = {
    # the session and one's own account
    "GET /api/v1/session": ALL,
    "POST /api/v1/session": ALL,
    "DELETE /api/v1/session": MEMBERS,
    "POST /api/v1/accounts": ALL,
    "POST /api/v1/first-account": ALL,
    "POST /api/v1/session/passkey/options": ALL,
    "POST /api/v1/session/passkey": ALL,
    "GET /api/v1/captcha": ALL,
    "GET /api/v1/captcha/<captcha_id>/image": SECRETS,
    "GET /api/v1/captcha/<captcha_id>/audio": SECRETS,
    "POST /api/v1/password-recovery": ALL,
    "POST /api/v1/password-recovery/<token>": SECRETS,
    "POST /api/v1/email-confirmation/<token>": SECRETS,
    "DELETE /api/v1/me": MEMBERS,
    "POST /api/v1/me/email": MEMBERS,
    "POST /api/v1/me/email-confirmation": MEMBERS,
    "POST /api/v1/me/password": MEMBERS,
    "GET /api/v1/me/sessions": MEMBERS,
    "DELETE /api/v1/me/sessions": MEMBERS,
    "DELETE /api/v1/me/sessions/<login_id>": NOTHING_YET,
    "GET /api/v1/me/tokens": MEMBERS,
    "POST /api/v1/me/tokens": MEMBERS,
    "DELETE /api/v1/me/tokens": MEMBERS,
    "DELETE /api/v1/me/tokens/<token_id>": NOTHING_YET,
    "POST /api/v1/me/totp": MEMBERS,
    "PUT /api/v1/me/totp": MEMBERS,
    "DELETE /api/v1/me/totp": MEMBERS,
    "POST /api/v1/me/recovery-codes": MEMBERS,
    "GET /api/v1/me/passkeys": MEMBERS,
    "POST /api/v1/me/passkeys": MEMBERS,
    "POST /api/v1/me/passkeys/options": MEMBERS,
    "DELETE /api/v1/me/passkeys/<passkey_id>": NOTHING_YET,
    "GET /api/v1/me/invitations": MEMBERS,
    "POST /api/v1/me/invitations": MEMBERS,
    "DELETE /api/v1/me/invitations/<invitation_id>": NOTHING_YET,
    "GET /api/v1/me": MEMBERS,
    "PATCH /api/v1/me": MEMBERS,
    "GET /api/v1/events": MEMBERS,
    # people
    "GET /api/v1/people/<name>": SHOWN,
    "GET /api/v1/people/<name>/images": SHOWN,
    "GET /api/v1/people/<name>/albums": SHOWN,
    "GET /api/v1/people/<name>/followers": SHOWN,
    "GET /api/v1/people/<name>/following": SHOWN,
    "PUT /api/v1/people/<name>/follow": MEMBERS,
    "DELETE /api/v1/people/<name>/follow": MEMBERS,
    "GET /api/v1/me/follow-requests": MEMBERS,
    "PUT /api/v1/me/follow-requests/<name>": NOTHING_YET,
    "DELETE /api/v1/me/follow-requests/<name>": MEMBERS,
    "DELETE /api/v1/me/followers/<name>": MEMBERS,
    "GET /api/v1/me/blocks": MEMBERS,
    "PUT /api/v1/me/blocks/<name>": MEMBERS,
    "DELETE /api/v1/me/blocks/<name>": MEMBERS,
    "GET /api/v1/me/mutes": MEMBERS,
    "PUT /api/v1/me/mutes/<name>": MEMBERS,
    "DELETE /api/v1/me/mutes/<name>": MEMBERS,
    # images
    "GET /api/v1/images": SHOWN,
    "POST /api/v1/images": MEMBERS,
    "POST /api/v1/images/known": MEMBERS,
    "POST /api/v1/images/zip": SHOWN,
    "GET /api/v1/me/trash": MEMBERS,
    "GET /api/v1/me/timeline": MEMBERS,
    "GET /api/v1/images/<image_id>": SHOWN,
    "PATCH /api/v1/images/<image_id>": OWNER,
    "DELETE /api/v1/images/<image_id>": OWNER,
    "GET /api/v1/images/<image_id>/classification": SHOWN,
    "POST /api/v1/images/<image_id>/classification": OWNER,
    "GET /api/v1/images/<image_id>/text": SHOWN,
    "GET /api/v1/images/<image_id>/caption": SHOWN,
    "POST /api/v1/images/<image_id>/restore": OWNER,
    "POST /api/v1/images/<image_id>/rotate": OWNER,
    "GET /api/v1/images/<image_id>/original": SHOWN,
    "GET /api/v1/images/<image_id>/similar": SHOWN,
    "GET /api/v1/me/copies": MEMBERS,
    "POST /api/v1/reverse-searches": SHOWN,
    "GET /api/v1/reverse-searches/<search_id>": SHOWN,
    "GET /api/v1/reverse-searches/<search_id>/picture": SHOWN,
    "GET /api/v1/reverse-searches/<search_id>/events": SHOWN,
    "GET /api/v1/images/<image_id>/renditions/<any('64', '400', '1600'):size>": SHOWN,
    # many images at once
    "POST /api/v1/batch-edits": MEMBERS,
    "POST /api/v1/batch-edits/preview": MEMBERS,
    "GET /api/v1/batch-edits": MEMBERS,
    "GET /api/v1/batch-edits/<edit_id>": OWN,
    "POST /api/v1/batch-edits/<edit_id>/undo": OWN,
    # search
    "GET /api/v1/search": SHOWN,
    "GET /api/v1/search/suggestions": SHOWN,
    "GET /api/v1/tags": SHOWN,
    "GET /api/v1/saved-searches": MEMBERS,
    "GET /api/v1/classes": MEMBERS,
    "POST /api/v1/classes": MEMBERS,
    "GET /api/v1/classes/<class_id>": OWN,
    "PATCH /api/v1/classes/<class_id>": OWN,
    "DELETE /api/v1/classes/<class_id>": OWN,
    "POST /api/v1/classes/<class_id>/examples": OWN,
    "POST /api/v1/saved-searches": MEMBERS,
    "GET /api/v1/saved-searches/<saved_id>": OWN,
    "PATCH /api/v1/saved-searches/<saved_id>": OWN,
    "DELETE /api/v1/saved-searches/<saved_id>": OWN,
    "GET /api/v1/saved-searches/<saved_id>/images": OWN,
    "POST /api/v1/saved-searches/<saved_id>/freeze": OWN,
    # albums
    "POST /api/v1/albums": MEMBERS,
    "GET /api/v1/albums/<album_id>": SHOWN,
    "PATCH /api/v1/albums/<album_id>": OWNER,
    "DELETE /api/v1/albums/<album_id>": OWNER,
    "GET /api/v1/albums/<album_id>/images": SHOWN,
    "PUT /api/v1/albums/<album_id>/images": OWNER,
    "DELETE /api/v1/albums/<album_id>/images": OWNER,
    "POST /api/v1/albums/<album_id>/classification": OWNER,
    "GET /api/v1/albums/<album_id>/zip": SHOWN,
    # pages: empty documents, or what everybody may know
    "GET /": ALL,
    "GET /upload": ALL,
    "GET /search": ALL,
    "GET /search/picture/<id>": ALL,
    "GET /tags": ALL,
    "GET /help/search": ALL,
    "GET /saved": ALL,
    "GET /classes": ALL,
    "GET /me/copies": ALL,
    "GET /me/edits": ALL,
    "GET /login": ALL,
    "GET /register": ALL,
    "GET /me/pictures": ALL,
    "GET /me/trash": ALL,
    "GET /me/albums": ALL,
    "GET /me/blocked": ALL,
    "GET /me/requests": ALL,
    "GET /me/security": ALL,
    "GET /recover": ALL,
    "GET /recover/<token>": ALL,
    "GET /confirm/<token>": ALL,
    "GET /albums/<album_id>": ALL,
    "GET /people/<name>": ALL,
    "GET /people/<name>/<any('albums', 'followers', 'following'):_part>": ALL,
    "GET /me/account": ALL,
    "GET /welcome/<token>": ALL,
    "GET /images/<image_id>": ALL,
    "GET /assets/<path:name>": ALL,
    "GET /<any('favicon.svg', 'theme.js', 'robots.txt', 'manifest.webmanifest'):name>": ALL,
    "GET /api/docs": ALL,
    "GET /api/docs/<any('swagger-ui.css', 'swagger-ui-bundle.js', 'start.js'):name>": ALL,
    "GET /api/openapi.json": ALL,
    "GET /healthz": ALL,
    "GET /readyz": ALL,
    "GET /metrics": ADMINS,
    # the rooms of moderators
    "GET /admin/": MODERATORS,
    "GET /admin/accounts/": MODERATORS,
    "POST /admin/accounts/action/": MODERATORS,
    "POST /admin/accounts/quota/": MODERATORS,
    "GET /admin/held/": MODERATORS,
    "POST /admin/held/action/": MODERATORS,
    "GET /admin/jobs/": MODERATORS,
    "POST /admin/jobs/action/": MODERATORS,
    "GET /admin/state/": MODERATORS,
    "GET /admin/state/style.css": MODERATORS,
    "GET /admin/static/<path:filename>": ALL,
}

BODIES = {
    "POST /api/v1/session": {"login": "alice", "password": "correct horse battery"},
    "POST /api/v1/accounts": {"name": "newcomer", "email": "new@example.org", "password": "correct horse battery"},
    "PATCH /api/v1/me": {"display_name": "Changed"},
    "POST /api/v1/password-recovery": {"email": "alice@example.org"},
    "POST /api/v1/password-recovery/<token>": {"password": "correct horse battery"},
    "POST /api/v1/me/tokens": {"name": "more", "scopes": ["images:read"]},
    "PATCH /api/v1/images/<image_id>": {"title": "Changed"},
    "POST /api/v1/images/<image_id>/rotate": {"degrees": 90},
    "POST /api/v1/albums": {"title": "Made", "category": "other"},
    "PATCH /api/v1/albums/<album_id>": {"title": "Changed", "privacy": "private"},
    "PUT /api/v1/albums/<album_id>/images": {"ids": ["FIRST"]},
    "DELETE /api/v1/albums/<album_id>/images": {"ids": ["FIRST"]},
    "POST /api/v1/classes": {"name": "Made"},
    "PATCH /api/v1/classes/<class_id>": {"name": "Changed"},
    "POST /api/v1/classes/<class_id>/examples": {"ids": ["FIRST"], "positive": True},
    "POST /api/v1/saved-searches": {"name": "Made", "query": "q=dog"},
    "PATCH /api/v1/saved-searches/<saved_id>": {"name": "Changed", "seen": True},
    "POST /api/v1/saved-searches/<saved_id>/freeze": {"title": "Made"},
    "POST /api/v1/images/known": {"sha256": ["0" * 64]},
    "POST /api/v1/reverse-searches": {"image": "FIRST"},
    "POST /api/v1/batch-edits": {"ids": ["FIRST"], "change": {"title": "Changed"}},
    "POST /api/v1/batch-edits/preview": {"ids": ["FIRST"], "change": {"title": "Changed"}},
}
"""What makes a change happen, so that a refusal that comes too late is seen. Without one, nothing is sent."""

FORMS = {
    **{f"POST /admin/{room}/action/": {"action": "none", "rowid": "0"} for room in ("accounts", "held", "jobs")},
    "POST /admin/accounts/quota/": {"name": "alice", "images": "7"},
}
"""What is sent as a form instead."""


def fate(route: str, who: str) -> str:
    """What happens to this person there: `in`, or the number of the answer."""
    return ROUTES[route].split()[PEOPLE.index(who)]
