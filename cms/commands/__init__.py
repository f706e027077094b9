"""Operator commands, one file each. Exit code 0 only when all was done and nothing is wrong."""

import argparse
import logging
import sys
from importlib import import_module
from typing import Any

from cms.errors import BadSetting, Problem
from cms.inert import for_terminal

COMMANDS = {
    "serve": "everything in one: web, workers, scheduler and the embedded parts",
    "web": "the web process alone",
    "worker": "worker processes of the kinds named, or of all",
    "scheduler": "periodic work, among it the reconciler",
    "reindex": "build a new search index beside the one in use, without a failed search",
    "check": "whether rows, bytes, index, counters and work agree; --repair brings in line what differs",
    "gc": "remove stored bytes that no row names any more",
    "move": "move stored bytes from PIXELS_STORAGE_FORMER_URL to PIXELS_STORAGE_URL, while the site goes on",
    "scrub": "read every original again and compare it with what was stored",
    "backup": "copy rows and bytes into a folder, while the site goes on",
    "restore": "fill an empty site from a backup, whichever back ends it was made from",
    "migrate": "bring the schema up to date, on an empty database too",
    "user": "make accounts",
    "token": "make API tokens",
    "seed": "make people, albums and pictures from a description",
    "train": "have a worker train a model on a folder of folders, and wait: a table, and a file among the models",
    "jobs": "every kind of job, with work of it as a sample",
    "replay-job": "do a piece of work again, several times, in turn or at once",
    "doctor": "try everything the site stands on, and say what to do where something is wrong",
    "routes": "every route with its permission",
    "openapi": "the OpenAPI document, for the front end's typed client",
}


def main(words: list[str]) -> int:
    """Run the command that these words name; its exit code."""
    name = words[0] if words and not words[0].startswith("-") else ""
    parser = argparse.ArgumentParser(prog="run.py", description="Pixels")
    kinds = parser.add_subparsers(dest="command", metavar="COMMAND")
    for command, purpose in COMMANDS.items():
        sub = kinds.add_parser(command, help=purpose, description=purpose)
        if command == name:
            command_named(command).arguments(sub)
    options = parser.parse_args(words or ["serve"])
    command = options.command or "serve"
    try:
        begin_to_log(command)
        return int(command_named(command).run(options))
    except BadSetting as problem:
        return complain(f"cannot start: {problem}", 78)
    except Problem as problem:
        return complain("; ".join([problem.detail, *(f"{e.field}: {e.message}" for e in problem.errors)]), 1)
    except KeyboardInterrupt:
        return 130


def begin_to_log(command: str) -> None:
    """Commands say what they have done; their log tells only of what is wrong. `serve` is the log of a whole site."""
    from cms.logs import begin_logging
    from cms.settings import read_settings

    is_site = command in ("serve", "worker")
    level = logging.INFO if is_site else logging.WARNING
    begin_logging(read_settings().log_format, role="supervisor" if is_site else command, level=level)


def command_named(name: str) -> Any:
    """The module of a command."""
    return import_module(f"cms.commands.{name.replace('-', '_')}")


def complain(sentence: str, code: int) -> int:
    print(for_terminal(sentence), file=sys.stderr)
    return code
