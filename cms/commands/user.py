"""`user create`: make an account. The password comes on standard input, never as an argument."""

import argparse
import sys

from cms.access.viewer import Role


def arguments(parser: argparse.ArgumentParser) -> None:
    create = parser.add_subparsers(dest="act", required=True).add_parser("create", help="make an account")
    create.add_argument("--name", required=True)
    create.add_argument("--email", required=True)
    create.add_argument("--role", choices=[role.value for role in Role], default=Role.MEMBER.value)
    create.add_argument("--password-stdin", action="store_true", required=True)


def run(options: argparse.Namespace) -> int:
    from cms.accounts.schemas import NewAccount
    from cms.accounts.service import create_account
    from cms.commands.site import bring_up_to_date, open_site
    from cms.settings import read_settings
    from cms.transaction import writing
    from cms.wire.requests import validate

    password = sys.stdin.readline().rstrip("\n")
    asked = validate(NewAccount, {"name": options.name, "email": options.email, "password": password})
    assert isinstance(asked, NewAccount)
    app = open_site(read_settings())
    bring_up_to_date(app)
    with app.app_context(), writing():
        create_account(name=asked.name, email=asked.email, password=asked.password, role=Role(options.role))
    print(f"{asked.name.lower()} is {options.role} now")
    return 0
