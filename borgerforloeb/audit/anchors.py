"""A line for each seal in a file elsewhere, so that a log cut short at its end is found out."""

import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from borgerforloeb.audit.models import AuditSeal

LONGEST_LINE = 400


def anchor_file() -> Path:
    return Path(settings.LOG_ANCHOR_FILE or settings.VAR_DIR / "log-anchors.txt")


def line_of(seal: AuditSeal) -> str:
    return f"{seal.number} {seal.sealed_at.isoformat()} {seal.rows} {bytes(seal.hash).hex()}"


def last_anchor(path: Path) -> tuple[int, str]:
    """The number and the hash of the last whole line; nothing is (0, "")."""
    if not path.exists():
        return 0, ""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - LONGEST_LINE))
        lines = file.read().decode().split("\n")[:-1]
    return _read(lines[-1]) if lines else (0, "")


def all_anchors(path: Path) -> dict[int, str]:
    with path.open(encoding="utf-8") as file:
        return dict(_read(line) for line in file if line.strip())


def append(path: Path, seals: Iterable[AuditSeal]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"{line_of(seal)}\n" for seal in seals)
        file.flush()
        os.fsync(file.fileno())


def _read(line: str) -> tuple[int, str]:
    number, _, _, digest = line.split()
    return int(number), digest
