"""Takes docs/pictures from the real site: `PYTHONPATH=.:pixels-ui .venv/bin/python -m e2e.take_pictures`.

Needs the folder of test pictures beside the checkout; only those are shown whose licence is proven and named in NOTICE.
"""

import csv
import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from cms.settings import CHECKOUT
from e2e.conftest import chromium
from e2e.served import Served, serving
from e2e.visits import Visit, until, visit

FIXTURES = CHECKOUT.parent / "shared" / "fixtures"
PICTURES = CHECKOUT / "docs" / "pictures"
WINDOW = {"width": 1280, "height": 800}
MOST_BYTES = 150_000

SHOWN = {
    "category/none/allium-oreophilum.jpg": ("Allium oreophilum", "2026-02-03"),
    "category/landscape/hochuferweg.jpg": ("Hochuferweg", "2026-02-03"),
    "category/anime/vn_05.jpg": ("The question", "2026-02-20"),
    "category/none/airplane-from-above.jpg": ("Over the field", "2026-03-08"),
    "category/none/rocket.jpg": ("Lift-off", "2026-03-08"),
    "category/portrait/astronaut.png": ("Before the flight", "2026-03-08"),
    "category/landscape/aarhus.jpg": ("Aarhus", "2026-04-12"),
    "category/architecture/dust-bowl-home.jpg": ("Dust bowl home", "2026-04-12"),
    "category/food/coffee.png": ("First coffee", "2026-04-12"),
    "category/landscape/nagasaki-boats.jpg": ("Boats at Nagasaki", "2026-05-16"),
    "category/landscape/train.jpg": ("The train", "2026-05-16"),
    "category/none/flower.jpg": ("Dahlia", "2026-05-17"),
    "category/animal/chelsea.png": ("Chelsea", "2026-05-17"),
    "category/architecture/china.jpg": ("Summer palace", "2026-05-17"),
    "category/landscape/french-alpine-landscape.jpg": ("Alpine valley", "2026-05-17"),
}
CHOSEN = (
    "category/anime/vn_09.jpg",
    "category/food/coffee.png",
    "category/document/page.png",
    "category/anime/vn_01.jpg",
    "category/document/text.png",
)


def main() -> None:
    licences = proven()
    with tempfile.TemporaryDirectory(prefix="pixels-pictures-") as folder, sync_playwright() as playwright:
        with serving(Path(folder) / "site") as site, chromium(playwright) as browser:
            first = fill(browser, site, licences)
            for scheme in ("light", "dark"):
                take_all(first, scheme)


def proven() -> dict[str, dict[str, str]]:
    """What may be shown: the rows of the manifest whose licence is stated where the picture comes from."""
    with (FIXTURES / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["file"]: row for row in csv.DictReader(file)}
    shown = {name: rows[name] for name in (*SHOWN, *CHOSEN)}
    permitted = ("CC0", "public domain", "CC BY 2.0", "MIT")
    for name, row in shown.items():
        if row["licence_basis"].startswith("unconfirmed") or not row["licence"].startswith(permitted):
            raise SystemExit(f"{name}: {row['licence']} ({row['licence_basis']}) is not for showing")
    return shown


def fill(browser: Browser, site: Served, licences: dict[str, dict[str, str]]) -> Visit:
    """The first account with its pictures, all of them read."""
    first = visit(browser, site, "desktop", viewport=WINDOW)
    first.follows_the_link()
    first.call("PATCH", "/me", data={"display_name": "Ada"})
    ids = []
    for name, (title, day) in SHOWN.items():
        row = licences[name]
        said = {"title": title, "author": row["credit"], "licence": row["licence"], "privacy": "public"}
        ids.append(first.adds((FIXTURES / name).read_bytes(), name=Path(name).name, **said))
        first.call("PATCH", f"/images/{ids[-1]}", data={"taken_at": f"{day}T12:00:00+02:00"})
    fields = {
        "title": "Landscapes",
        "category": "landscape",
        "description": "Near the water, mostly.",
        "tags": ["water"],
    }
    chosen = [one for one, name in zip(ids, SHOWN, strict=True) if "/landscape/" in name]
    top = first.call("POST", "/albums", data={**fields, "privacy": "public", "images": chosen}).json()["id"]
    below = {"title": "Houses", "category": "architecture", "privacy": "followers", "parent": top}
    houses = [one for one, name in zip(ids, SHOWN, strict=True) if "/architecture/" in name]
    first.call("POST", "/albums", data={**below, "images": houses})
    until(lambda: all(first.image(one)["understanding"] == "ready" for one in ids), "all are read", seconds=120)
    return first


def take_all(visit: Visit, scheme: str) -> None:
    visit.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page = visit.go("/")
    take(page, f"explore-{scheme}")
    page.get_by_role("img", name="Chelsea").click()
    page.get_by_role("list", name="Most likely labels").wait_for()
    take(page, f"picture-{scheme}")
    take(visit.go("/me/pictures"), f"library-{scheme}")
    page = visit.go("/me/albums")
    page.get_by_role("link", name="Landscapes").first.click()
    page.get_by_role("link", name="Houses").wait_for()
    page.locator('a[href^="/images/"] img').first.wait_for()
    take(page, f"album-{scheme}")
    page = visit.go("/upload")
    page.get_by_label("choose files").set_input_files([FIXTURES / name for name in CHOSEN])
    page.get_by_role("link", name="Show the one here").wait_for()
    take(page, f"upload-{scheme}")


def take(page: Page, name: str) -> None:
    """Once every picture in the page is drawn, as small a file as it needs to be."""
    until(lambda: bool(page.evaluate("[...document.images].every(one => one.complete)")), "all is drawn")
    page.wait_for_load_state("load")
    shot = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    PICTURES.mkdir(parents=True, exist_ok=True)
    for quality in range(88, 30, -4):
        shot.save(PICTURES / f"{name}.webp", quality=quality, method=6)
        if (PICTURES / f"{name}.webp").stat().st_size <= MOST_BYTES:
            return
    raise SystemExit(f"{name}.webp cannot be made small enough")


if __name__ == "__main__":
    main()
