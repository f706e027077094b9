"""Who gets in at the doors of webhooks and of devices that are told, in the form of `roles.ROUTES`: everybody's own."""

from tests.access.fates import MEMBERS, OWN

HOOK_DOORS = {
    "GET /api/v1/me/webhooks": MEMBERS,
    "POST /api/v1/me/webhooks": MEMBERS,
    "PATCH /api/v1/me/webhooks/<webhook_id>": OWN,
    "DELETE /api/v1/me/webhooks/<webhook_id>": OWN,
    "GET /api/v1/me/webhooks/<webhook_id>/deliveries": OWN,
    "POST /api/v1/me/webhooks/<webhook_id>/deliveries/<delivery_id>/replay": OWN,
    "POST /api/v1/me/webhooks/<webhook_id>/test": OWN,
    "GET /api/v1/me/push": MEMBERS,
    "POST /api/v1/me/push": MEMBERS,
    "DELETE /api/v1/me/push/<device_id>": OWN,
    "GET /api/v1/me/push/notifications/<notification_id>": OWN,
}
