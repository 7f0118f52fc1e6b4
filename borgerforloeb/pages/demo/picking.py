"""Choosing without chance: the same words choose the same thing every time, on every machine."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID, uuid5
from zlib import crc32

T = TypeVar("T")
NAMESPACE = UUID("5f0c1f0a-6a67-4c0b-9d6e-68656e67736e")


def number(*words: object) -> int:
    return crc32("/".join(str(word) for word in words).encode())


def pick(choices: Sequence[T], *words: object) -> T:
    return choices[number(*words) % len(choices)]


def between(low: int, high: int, *words: object) -> int:
    """Both ends count."""
    return low + number(*words) % (high - low + 1)


def one_in(share: int, *words: object) -> bool:
    return number(*words) % share == 0


def identity(*words: object) -> UUID:
    return uuid5(NAMESPACE, "/".join(str(word) for word in words))
