"""./run from its first start to its last, as somebody at a keyboard sees it; without the demo's data."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from borgerforloeb.launch import press, web

pytestmark = pytest.mark.long
PATIENCE = 180


@pytest.fixture
def environment(bare_environment) -> dict[str, str]:
    return bare_environment | {"DEMO": "0", "PORT": "8700"}


def launcher(var: Path) -> list[str]:
    return [sys.executable, "-m", "borgerforloeb.launch", "--var", str(var)]


@contextmanager
def running(var: Path, environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen, list[str]]]:
    """The launcher when it has said how to stop it, and what it said."""
    process = subprocess.Popen(
        launcher(var),
        cwd=web.PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    said = []
    try:
        for line in process.stdout:
            said.append(line.rstrip())
            if "Stop med Ctrl-C" in line:
                break
        assert process.poll() is None, said
        yield process, said
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)


def address(said: list[str]) -> str:
    return re.search(r"kører på (\S+)", "\n".join(said)).group(1)


def status(url: str) -> int:
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.status


def records(var: Path) -> dict[str, int]:
    return {path.stem: int(path.read_text().split()[0]) for path in (var / "run").glob("*.pid")}


def test_first_start_second_start_and_a_second_launcher(var, environment):
    with running(var, environment) as (first, said):
        assert status(f"{address(said)}/health/") == 200
        assert set(records(var)) == {"postgres", "valkey", "press", "web", "worker"}
        second = subprocess.run(
            launcher(var), cwd=web.PROJECT, env=environment, capture_output=True, text=True, check=False
        )
        assert second.returncode == 1
        assert f"kører allerede på {address(said)}" in second.stdout
        assert first.poll() is None
    assert first.returncode == 0
    assert records(var) == {}

    with running(var, environment) as (_, said):
        assert not [line for line in said if "Databasens tabeller" in line]
        assert status(f"{address(said)}/health/") == 200


def test_kill_of_everything_is_mended_by_the_next_start(var, environment):
    with running(var, environment) as (process, _):
        for leader in records(var).values():
            # One may have gone because another was killed.
            with suppress(ProcessLookupError):
                os.killpg(leader, signal.SIGKILL)
        process.kill()

    with running(var, environment) as (_, said):
        assert status(f"{address(said)}/health/") == 200


def test_orphans_of_a_killed_launcher_give_back_the_port(var, environment):
    with running(var, environment) as (process, before):
        process.kill()

    with running(var, environment) as (_, said):
        assert address(said) == address(before)
        assert [line for line in said if "Stoppede web" in line]


@pytest.mark.parametrize("name", ["worker", "postgres"])
def test_death_of_one_is_told_and_stops_the_rest(var, environment, name):
    with running(var, environment) as (process, _):
        os.killpg(records(var)[name], signal.SIGKILL)
        told = process.communicate(timeout=PATIENCE)[0]

        assert process.returncode == 1
        assert "stoppede uventet (kode -9)" in told
        assert records(var) == {}


def test_a_press_that_dies_is_started_again_and_the_rest_goes_on(var, environment):
    with running(var, environment) as (process, said):
        before = records(var)
        os.killpg(before["press"], signal.SIGKILL)
        deadline = time.monotonic() + PATIENCE
        while records(var)["press"] == before["press"] or not press.answers(press.place_of_socket(var)):
            assert time.monotonic() < deadline
            time.sleep(0.1)

        assert process.poll() is None
        assert records(var) | {"press": 0} == before | {"press": 0}
        assert status(f"{address(said)}/health/") == 200


def test_stop_while_starting_leaves_nothing_behind(var, environment):
    process = subprocess.Popen(
        launcher(var), cwd=web.PROJECT, env=environment, stdout=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + PATIENCE
    while "postgres" not in records(var):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)

    told = process.communicate(timeout=PATIENCE)[0]

    assert "Borgerforløb er stoppet" in told
    assert process.returncode == 0
    assert subprocess.run(["pgrep", "-f", var], check=False).returncode == 1
