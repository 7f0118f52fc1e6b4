"""Web, worker and database as `./run` starts them, where what is told stands, to be killed at will."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg

from borgerforloeb.launch import places, postgres, secrets, web
from borgerforloeb.launch.__main__ import child_environment
from borgerforloeb.launch.processes import Child
from borgerforloeb.launch.valkey import start as start_valkey
from borgerforloeb.launch.valkey import url as valkey_url

ROOT = Path(__file__).resolve().parents[2]


class Town:
    def __init__(self, var: Path) -> None:
        places.make_var(var)
        self.var, self.there = var, places.make_places(var)
        known, _ = secrets.read_or_make(var / "secrets.env")
        self.password = known[secrets.DATABASE_PASSWORD]
        self.children: dict[str, Child] = {}
        self.start_database()
        self.children["queue"] = start_valkey(self.there)
        servers = {name: known[name] for name in secrets.FOR_CHILDREN}
        servers |= {"DATABASE_URL": self.address, "BROKER_URL": valkey_url(self.there)}
        self.listening = web.free_port(18_000)
        self.port = self.listening.getsockname()[1]
        self.environment = child_environment(var, servers, f"http://{web.HOST}:{self.port}") | {"DEMO": "0"}

    @property
    def address(self) -> str:
        return postgres.url(self.there, self.password)

    def start_database(self) -> None:
        postgres.prepare(self.there, self.password, for_tests=False)
        self.children["database"] = postgres.start(self.there, for_tests=False)

    def start(self, name: str) -> None:
        if name == "database":
            self.start_database()
            return
        if name == "web":
            self.children[name] = web.web(self.var, self.listening, self.environment)
        elif name == "worker":
            self.children[name] = web.worker(self.var, self.environment)
        self.children[name].start()

    def prepare(self, browsers: int) -> dict[str, Any]:
        command = [sys.executable, "-m", "tests.kill.prepare", str(browsers)]
        given = self.environment | {"DATABASE_ROLE": ""}
        done = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found

    def manage(self, *arguments: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "manage.py", *arguments]
        given = self.environment | {"DATABASE_ROLE": ""}
        return subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=False)

    def is_well(self) -> bool:
        return web.answers(f"http://{web.HOST}:{self.port}")

    def kill(self, name: str) -> None:
        """-9, with all its processes, and started again; nobody was told."""
        child = self.children[name]
        assert child.process is not None
        os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()
        self.start(name)

    def rows(self, question: str, *given: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.address) as connection:
            return connection.execute(question, given).fetchall()  # type: ignore[arg-type]

    def stop(self) -> None:
        for name in ("worker", "web", "queue", "database"):
            if name in self.children:
                self.children[name].stop()
        self.listening.close()
        places.forget_sockets(self.var)
