"""`gc`: remove stored bytes that no row names any more."""

import argparse
import json
from datetime import UTC, datetime, timedelta


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--older-than", type=int, default=24, metavar="HOURS", help="leave younger bytes alone (24)")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be removed")
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")


def run(options: argparse.Namespace) -> int:
    from cms.commands.site import open_site
    from cms.settings import read_settings
    from cms.upkeep.notes import note
    from cms.upkeep.objects import collect

    settings = read_settings()
    app = open_site(settings)
    with app.app_context():
        storage = app.extensions["backends"].storage
        found = collect(storage, grace=timedelta(hours=options.older_than), is_trial=options.dry_run)
    outcome = {"objects": len(found.keys), "bytes": found.bytes, "removed": not options.dry_run}
    note(settings.data_dir, "gc", {**outcome, "at": datetime.now(UTC).isoformat()})
    if options.json:
        print(json.dumps(outcome))
    else:
        verb = "would be" if options.dry_run else "were"
        print(f"{len(found.keys)} objects without a row, {found.bytes} bytes, {verb} removed.")
    return 0
