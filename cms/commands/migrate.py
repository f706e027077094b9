"""`migrate`: bring the schema up to date, on an empty database too."""

import argparse


def arguments(_parser: argparse.ArgumentParser) -> None: ...


def run(_options: argparse.Namespace) -> int:
    from cms.commands.site import bring_up_to_date, open_site
    from cms.settings import read_settings

    bring_up_to_date(open_site(read_settings()))
    print("the schema is up to date")
    return 0
