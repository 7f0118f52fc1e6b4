"""Where everything lies on the disk."""

import os
import re
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from borgerforloeb.launch.account import Account, server_account, servers_folder
from borgerforloeb.launch.screen import LaunchError, say

# A socket's path has room for 107 bytes, of which PostgreSQL's own file name takes up to 19, and neither its
# address nor Celery's can hold every character that a folder's name can.
PLAIN = re.compile(r"[A-Za-z0-9_./+-]{1,80}")


@dataclass(frozen=True)
class Places:
    var: Path
    servers: Path
    account: Account
    sockets: Path

    @property
    def postgres(self) -> Path:
        return self.servers / "postgres"

    @property
    def valkey(self) -> Path:
        return self.servers / "valkey"

    @property
    def secrets(self) -> Path:
        return self.var / "secrets.env"

    def log(self, name: str) -> Path:
        return self.var / "log" / f"{name}.log"

    def record(self, name: str) -> Path:
        return self.var / "run" / f"{name}.pid"


def make_var(var: Path) -> None:
    try:
        var.mkdir(parents=True, exist_ok=True)
        # Root's servers run as another account and must pass through var/, but need not see what is in it.
        var.chmod(0o711 if os.geteuid() == 0 else 0o700)
        for name in ("log", "run"):
            (var / name).mkdir(mode=0o700, exist_ok=True)
    except PermissionError:
        raise LaunchError(
            f"Mappen {var} tilhører en anden bruger. Start som den bruger, eller flyt mappen væk."
        ) from None


def make_places(var: Path) -> Places:
    servers = servers_folder(var)
    account = server_account(servers / "postgres")
    if servers != var:
        say(f"  {var} er lukket for andre end root; databasens filer ligger derfor i {servers}.")
    account.private_folder(servers / "valkey")
    return Places(var=var, servers=servers, account=account, sockets=_sockets(var, servers, account))


def _sockets(var: Path, servers: Path, account: Account) -> Path:
    """A closed folder: beside the data where its path is short and plain, else under the temporary folder."""
    forget_sockets(var)
    near = servers / "sockets"
    if PLAIN.fullmatch(str(near)):
        return account.private_folder(near)
    system = Path("/tmp" if account.dropped else tempfile.gettempdir())  # noqa: S108 - mkdtemp makes it ours alone
    far = account.private_folder(Path(tempfile.mkdtemp(prefix="borgerforloeb-", dir=system)))
    # Remembered, so that the next start clears away what a killed one left.
    (var / "run" / "sockets").symlink_to(far)
    return far


def forget_sockets(var: Path) -> None:
    link = var / "run" / "sockets"
    if link.is_symlink():
        shutil.rmtree(link.readlink(), ignore_errors=True)
        link.unlink()


def set_aside_what_cannot_be_opened(places: Places) -> None:
    """Data whose keys and password are gone can never be read again by us, but it is not ours to delete."""
    if places.postgres.exists():
        aside = places.postgres.with_name(f"postgres.uden-nøgler-{time.strftime('%Y%m%d-%H%M%S')}")
        places.postgres.rename(aside)
        say(
            f"  Nøglerne til den gamle database mangler ({places.secrets}). Den er lagt til side som {aside}."
        )
