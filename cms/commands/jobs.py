"""`jobs`: every kind of job, with work of it as a sample."""

import argparse
import json


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON document")


def run(options: argparse.Namespace) -> int:
    from cms.commands.site import open_site
    from cms.jobs.names import JOB_TYPES
    from cms.settings import read_settings
    from cms.transaction import reading
    from cms.work.queries import counts, newest_of

    app = open_site(read_settings())
    with app.app_context(), reading():
        counted = counts()
        told = [
            {
                "kind": job.kind,
                "function": job.function,
                "queue": job.queue,
                "lease_seconds": job.lease_seconds,
                "work": {state: count for (kind, state), count in sorted(counted.items()) if kind == job.kind},
                "sample": f"{job.kind}:{subject}" if (subject := newest_of(job.kind)) else None,
            }
            for job in JOB_TYPES
        ]
    if options.json:
        print(json.dumps(told, indent=1))
    else:
        for one in told:
            work = ", ".join(f"{count} {state}" for state, count in one["work"].items()) or "none yet"  # type: ignore[union-attr]
            print(f"{one['kind']:<16} {one['queue']:<12} {work:<40} {one['sample'] or ''}")
    return 0
