"""What ./run says when it cannot go on: the script is sourced as ./run does, with one answer changed."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def sourced(script: str, folder: Path) -> subprocess.CompletedProcess:
    start = f"set -euo pipefail; source '{ROOT}/borgerforloeb/launch/setup.sh'; {script}"
    return subprocess.run(
        ["bash", "-c", start, "./run"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_no_python_is_one_clear_sentence(tmp_path):
    answer = sourced("is_new_enough() { false; }; set_up --extra embedded", tmp_path)

    assert answer.returncode == 1
    assert "kræver Python 3.11 eller nyere" in answer.stderr
    assert not (tmp_path / ".venv").exists()


def test_missing_pango_prints_the_command_and_begins_nothing(tmp_path):
    answer = sourced("has_pango() { false; }; may_install() { false; }; set_up --extra embedded", tmp_path)

    assert answer.returncode == 1
    assert "sudo apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0" in answer.stderr
    assert not (tmp_path / ".venv").exists()


def test_missing_venv_prints_the_command(tmp_path):
    without = "has_pango() { :; }; has_venv() { false; }; find_uv() { false; }; may_install() { false; }"

    answer = sourced(f"{without}; set_up --extra embedded", tmp_path)

    assert "sudo apt-get install -y --no-install-recommends python3-venv" in answer.stderr


@pytest.mark.parametrize("home", ["", "/nonexistent"])
def test_account_without_a_home_gets_one_under_var(tmp_path, home):
    answer = sourced(f'HOME={home}; settle_home; printf %s "$HOME"', tmp_path)

    assert answer.stdout == f"{tmp_path}/var/home"


def test_packages_are_asked_for_again_only_when_the_lock_file_changed(tmp_path):
    (tmp_path / ".venv").mkdir()
    (tmp_path / "uv.lock").write_text("one")
    ask = "is_new_enough() { :; }; packages_are_in_place --extra embedded && echo same || echo fetch"

    first = sourced(ask, tmp_path).stdout
    sourced('cp uv.lock "$(stamp --extra embedded)"', tmp_path)
    second = sourced(ask, tmp_path).stdout
    (tmp_path / "uv.lock").write_text("two")
    third = sourced(ask, tmp_path).stdout

    assert (first, second, third) == ("fetch\n", "same\n", "fetch\n")


@pytest.mark.parametrize("script", ["run", "test", ".ci/run"])
def test_script_can_be_started(script):
    assert os.access(ROOT / script, os.X_OK)
    subprocess.run(["bash", "-n", ROOT / script], check=True)
