"""`reindex`: build a new search index beside the one in use, and let it take its place."""

import argparse
import json


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")


def run(options: argparse.Namespace) -> int:
    from cms.commands.site import open_site
    from cms.search.keeping import rebuild
    from cms.settings import read_settings

    app = open_site(read_settings())
    with app.app_context():
        count = rebuild(app.extensions["backends"].index, tell=lambda done: None if options.json else say(done))
    print(json.dumps({"documents": count}) if options.json else f"{count} pictures are in the new index.")
    return 0


def say(done: int) -> None:
    """Progress, one line a thousand pictures."""
    if done % 1000 == 0:
        print(f"{done} pictures", flush=True)
