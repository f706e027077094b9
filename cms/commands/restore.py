"""`restore DIR`: fill an empty site from a backup, whichever back ends it was made from."""

import argparse
import json
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

if TYPE_CHECKING:
    from cms.settings import Settings
    from cms.upkeep.backup import Manifest


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="what `backup` has written")
    parser.add_argument(
        "--rehearse", action="store_true", help="fill a site that is thrown away, and note in the backup that it can be"
    )
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")


def run(options: argparse.Namespace) -> int:
    """0 when every byte is as it was. The site must be empty, and nobody may serve it meanwhile."""
    from cms.settings import read_settings
    from cms.upkeep.notes import note
    from cms.upkeep.restoring import whole_manifest

    folder = options.folder.absolute()
    manifest = whole_manifest(folder)
    if not options.rehearse:
        return tell(options, manifest, filled(read_settings(), folder, manifest))
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".rehearsal-") as place:
        wrong = filled(throwaway(Path(place)), folder, manifest)
    if not wrong:
        manifest = replace(manifest, verified_at=datetime.now(UTC).isoformat())
        manifest.write(folder)
        note(read_settings().data_dir, "rehearsal", {"verified_at": manifest.verified_at, "made_at": manifest.made_at})
    return tell(options, manifest, wrong)


def filled(settings: "Settings", folder: Path, manifest: "Manifest") -> list[str]:
    """Fill this site; what is not as it is in the copy: keys of objects, and tables."""
    from cms.commands.serve import only_one
    from cms.commands.site import move_schema, open_site
    from cms.extensions import db
    from cms.upkeep.restoring import differences, fill, make_room

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
            db.engine.dispose()
    return wrong


def throwaway(folder: Path) -> "Settings":
    """A site on embedded parts in this folder, whatever the environment says."""
    from cms.settings import Settings

    return Settings(
        data_dir=folder, database_url="", storage_url="", index_url="", queue_url="embedded:", secret_key=SecretStr("")
    )


def tell(options: argparse.Namespace, manifest: "Manifest", wrong: list[str]) -> int:
    if options.json:
        told = {"made_at": manifest.made_at, "verified_at": manifest.verified_at, "rows": manifest.counts}
        print(json.dumps({**told, "differences": wrong}))
    else:
        done = "A site was filled as on trial" if options.rehearse else "The site is"
        print(f"{done} as it was at {manifest.made_at}. {len(wrong)} things differ from the backup.")
    return 1 if wrong else 0


def take_secret(settings: "Settings", folder: Path) -> None:
    """The secret of the copied site, where this one keeps its own: so that its logins and tokens stay good."""
    from cms.upkeep.backup import SECRET, replace_file

    if (folder / SECRET).exists() and not settings.secret_key.get_secret_value():
        replace_file(settings.data_dir / SECRET, (folder / SECRET).read_bytes(), mode=0o600)


def say(done: str) -> None:
    """Progress, apart from the outcome."""
    print(done, file=sys.stderr, flush=True)
