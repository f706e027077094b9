"""`jobs` shows each kind with a sample, and `replay-job` does that again, in turn or at once."""

import json
import subprocess

import pytest

from cms.jobs.names import JOB_TYPES
from tests.people import Person
from tests.running import ran as ran_with
from tests.site import Site
from tests.workers.ends import state_of


def ran(site: Site, *words: str) -> subprocess.CompletedProcess[str]:
    return ran_with(site.app.extensions["settings"], *words)


def test_every_kind_of_job_is_told_with_a_sample_where_there_is_work(site: Site, alice: Person) -> None:
    image_id = alice.adds()
    done = ran(site, "jobs", "--json")
    assert done.returncode == 0, done.stderr
    told = {one["kind"]: one for one in json.loads(done.stdout)}
    assert list(told) == [job.kind for job in JOB_TYPES]
    assert told["prepare-image"]["sample"] == f"prepare-image:{image_id}"
    assert told["prepare-image"]["work"] == {"waiting": 1}
    assert told["send-mail"]["sample"] is None


@pytest.mark.parametrize("words", [["--times", "2"], ["--times", "3", "--parallel"]])
def test_work_done_again_ends_as_it_did(site: Site, alice: Person, words: list[str]) -> None:
    image_id = alice.adds()
    site.work_off("prepare-image")
    before = state_of(site)
    done = ran(site, "replay-job", f"prepare-image:{image_id}", *words, "--json")
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout)["states"]) == {"done"}
    assert state_of(site) == before


@pytest.mark.parametrize(("name", "code"), [("no-such-kind:a", 2), ("prepare-image:nothing", 1), ("prepare-image", 2)])
def test_what_was_never_asked_for_is_not_done(site: Site, name: str, code: int) -> None:
    done = ran(site, "replay-job", name)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr
