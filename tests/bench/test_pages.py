import os
import subprocess
import sys

import pytest
from django.conf import settings


@pytest.mark.long
@pytest.mark.parametrize(
    ("bench", "names"),
    [
        (
            "pages",
            ("Mit arbejde", "Plan, 8 goals", "Form of 12 fields", "Save a goal", "Search", "First visit"),
        ),
        ("plan", ("open the plan", "open a goal's form", "save a goal")),
        ("pdf", ("the press, cold", "the press, warm", "Chromium, cold", "Chromium, warm")),
    ],
)
def test_the_bench_runs_and_finds_each_answer_right(bench, names):
    """One round: what it asserts must hold; the figures of one round say nothing."""
    done = subprocess.run(
        [sys.executable, settings.BASE_DIR / "bench" / bench, "--rounds", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        env={name: value for name, value in os.environ.items() if name not in ("DEBUG", "DEMO")},
        check=False,
    )

    assert done.returncode == 0, done.stdout
    for name in names:
        assert name in done.stdout
