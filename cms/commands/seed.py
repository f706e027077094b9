"""`seed --spec FILE`: fill a site from a description, beside its running workers."""

import argparse
import json
import sys
from pathlib import Path

from cms.errors import Problem


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--spec", type=Path, required=True, metavar="FILE", help="the description, JSON")
    parser.add_argument("--wait", type=int, default=600, metavar="SECONDS", help="for the pictures to be ready (600)")
    parser.add_argument("--json", action="store_true", help="the outcome is always printed as JSON")


def run(options: argparse.Namespace) -> int:
    """0 when everything is there and ready. Prints the id of each ref."""
    from cms.commands.site import bring_up_to_date, open_site
    from cms.settings import read_settings
    from cms.upkeep.seeding import Seeding, read_spec, wait_until_ready

    try:
        told = json.loads(options.spec.read_bytes())
    except (OSError, ValueError) as error:
        raise Problem(400, "broken-spec", f"{options.spec} cannot be read: {error}") from error
    settings = read_settings()
    app = open_site(settings)
    bring_up_to_date(app)
    with app.app_context():
        spec = read_spec(told)
        seeding = Seeding(settings, app.extensions["backends"].storage, options.spec.parent)
        ids = seeding.fill(spec)
        left = wait_until_ready([ids[image.ref] for image in spec.images], seconds=options.wait, tell=say)
        if not left:
            ids = seeding.discuss(spec)
    print(json.dumps(ids))
    for image_id in left:
        print(f"{image_id} is not ready. Do the workers run? See run.py doctor.", file=sys.stderr)
    if left and (spec.likes or spec.comments or spec.collections):
        print("Nothing was liked, said or collected: that needs pictures that others see.", file=sys.stderr)
    return 1 if left else 0


def say(waiting: int) -> None:
    """Progress, apart from the outcome."""
    print(f"{waiting} pictures are on their way", file=sys.stderr, flush=True)
