"""`backup DIR`: copy rows and bytes into a folder, while the site goes on; a folder with an older copy is brought up
to date."""

import argparse
import json
import sys
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder, or one with an older backup")
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")


def run(options: argparse.Namespace) -> int:
    """0 when everything is in the copy and whole."""
    from cms.commands.site import current_revision, open_site, refuse_old_schema
    from cms.extensions import db
    from cms.settings import read_settings
    from cms.upkeep.backup import write_backup
    from cms.upkeep.notes import note

    settings = read_settings()
    app = open_site(settings)
    keeps_secret = not settings.secret_key.get_secret_value()
    with app.app_context():
        refuse_old_schema(db.engine)
        made = write_backup(
            app.extensions["backends"].storage,
            options.folder.absolute(),
            revision=current_revision(db.engine) or "",
            secret=settings.secret if keeps_secret else None,
            tell=say,
        )
    note(settings.data_dir, "backup", {"made_at": made.made_at, "is_whole": not made.damaged})
    told = {"objects": made.objects, "bytes": made.bytes, "rows": sum(made.counts.values())}
    if options.json:
        print(json.dumps({**told, "gone": made.gone, "damaged": made.damaged}))
    else:
        print(f"{told['rows']} rows and {made.objects} objects ({made.bytes} bytes) are in {options.folder}.")
        if not keeps_secret:
            print("Keep PIXELS_SECRET_KEY with it: without the same key nobody stays logged in.")
        for image_id in made.damaged:
            print(f"{image_id}: its bytes are not whole; see run.py check and run.py scrub.")
    return 1 if made.damaged else 0


def say(done: str) -> None:
    """Progress, apart from the outcome."""
    print(done, file=sys.stderr, flush=True)
