"""Texts that several may write carry `version`: the form brings it, the action locks the row and compares."""

from typing import Any


class Stale(Exception):
    """Somebody saved the row meanwhile; carries it as it stands, so that both texts can be shown."""

    def __init__(self, stored: Any) -> None:
        super().__init__(f"{stored._meta.label_lower}:{stored.pk}")
        self.stored = stored


def refuse_stale(stored: Any, version: int) -> None:
    if stored.version != version:
        raise Stale(stored)
