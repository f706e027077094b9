"""`web`: the web process alone, in the foreground, on gunicorn with threads."""

import argparse
import os
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fd", type=int, help="an open socket to listen on, instead of PIXELS_HOST and PIXELS_PORT")


def run(options: argparse.Namespace) -> int:
    from cms.commands.site import refuse_forgetful_queue, refuse_newer_site
    from cms.settings import CHECKOUT, read_settings

    settings = read_settings()
    if options.fd is None:  # else `serve` has looked
        refuse_newer_site(settings)
        refuse_forgetful_queue(settings)
    bind = f"fd://{options.fd}" if options.fd is not None else f"{settings.host}:{settings.port}"
    config = str(CHECKOUT / "config" / "gunicorn.conf.py")
    os.execv(  # noqa: S606
        sys.executable,
        [sys.executable, "-m", "gunicorn", "--config", config, "--bind", bind, "cms.serving:make_app()"],
    )
