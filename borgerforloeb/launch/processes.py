"""Child processes: started in a session of their own, remembered on disk, stopped for certain."""

import os
import signal
import subprocess
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from borgerforloeb.launch.screen import LaunchError

GRACE = 10.0
TAIL = 15


@dataclass
class Child:
    name: str
    command: list[str | Path]
    cwd: Path
    log: Path
    record: Path
    stop_signal: signal.Signals = signal.SIGTERM
    environment: dict[str, str] | None = None
    popen: dict[str, Any] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        if self.log.exists():
            self.log.replace(self.log.with_suffix(".old"))
        with self.log.open("wb") as log:
            # A session of its own: Ctrl-C reaches the launcher only, which then stops the children in order.
            self.process = subprocess.Popen(
                self.command,
                cwd=self.cwd,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **self.popen,
            )
        # Put in place whole: the next launcher must never meet a record that is begun and not yet written.
        number, draft = self.process.pid, self.record.with_suffix(".new")
        draft.write_text(f"{number} {_started(number)} {_boot()} {self.stop_signal.value}")
        draft.replace(self.record)

    def died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def fail(self) -> LaunchError:
        code = self.process.returncode if self.process else "?"
        return self._told(f"stoppede uventet (kode {code})")

    def _told(self, what: str) -> LaunchError:
        return LaunchError(f"{self.name} {what}. Sidste linjer af {self.log}:\n{self.tail()}")

    def tail(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(f"    {line}" for line in lines[-TAIL:])

    def wait_until(self, ready: Any, limit: float) -> None:
        deadline = time.monotonic() + limit
        while not ready():
            if self.died():
                raise self.fail()
            if time.monotonic() > deadline:
                raise self._told(f"svarede ikke inden for {limit:.0f} s")
            time.sleep(0.03)

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(self.stop_signal)

    def stop(self, grace: float = GRACE) -> None:
        """Asks, waits, and then kills: a Valkey that cannot save ignores every polite request."""
        if self.process is None:
            return
        self.ask_to_stop()
        try:
            self.process.wait(grace)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None
        self.record.unlink(missing_ok=True)


def stop_leftovers(records: Iterable[Path], grace: float = GRACE) -> list[str]:
    """Stops what a killed launcher left behind, and nothing else; returns the names of what was stopped."""
    stopped = []
    for record in records:
        members = _members(record)
        if members:
            stopped.append(record.stem)
            _signal(members, signal.Signals(int(record.read_text().split()[3])))
            deadline = time.monotonic() + grace
            while _members(record) and time.monotonic() < deadline:
                time.sleep(0.05)
            _signal(_members(record), signal.SIGKILL)
            while _members(record):
                time.sleep(0.05)
        record.unlink(missing_ok=True)
    return stopped


def _members(record: Path) -> list[int]:
    """The living processes of the session that the record tells of.

    A process number is used again, so the session is ours only if its first process began when the record
    says, or is gone while its session lives on: until the session ends, its number is not given to another.
    """
    fields = record.read_text().split() if record.exists() else []
    if len(fields) != 4 or fields[2] != _boot():
        return []
    leader, began = int(fields[0]), fields[1]
    if _started(leader) not in (began, ""):
        return []
    return [pid for pid in _processes() if _stat(pid)[3:4] == [str(leader)] and _stat(pid)[0] != "Z"]


def _signal(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def _processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _stat(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat from the third on: state, parent, group, session … begun at (20th)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _started(pid: int) -> str:
    """When the process began, in ticks since the machine did; empty when it is gone, or dead but unburied."""
    fields = _stat(pid)
    return "" if not fields or fields[0] == "Z" else fields[19]


def is_unburied(pid: int) -> bool:
    return _stat(pid)[:1] == ["Z"]


def program_name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return "unknown"
