"""Files that a spreadsheet opens; nobody's words are a formula there."""

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

# What begins a formula, or a command in older programs, and what may stand before it without being seen.
FORMULA = ("=", "+", "-", "@", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")
UNSEEN = re.compile(r"^[\s\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+")


def write(path: Path, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Readable by its owner alone."""
    # The mark of the encoding: else Excel reads æ, ø and å as something else.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        path.chmod(0o600)
        writer = csv.writer(file, delimiter=";")
        writer.writerow(heads)
        writer.writerows([cell(text) for text in row] for row in rows)


def cell(text: str) -> str:
    """A name that a spreadsheet would take for a formula is text here; a space before it helps nobody."""
    hidden = text[:1] in ("\t", "\r", "\n")
    return f"'{text}" if hidden or UNSEEN.sub("", text)[:1] in FORMULA else text
