"""One launcher per var folder: the second is told where the first one answers."""

import fcntl
import os
from pathlib import Path
from typing import Self

from borgerforloeb.launch.screen import LaunchError


class Lock:
    """Held by the kernel while the process lives, so a killed launcher leaves nothing to clean up."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Self:
        self.descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            address = os.read(self.descriptor, 200).decode().strip()
            os.close(self.descriptor)
            where = f"på {address}" if address else "og er ved at starte"
            raise LaunchError(
                f"Borgerforløb kører allerede {where}. Stop det med Ctrl-C dér, hvor det blev startet."
            ) from None
        self.write("")
        return self

    def write(self, address: str) -> None:
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, address.encode(), 0)

    def __exit__(self, *_: object) -> None:
        self.write("")
        os.close(self.descriptor)
