"""`doctor`: try all the site stands on, or the sources of crawls by words; say what to do where something is wrong."""

import argparse
import json
import time
from collections.abc import Collection, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cms.settings import Settings
    from cms.upkeep.doctor import Answer

LOOK_SECONDS, PATIENCE_SECONDS = 0.5, 60.0


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")
    parser.add_argument(
        "--sources", action="store_true", help="have a worker ask each source of crawls by words once, instead"
    )
    parser.add_argument("--words", default="water", metavar="WORDS", help="what sources are asked for (water)")


def run(options: argparse.Namespace) -> int:
    """0 when all is well."""
    from cms.commands.site import is_up_to_date, open_site
    from cms.extensions import db
    from cms.settings import read_settings
    from cms.upkeep.doctor import examine

    settings = read_settings()
    app = open_site(settings)
    with app.app_context():
        if options.sources:
            answers = list(sources(settings, options.words))
        else:
            answers = list(examine(settings, app.extensions["backends"], is_current=lambda: is_up_to_date(db.engine)))
    if options.json:
        print(json.dumps([asdict(one) for one in answers]))
    else:
        show(answers)
    return 0 if all(one.is_well for one in answers) else 1


def show(answers: "Collection[Answer]") -> None:
    width = max(10, *(len(one.part) + 1 for one in answers))
    for one in answers:
        print(f"{'well' if one.is_well else 'WRONG':<6}{one.part:<{width}}{one.sentence}")
        if not one.is_well:
            print(f"{'':{6 + width}}{one.advice}")


def sources(settings: "Settings", words: str) -> "Iterator[Answer]":
    """Each that is offered, as a worker finds it; what no worker has asked in time is not asked later."""
    from cms.crawls import checks
    from cms.crawls.sources import offered
    from cms.transaction import writing
    from cms.upkeep.doctor import well, wrong

    offers = offered(settings)
    with writing():
        checks.have_asked(offers, words)
    try:
        follow(offers)
    finally:
        with writing():
            checks.withdraw(offers)
    for key, problem in problems_of(offers).items():
        name, site = offers[key].name, offers[key].site
        advice = f"Crawls by words go on without it. Does {site} answer, and can the workers reach it?"
        if problem == checks.NOT_ASKED:
            advice = "Start a worker with `run.py worker outgoing`, then try again."
        yield wrong(key, f"{name}: {problem}", advice) if problem else well(key, f"{name} answers as it documents.")


def follow(keys: Collection[str]) -> None:
    """Look until each was asked, or none more within a minute."""
    waiting, until = len(keys) + 1, 0.0
    while left := list(problems_of(keys).values()).count(None):
        if left < waiting:
            waiting, until = left, time.monotonic() + PATIENCE_SECONDS
        elif time.monotonic() > until:
            return
        time.sleep(LOOK_SECONDS)


def problems_of(keys: Collection[str]) -> dict[str, str | None]:
    """What is wrong with each: None where that is not known yet, empty where nothing is."""
    from cms.crawls.queries import source_rows
    from cms.transaction import reading

    with reading():
        rows = source_rows(keys)
        return {key: None if rows[key].state == "waiting" else rows[key].problem or "" for key in keys}
