"""Files that a spreadsheet opens; nobody's words are a formula there."""

import csv
import os
import re
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path

# What begins a formula, or a command in older programs, and what may stand before it without being seen.
FORMULA = ("=", "+", "-", "@", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")
UNSEEN = re.compile(r"^[\s\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+")


def write(path: Path, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Readable by its owner alone."""
    # The mark of the encoding: else Excel reads æ, ø and å as something else.
    with open(path, "w", encoding="utf-8-sig", newline="", opener=_for_the_owner) as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(heads)
        writer.writerows([cell(text) for text in row] for row in rows)


def _for_the_owner(path: str, flags: int) -> int:
    descriptor = os.open(path, flags, 0o600)
    # A file that was there before may be open to more. What is no file (/dev/null) keeps its rights.
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.fchmod(descriptor, 0o600)
    return descriptor


def cell(text: str) -> str:
    """A name that a spreadsheet would take for a formula is text here; a space before it helps nobody."""
    hidden = text[:1] in ("\t", "\r", "\n")
    return f"'{text}" if hidden or UNSEEN.sub("", text)[:1] in FORMULA else text
