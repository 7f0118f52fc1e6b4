import os
import subprocess
import sys

import pytest
from django.conf import settings


@pytest.mark.long
def test_the_bench_runs_and_finds_each_answer_right():
    """One round: what it asserts of the pages must hold; the figures of one round say nothing."""
    done = subprocess.run(
        [sys.executable, settings.BASE_DIR / "bench" / "pages", "--rounds", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        env={name: value for name, value in os.environ.items() if name not in ("DEBUG", "DEMO")},
        check=False,
    )

    assert done.returncode == 0, done.stdout
    for name in ("Mit arbejde", "Plan, 8 goals", "Form of 12 fields", "Save a goal", "Search", "First visit"):
        assert name in done.stdout
