"""Keys and passwords of this one installation, made at random and readable by its owner only."""

import base64
import os
import secrets
from pathlib import Path

# What the web and the worker are given. The database's password reaches them inside DATABASE_URL.
FOR_CHILDREN = ("SECRET_KEY", "CPR_KEYS", "CPR_LOOKUP_KEY", "LOG_SEAL_KEY")
# Came after the first installations: what is there opens without it.
LATER = {"LOG_SEAL_KEY"}
DATABASE_PASSWORD = "DATABASE_PASSWORD"  # noqa: S105 - the name of the key, not its value


def _new() -> dict[str, str]:
    return {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "CPR_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "CPR_LOOKUP_KEY": secrets.token_hex(32),
        "LOG_SEAL_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        DATABASE_PASSWORD: secrets.token_hex(24),
    }


def read_or_make(path: Path) -> tuple[dict[str, str], bool]:
    """The secrets, and whether those that open the data were made just now."""
    known = _read(path)
    missing = {name: value for name, value in _new().items() if name not in known}
    if not missing:
        return known, False
    known |= missing
    half = path.with_suffix(".half")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"{name}={value}\n" for name, value in known.items())
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
    return known, bool(missing.keys() - LATER)


def _read(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = path.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)
