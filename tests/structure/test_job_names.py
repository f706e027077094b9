"""Jobs are named by string: every name leads to a function that is a job of exactly that type."""

from importlib import import_module

import pytest

from cms.jobs.names import BY_KIND, FIND_MEANT, FIND_SIMILAR, JOB_TYPES, QUEUES, JobType
from tests.structure.source import python_files, text_of


@pytest.mark.parametrize("kind", JOB_TYPES, ids=lambda kind: kind.kind)
def test_the_name_of_a_job_leads_to_its_function(kind: JobType) -> None:
    module, _, name = kind.function.rpartition(".")
    assert getattr(import_module(module), name).job_type is kind


@pytest.mark.parametrize("question", [FIND_SIMILAR, FIND_MEANT])
def test_the_name_of_a_question_leads_to_its_function(question: str) -> None:
    module, _, name = question.rpartition(".")
    assert getattr(import_module(module), name).is_question


def test_kinds_are_unique_and_wait_in_known_queues() -> None:
    assert len(BY_KIND) == len(JOB_TYPES)
    assert {kind.queue for kind in JOB_TYPES} <= set(QUEUES)


def test_no_function_is_a_job_beside_the_list() -> None:
    decorated = sum(text_of(file).count("\n@job(") for file in python_files("workers"))
    assert decorated == len(JOB_TYPES)
