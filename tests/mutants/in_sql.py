"""Small mistakes in SQL, one at a time: in the functions of the database, and in what the gate writes out."""

import re
from collections.abc import Iterator

import psycopg

SWAPPED = [
    (r"(?<![<>!])<=", "<"), (r">=", ">"), (r"(?<!-)>(?![=])", ">="), (r"(?<![:<>])=(?!\s*ANY)", "<>"),
    (r"<>(?!\s*ALL)", "="), (r"\bAND\b", "OR"), (r"\bOR\b(?! REPLACE)", "AND"), (r"\bIS NULL", "IS NOT NULL"),
    (r"\bIS NOT NULL", "IS NULL"), (r"\bNOT EXISTS", "EXISTS"), (r"(?<!NOT )\bEXISTS", "NOT EXISTS"),
    (r"= ANY", "<> ALL"), (r"<> ALL", "= ANY"), (r"\bfalse\)", "true)"), (r"(?<==\s)'\w+'", "'x'"),
    (r"\b1[58]\b", "16"), (r"\bEXCEPT\b", "INTERSECT"), (r"&&", "@>"),
]  # fmt: skip


def changes(text: str) -> Iterator[tuple[str, str]]:
    """What was changed, in words, and all of it afterwards."""
    for pattern, instead in SWAPPED:
        for found in re.finditer(pattern, text):
            changed = text[: found.start()] + instead + text[found.end() :]
            near = " ".join(changed[max(0, found.start() - 30) : found.end() + 40].split())
            yield f"{found[0]} -> {instead} in …{near}…", changed


def definition(server: psycopg.Connection, function: str) -> str:
    [words] = server.execute("SELECT pg_get_functiondef(%s::regproc)", [function]).fetchone() or [""]
    return words
