"""Keeps what a page looks like, in light and dark, where PIXELS_E2E_SHOTS names a folder."""

import os
from pathlib import Path

from playwright.sync_api import Page


def keep(page: Page, name: str) -> None:
    folder = os.environ.get("PIXELS_E2E_SHOTS")
    if not folder:
        return
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=Path(folder) / f"{name}-{scheme}.png", animations="disabled")
    page.emulate_media(color_scheme="light")
