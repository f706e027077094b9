"""What every room of the admin is: there for moderators alone, to others as an address that never was."""

from typing import Any

from flask import abort

from cms.access.guard import current_viewer
from cms.access.permissions import Permission
from cms.access.policy import permits


class ForModerators:
    """Put before a view of Flask-Admin."""

    permission = Permission.MODERATE

    def is_accessible(self) -> bool:
        return permits(current_viewer(), self.permission)

    def inaccessible_callback(self, _name: str, **_kwargs: Any) -> Any:
        abort(404)
