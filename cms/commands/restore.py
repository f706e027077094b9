"""`restore DIR`: fill an empty site from a backup, whichever back ends it was made from."""

import argparse
import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cms.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="what `backup` has written")
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")


def run(options: argparse.Namespace) -> int:
    """0 when every byte is as it was. The site must be empty, and nobody may serve it meanwhile."""
    from cms.commands.serve import only_one
    from cms.commands.site import move_schema, open_site
    from cms.settings import read_settings
    from cms.upkeep.restoring import differences, fill, make_room, whole_manifest

    settings, folder = read_settings(), options.folder.absolute()
    manifest = whole_manifest(folder)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with only_one(settings.data_dir):
        app = open_site(settings)
        move = partial(move_schema, app)
        with app.app_context():
            storage = app.extensions["backends"].storage
            make_room(manifest, move_schema=move)
            take_secret(settings, folder)
            fill(folder, manifest, storage, move_schema=move, tell=say)
            wrong = differences(folder, manifest, storage)
    if options.json:
        print(json.dumps({"made_at": manifest.made_at, "rows": manifest.counts, "differences": wrong}))
    else:
        print(f"The site is as it was at {manifest.made_at}. {len(wrong)} objects differ from the backup.")
    return 1 if wrong else 0


def take_secret(settings: "Settings", folder: Path) -> None:
    """The secret of the copied site, where this one keeps its own: so that its logins and tokens stay good."""
    from cms.upkeep.backup import SECRET, replace_file

    if (folder / SECRET).exists() and not settings.secret_key.get_secret_value():
        replace_file(settings.data_dir / SECRET, (folder / SECRET).read_bytes(), mode=0o600)


def say(done: str) -> None:
    """Progress, apart from the outcome."""
    print(done, file=sys.stderr, flush=True)
