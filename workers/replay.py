"""A piece of work done several times by this process: `python -m workers.replay KIND:SUBJECT TIMES [--parallel]`."""

import argparse
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib import import_module

from flask import Flask

from cms import create_app
from cms.errors import Problem
from cms.jobs.names import BY_KIND, JobType
from cms.logs import begin_logging
from cms.settings import read_settings
from cms.transaction import reading, writing
from cms.work.models import WorkState
from cms.work.queries import work_on
from cms.work.service import make_due
from workers.runtime import serve_app

MOST_AT_ONCE = 16


def main() -> int:
    """0 when every run came to an end and the work is done."""
    parser = argparse.ArgumentParser(prog="run.py replay-job")
    parser.add_argument("id")
    parser.add_argument("times", type=int)
    parser.add_argument("--parallel", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    kind, _, subject_id = options.id.partition(":")
    if kind not in BY_KIND or not subject_id:
        print(f"There is no kind of job {kind}; run.py jobs names them, with a sample of each.", file=sys.stderr)
        return 2
    app = create_app(read_settings(), has_routes=False)
    serve_app(app)
    try:
        states = replay(app, BY_KIND[kind], subject_id, times=options.times, at_once=options.parallel)
    except Problem:
        print(f"No work of this kind was ever asked for on {subject_id}.", file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps({"id": options.id, "states": states}))
    else:
        print("\n".join(f"run {number}: {state}" for number, state in enumerate(states, start=1)))
    return 0 if states and states[-1] == WorkState.DONE else 1


def replay(app: Flask, job: JobType, subject_id: str, *, times: int, at_once: bool) -> list[str]:
    """The state of the work after each run; of runs at once, after all of them."""
    module, _, name = job.function.rpartition(".")
    once = partial(getattr(import_module(module), name), subject_id)
    if at_once:
        again(app, job, subject_id)
        with ThreadPoolExecutor(min(times, MOST_AT_ONCE)) as pool:
            for run in [pool.submit(once) for _ in range(times)]:
                run.result()
        return [state_of(app, job, subject_id)]
    states = []
    for _ in range(times):
        again(app, job, subject_id)
        once()
        states.append(state_of(app, job, subject_id))
    return states


def again(app: Flask, job: JobType, subject_id: str) -> None:
    with app.app_context(), writing():
        make_due(job, subject_id)


def state_of(app: Flask, job: JobType, subject_id: str) -> str:
    """What has become of the work; work on something erased has no row any more, and so is done."""
    with app.app_context(), reading():
        row = work_on(job.kind, subject_id)
        return WorkState.DONE if row is None else str(row.state)


if __name__ == "__main__":
    begin_logging(read_settings().log_format, role="replay-job")
    sys.exit(main())
