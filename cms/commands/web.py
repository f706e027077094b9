"""`web`: the web process alone, in the foreground, on gunicorn with threads.

The application is loaded once, before gunicorn's processes part from this one: they share it, and a new one starts at
once when one has died.
"""

import argparse
import gc
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fd", type=int, help="an open socket to listen on, instead of PIXELS_HOST and PIXELS_PORT")


def run(options: argparse.Namespace) -> int:
    gc.disable()  # nothing that is loaded is garbage; `make_app` ends this
    from gunicorn.app.wsgiapp import WSGIApplication

    from cms.settings import CHECKOUT, read_settings

    settings = read_settings()
    if options.fd is None:  # else `serve` has looked
        from cms.commands.site import refuse_forgetful_queue, refuse_newer_site

        refuse_newer_site(settings)
        refuse_forgetful_queue(settings)
    bind = f"fd://{options.fd}" if options.fd is not None else f"{settings.host}:{settings.port}"
    config = str(CHECKOUT / "config" / "gunicorn.conf.py")
    sys.argv = ["gunicorn", "--config", config, "--bind", bind, "cms.serving:make_app()"]
    WSGIApplication(prog="gunicorn").run()
    return 0
