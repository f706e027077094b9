"""`openapi`: the OpenAPI document on standard output."""

import argparse
import json


def arguments(_parser: argparse.ArgumentParser) -> None: ...


def run(_options: argparse.Namespace) -> int:
    from cms import create_app
    from cms.settings import read_settings
    from cms.wire.document import openapi_document

    print(json.dumps(openapi_document(create_app(read_settings())), ensure_ascii=False, indent=1, sort_keys=True))
    return 0
