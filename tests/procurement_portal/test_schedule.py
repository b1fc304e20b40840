"""What the scheduler does can be done by hand."""

import pytest
from django.core.management import get_commands

from procurement_portal.schedule import JOBS

ANOTHER_NAME = {
    "sweep_specifications": "render_specifications",
    "keep_guidance_retention": "keep_retention",
}


@pytest.mark.parametrize("task", sorted(entry["task"] for entry in JOBS.values()))
def test_every_scheduled_job_is_a_command_too(task):
    name = task.rpartition(".")[2]
    assert ANOTHER_NAME.get(name, name) in get_commands()
