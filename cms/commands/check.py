"""`check`: whether rows, bytes, index, counters and work agree; `--repair` brings in line what differs."""

import argparse
import json

MOST_NAMED = 20
MENDED_BY_WORKERS = ("rendition-missing",)
"""What a repair only asks for."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--repair", action="store_true", help="bring in line what differs")
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")


def run(options: argparse.Namespace) -> int:
    """0 when nothing differs, or all was repaired; changes younger than a minute are on their way."""
    from cms.commands.site import open_site
    from cms.settings import read_settings
    from cms.upkeep.checking import look, mend

    app = open_site(read_settings())
    with app.app_context():
        backends = app.extensions["backends"]
        findings = left = [*look(backends)]
        if options.repair:
            mend(findings)
            backends.index.refresh()
            left = [one for one in look(backends) if one.name not in MENDED_BY_WORKERS]
        left = [one for one in left if one.ids]
    told = {one.name: {"count": len(one.ids), "ids": list(one.ids[:MOST_NAMED])} for one in findings}
    if options.json:
        print(json.dumps({"findings": told, "left": [one.name for one in left]}))
    else:
        for one in findings:
            names = f": {', '.join(one.ids[:MOST_NAMED])}" if one.ids else ""
            print(f"{one.name:18} {len(one.ids)}{names}")
        for one in left:
            print(f"{one.name}: {one.advice or 'run.py check --repair brings this in line.'}")
    return 1 if left else 0
