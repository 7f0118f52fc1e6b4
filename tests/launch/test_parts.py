"""The launcher's parts that need no server."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from borgerforloeb.launch import places, secrets, web
from borgerforloeb.launch.__main__ import child_environment
from borgerforloeb.launch.account import server_account
from borgerforloeb.launch.lock import Lock
from borgerforloeb.launch.processes import Child, stop_leftovers
from borgerforloeb.launch.screen import LaunchError

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)",
]


def child(folder: Path, command: list) -> Child:
    return Child("sleeper", command, cwd=folder, log=folder / "sleeper.log", record=folder / "sleeper.pid")


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_secrets_are_made_once_and_closed(tmp_path):
    path = tmp_path / "secrets.env"

    first, made = secrets.read_or_make(path)
    second, made_again = secrets.read_or_make(path)

    assert first == second
    assert (made, made_again) == (True, False)
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(set(first.values())) == len(first)


def test_secrets_of_two_installations_differ(tmp_path):
    assert secrets.read_or_make(tmp_path / "a")[0] != secrets.read_or_make(tmp_path / "b")[0]


def test_secrets_a_half_written_file_is_completed_without_losing_a_key(tmp_path):
    path = tmp_path / "secrets.env"
    path.write_text("CPR_KEYS=kept\n")

    known, made = secrets.read_or_make(path)

    assert made
    assert known["CPR_KEYS"] == "kept"
    assert set(known) == {*secrets.FOR_CHILDREN, secrets.DATABASE_PASSWORD}


def test_secrets_a_key_that_came_later_leaves_the_data_where_it_is(tmp_path):
    path = tmp_path / "secrets.env"
    first, _ = secrets.read_or_make(path)
    path.write_text("".join(f"{name}={value}\n" for name, value in first.items() if name != "LOG_SEAL_KEY"))

    known, made = secrets.read_or_make(path)

    assert not made
    assert set(known) == set(first)
    assert known["CPR_KEYS"] == first["CPR_KEYS"]


def test_lock_tells_the_second_where_the_first_answers(tmp_path):
    with Lock(tmp_path / "lock") as lock:
        lock.write("http://127.0.0.1:8123")
        with pytest.raises(LaunchError) as refusal, Lock(tmp_path / "lock"):
            pass

    assert "kører allerede på http://127.0.0.1:8123" in str(refusal.value)
    with Lock(tmp_path / "lock"):
        pass


def test_port_taken_gives_the_next_and_says_so(capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]

        with web.free_port(taken) as held:
            assert held.getsockname()[1] > taken

    assert f"Port {taken} er optaget" in capsys.readouterr().out


def test_environment_defaults_to_a_demonstration(tmp_path, monkeypatch):
    for name in ("DEBUG", "DEMO", "BASE_URL", "SECRET_KEY", "VAR_DIR"):
        monkeypatch.delenv(name, raising=False)

    given = child_environment(tmp_path, {"SECRET_KEY": "made"}, "http://127.0.0.1:8000")

    assert (given["DEBUG"], given["DEMO"], given["SECRET_KEY"]) == ("1", "1", "made")
    assert given["BASE_URL"] == "http://127.0.0.1:8000"
    assert given["VAR_DIR"] == str(tmp_path)


def test_environment_lets_the_operator_decide_and_never_opens_the_demo_without_debug(tmp_path, monkeypatch):
    monkeypatch.delenv("DEMO", raising=False)
    monkeypatch.setenv("DEBUG", "0")
    monkeypatch.setenv("SECRET_KEY", "theirs")
    monkeypatch.setenv("CPR_KEYS_FILE", "/run/secrets/cpr_keys")

    given = child_environment(tmp_path, {"SECRET_KEY": "made", "CPR_KEYS": "made"}, "http://127.0.0.1:8000")

    assert (given["DEBUG"], given["DEMO"], given["SECRET_KEY"]) == ("0", "0", "theirs")
    assert "CPR_KEYS" not in given


def test_demo_addresses_follow_the_port(tmp_path):
    user = {"username": "anna", "password": "x", "name": "Anna Ø", "roles": ["sagsbehandler", "leder"]}
    page = "http://127.0.0.1:8000/courses/1/"
    demo = {"base_url": "http://127.0.0.1:8000", "users": [user], "courses": [{"pages": [page]}]}
    (tmp_path / "demo.json").write_text(json.dumps(demo))

    users = web.demo_users(tmp_path, "http://127.0.0.1:8001")

    assert users == [("anna", "Anna Ø", "sagsbehandler, leder")]
    written = json.loads((tmp_path / "demo.json").read_text())
    assert written["courses"] == [{"pages": ["http://127.0.0.1:8001/courses/1/"]}]


def test_child_that_will_not_listen_is_killed(tmp_path):
    deaf = child(tmp_path, DEAF)
    deaf.start()
    pid = deaf.process.pid
    deaf.wait_until(lambda: "deaf" in deaf.log.read_text(), 10)

    deaf.stop(grace=0.2)

    assert not is_running(pid)
    assert not deaf.record.exists()


def test_child_that_dies_is_named_with_the_end_of_its_log(tmp_path):
    dying = child(tmp_path, [sys.executable, "-c", "print('a last word'); raise SystemExit(3)"])
    dying.start()

    with pytest.raises(LaunchError) as told:
        dying.wait_until(lambda: False, 10)

    assert "sleeper stoppede uventet (kode 3)" in str(told.value)
    assert "a last word" in str(told.value)


def test_leftover_is_stopped_with_its_own_children(tmp_path):
    parent = (
        "import subprocess as s, sys, time; s.Popen(sys.argv[1:]); print('up', flush=True); time.sleep(60)"
    )
    orphan = child(tmp_path, [sys.executable, "-c", parent, *SLEEP])
    orphan.start()
    orphan.wait_until(lambda: "up" in orphan.log.read_text(), 10)
    leader = orphan.process.pid
    os.kill(leader, signal.SIGKILL)
    orphan.process.wait()
    members = subprocess.run(
        ["pgrep", "-s", str(leader)], capture_output=True, text=True, check=True
    ).stdout.split()

    stopped = stop_leftovers([orphan.record])

    assert stopped == ["sleeper"]
    assert len(members) == 1
    assert not is_running(int(members[0]))
    assert not orphan.record.exists()


@pytest.mark.parametrize("field", [1, 2])
def test_process_that_got_a_dead_ones_number_is_left_alone(tmp_path, field):
    """The number is right, but it began at another time, or before the machine was started again."""
    stranger = child(tmp_path, SLEEP)
    stranger.start()
    fields = stranger.record.read_text().split()
    fields[field] = "1"
    stranger.record.write_text(" ".join(fields))

    assert stop_leftovers([stranger.record]) == []

    assert not stranger.died()
    stranger.stop()


def test_sockets_of_a_long_or_odd_path_get_a_short_closed_folder(tmp_path):
    var = tmp_path / ("æ " * 40)
    places.make_var(var)

    sockets = places._sockets(var, var, server_account(var / "postgres"))

    assert len(os.fsencode(sockets)) < 80
    assert sockets.stat().st_mode & 0o777 == 0o700
    assert sockets.stat().st_uid != 0
    places.forget_sockets(var)
    assert not sockets.exists()


def test_waiting_is_limited(tmp_path):
    sleeper = child(tmp_path, SLEEP)
    sleeper.start()
    begun = time.monotonic()

    with pytest.raises(LaunchError, match="svarede ikke"):
        sleeper.wait_until(lambda: False, 0.2)

    assert time.monotonic() - begun < 5
    sleeper.stop()


def test_a_record_is_put_in_place_whole(tmp_path, monkeypatch):
    first, second = child(tmp_path, SLEEP), child(tmp_path, SLEEP)
    first.start()
    before = first.record.read_text()
    met = []

    def slowly(path: Path, text: str) -> None:
        with path.open("w") as file:
            file.write(text[:3])
            file.flush()
            met.append(first.record.read_text())
            file.write(text[3:])

    monkeypatch.setattr(Path, "write_text", slowly)
    second.start()

    assert met == [before]
    assert second.record.read_text() != before
    second.stop()
    first.stop()
