"""`doctor`: try everything the site stands on, and say what to do where something is wrong."""

import argparse
import json
from dataclasses import asdict


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")


def run(options: argparse.Namespace) -> int:
    """0 when all is well."""
    from cms.commands.site import is_up_to_date, open_site
    from cms.extensions import db
    from cms.settings import read_settings
    from cms.upkeep.doctor import examine

    settings = read_settings()
    app = open_site(settings)
    with app.app_context():
        answers = list(examine(settings, app.extensions["backends"], is_current=lambda: is_up_to_date(db.engine)))
    if options.json:
        print(json.dumps([asdict(one) for one in answers]))
    else:
        for one in answers:
            print(f"{'well' if one.is_well else 'WRONG':<6}{one.part:<10}{one.sentence}")
            if not one.is_well:
                print(f"{'':16}{one.advice}")
    return 0 if all(one.is_well for one in answers) else 1
