"""`token create`: make an API token; its secret is printed once, as the last word."""

import argparse

from cms.errors import Problem


def arguments(parser: argparse.ArgumentParser) -> None:
    create = parser.add_subparsers(dest="act", required=True).add_parser("create", help="make a token")
    create.add_argument("--user", required=True)
    create.add_argument("--scope", action="append", required=True, help="repeat for several; * for all the user may")
    create.add_argument("--name", default="made by the operator")
    create.add_argument("--expires", type=int, metavar="DAYS")


def run(options: argparse.Namespace) -> int:
    from cms.accounts.queries import account_by_name
    from cms.accounts.service import create_token, days_from_now
    from cms.commands.site import open_site
    from cms.settings import read_settings
    from cms.transaction import writing

    app = open_site(read_settings())
    with app.app_context(), writing():
        account = account_by_name(options.user)
        if account is None:
            raise Problem(404, "not-found", f"There is no account {options.user}.")
        ends = days_from_now(options.expires)
        _token, secret = create_token(account, name=options.name, scopes=options.scope, ends=ends)
    print(f"token of {account.name}, shown once: {secret}")
    return 0
