"""`move`: stored bytes go from one back end to another while the site goes on."""

import argparse
import json
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")


def run(options: argparse.Namespace) -> int:
    """0 when nothing that a row names is left in the former back end."""
    from cms.commands.site import open_site
    from cms.errors import BadSetting
    from cms.settings import read_settings
    from cms.storage.moving import MovingStorage
    from cms.upkeep.moving import move_objects

    app = open_site(read_settings())
    with app.app_context():
        storage = app.extensions["backends"].storage
        if not isinstance(storage, MovingStorage):
            raise BadSetting("PIXELS_STORAGE_FORMER_URL names the storage to move from, and is not set")
        moved = move_objects(storage, tell=say)
    if options.json:
        print(json.dumps({"objects": moved.objects, "bytes": moved.bytes, "damaged": moved.damaged}))
    else:
        for key in moved.damaged:
            print(f"{key}: is not what was stored, and stays where it is; `scrub` tells whose it is")
        left = "some are left" if moved.damaged else "none is left, PIXELS_STORAGE_FORMER_URL can go"
        print(f"{moved.objects} objects, {moved.bytes} bytes, were moved and compared; {left}.")
    return 1 if moved.damaged else 0


def say(moved: int) -> None:
    """Progress, apart from the outcome."""
    print(f"{moved} objects moved", file=sys.stderr, flush=True)
