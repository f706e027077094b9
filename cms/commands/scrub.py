"""`scrub`: read every original again and compare it with what was stored."""

import argparse
import json
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")


def run(options: argparse.Namespace) -> int:
    """0 when every original is, byte for byte, what somebody uploaded."""
    from cms.commands.site import open_site
    from cms.settings import read_settings
    from cms.upkeep.objects import damaged

    app = open_site(read_settings())
    with app.app_context():
        storage = app.extensions["backends"].storage
        found = [
            {"image": image.id, "key": image.original_key, "problem": problem}
            for image, problem in damaged(storage, tell=say)
        ]
    if options.json:
        print(json.dumps({"damaged": found}))
    else:
        for one in found:
            print(f"{one['image']}: {one['problem']} ({one['key']})")
        print(f"{len(found)} originals are damaged.")
    return 1 if found else 0


def say(read: int) -> None:
    """Progress, apart from the outcome."""
    print(f"{read} originals read", file=sys.stderr, flush=True)
