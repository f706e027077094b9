"""`check`: whether the search index is in step with the tables; `--repair` brings it in line."""

import argparse
import json


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--repair", action="store_true", help="bring in line what differs")
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")


def run(options: argparse.Namespace) -> int:
    """0 when nothing differs, or all was repaired; changes younger than a minute are on their way."""
    from cms.commands.site import open_site
    from cms.search import keeping
    from cms.settings import read_settings

    app = open_site(read_settings())
    index = app.extensions["backends"].index
    with app.app_context():
        drift = keeping.settled(keeping.find_drift(index))
        left = drift
        if options.repair and drift:
            keeping.mend(index)
            index.refresh()
            left = keeping.settled(keeping.find_drift(index))
    told = {"missing": len(drift.missing), "stale": len(drift.stale), "extra": len(drift.extra), "left": len(left)}
    print(json.dumps({"index": told}) if options.json else in_words(told, is_repaired=options.repair))
    return 0 if not left else 1


def in_words(told: dict[str, int], *, is_repaired: bool) -> str:
    found = f"Search index: {told['missing']} missing, {told['stale']} old, {told['extra']} too many."
    return f"{found} {told['left']} left after the repair." if is_repaired else found
