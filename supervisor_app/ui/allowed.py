"""What the member who is signed in may not do stays in sight, disabled, with the reason why."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from supervisor_app.services.rights import Permission, Right, may
from supervisor_app.ui.page import Page


def allow(page: Page, right: Right, *parts: QWidget, competency: str | None = None, worker_id: str = "") -> Permission:
    """Enable buttons (and fields) where the member may do this, now, for this competency and person; else they say why not."""
    permission = may(page.site, page.session, right, competency=competency, worker_id=worker_id)
    for part in parts:
        show_permission(part, permission)
    return permission


def show_permission(part: QWidget, permission: Permission) -> None:
    """Enable a part, or say on it why it cannot be used: under the pointer and to screen readers."""
    words = why(permission)
    part.setEnabled(permission.allowed)
    part.setToolTip(words)
    part.setAccessibleDescription(words)


def why(permission: Permission) -> str:
    """Return why not and what to do, "" where it is allowed."""
    return f"{permission.why_not} {permission.hint}".strip()
