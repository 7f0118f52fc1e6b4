"""Who owns the servers' files: root may not run PostgreSQL, so root hands it to an account without rights."""

import hashlib
import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int
    dropped: bool

    @property
    def popen(self) -> dict[str, Any]:
        """Arguments for Popen. Without root's rights a process can only be started as oneself."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.dropped else {}

    def give(self, path: Path) -> None:
        if self.dropped:
            os.chown(path, self.uid, self.gid)

    def private_folder(self, path: Path) -> Path:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.chmod(0o700)
        self.give(path)
        return path

    def reaches(self, path: Path) -> bool:
        """Asked of the system, not worked out: a home folder, an ACL or a mount may each say no."""
        if not self.dropped:
            return True
        return subprocess.run(["test", "-x", path], cwd="/", check=False, **self.popen).returncode == 0


def server_account(data: Path) -> Account:
    if os.geteuid() != 0:
        return Account(os.getuid(), os.getgid(), dropped=False)
    if data.exists() and data.stat().st_uid != 0:
        # Whoever owned the data last time owns it still, also if an account named postgres came since.
        return Account(data.stat().st_uid, data.stat().st_gid, dropped=True)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, dropped=True)
    return Account(65534, 65534, dropped=True)


def servers_folder(var: Path) -> Path:
    """Where the servers keep their files: in var/, unless root's project lies where no one else may look.

    Root's home is closed (0700) and stays so: opening it for a database would open it for everybody.
    """
    outside = Path("/var/lib/borgerforloeb") / hashlib.sha256(os.fsencode(var)).hexdigest()[:12]
    if os.geteuid() != 0 or server_account(var / "postgres").reaches(var):
        return var
    outside.mkdir(mode=0o711, parents=True, exist_ok=True)
    return outside
