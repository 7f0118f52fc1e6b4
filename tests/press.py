"""A press for the tests of one process, started by the first of them that prints."""

import threading
from functools import cache
from pathlib import Path

from django.utils.functional import lazystr

from borgerforloeb.launch import press
from borgerforloeb.launch.processes import Child


class Press:
    def __init__(self, folder: Path, *options: str) -> None:
        self.folder, self.options = folder, options
        self.child: Child | None = None
        self.warm = threading.Event()
        self.starting = threading.Lock()

    @property
    def place(self) -> Path:
        return self.folder / "run" / "press.sock"

    @cache  # noqa: B019 - one for each press, and it ends with the session
    def _start(self) -> None:
        for name in ("run", "log"):
            (self.folder / name).mkdir()
        # It ends with the thread that started it, so it is not that of a request.
        threading.Thread(target=self._run, daemon=True).start()
        assert self.warm.wait(60)

    def _run(self) -> None:
        self.child = press.press(self.folder, self.place, *self.options)
        self.child.start()
        process = self.child.process
        self.child.wait_until(lambda: press.answers(self.place), 60)
        self.warm.set()
        process.wait()

    def start(self) -> str:
        with self.starting:
            self._start()
        return str(self.place)

    def socket(self) -> str:
        """For the settings: whoever reads it finds a press that answers."""
        return lazystr(self)

    def __str__(self) -> str:
        return self.start()

    def stop(self) -> None:
        if self.child:
            self.child.stop()

    def workers(self) -> list[int]:
        arbiter = self.child.process.pid
        return [int(pid) for pid in Path(f"/proc/{arbiter}/task/{arbiter}/children").read_text().split()]
