"""Two who wrote in one text, and what both of them began with: one text that holds the words of both.

Sentences are the unit, not words: "skal ikke" by one and "tirsdag" by the other in the same sentence would
give a sentence that nobody wrote. It is only proposed; the writer reads it and saves.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from django.core.exceptions import ValidationError

# A sentence ends where a capital follows, so "kl. 10" does not; the space between two is a piece of its own.
ENDED = r"(?:(?<=[.!?…])|(?<=[.!?…][”\"»')]))"
PIECES = re.compile(rf"\n+|[ \t]+(?=\n)|{ENDED}[ \t]+(?=[”\"»'(–-]?[A-ZÆØÅ])")
LINES = re.compile(r"\n+")
# Comparing takes the square of it: a text of more pieces is compared line by line, or as one.
AT_MOST = 2000
SAVED, WRITTEN, END, REMOVED = "⟦Gemt imens: ", "⟦Du skrev: ", "⟧", "(fjernet)"
CHOOSE = "Her står stadig to tekster mellem ⟦ og ⟧. Vælg, hvad der skal stå, og fjern mærkerne."


class From(StrEnum):
    BOTH = "both"
    THEIRS = "theirs"
    MINE = "mine"
    # Both added something at the same place: one after the other.
    EACH = "each"
    # Both changed the same: which of them is for the writer to say.
    CLASH = "clash"


@dataclass(frozen=True)
class Piece:
    whose: From
    base: str
    theirs: str
    mine: str

    @property
    def text(self) -> str:
        if self.whose is From.THEIRS:
            return self.theirs
        if self.whose is From.EACH:
            return _one_after_the_other(self.theirs, self.mine)
        if self.whose is From.CLASH:
            return f"{SAVED}{self.theirs or REMOVED}{END} {WRITTEN}{self.mine or REMOVED}{END}"
        return self.mine


def merge(base: str, theirs: str, mine: str) -> list[Piece]:
    """All of the text, piece by piece: joined, they are what is proposed."""
    texts = base, theirs, mine
    for pattern in (PIECES, LINES):
        split = [_split(text, pattern) for text in texts]
        if max(map(len, split)) <= AT_MOST:
            return list(_merged(*split))
    return list(_merged(*([text] if text else [] for text in texts)))


def joined(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def refuse_marks(text: str) -> None:
    """Nobody's plan says "Gemt imens"."""
    if SAVED.strip() in text or WRITTEN.strip() in text:
        raise ValidationError(CHOOSE, code="unmerged")


def _split(text: str, pattern: re.Pattern[str]) -> list[str]:
    cuts = [0, *(cut for found in pattern.finditer(text) for cut in found.span()), len(text)]
    return [text[start:end] for start, end in zip(cuts, cuts[1:], strict=False) if start < end]


def _merged(base: list[str], theirs: list[str], mine: list[str]) -> Iterator[Piece]:
    """What all three have holds the text together; what lies between was changed by one or by both."""
    at_theirs, at_mine = _places(base, theirs), _places(base, mine)
    done = [0, 0, 0]
    for place in [*(place for place in range(len(base)) if place in at_theirs and place in at_mine), None]:
        ends = [len(base), len(theirs), len(mine)]
        if place is not None:
            ends = [place, at_theirs[place], at_mine[place]]
        parts = zip((base, theirs, mine), done, ends, strict=True)
        yield from _between(*(text[start:end] for text, start, end in parts))
        if place is not None:
            yield Piece(From.BOTH, *[base[place]] * 3)
        done = [end + 1 for end in ends]


def _places(base: list[str], other: list[str]) -> dict[int, int]:
    blocks = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _between(base: list[str], theirs: list[str], mine: list[str]) -> Iterator[Piece]:
    """One who wrote on before or after a sentence that the other changed has not touched it."""
    size = len(base)
    if size and mine[:size] == base:
        yield from _judged((base, theirs, base), ([], [], mine[size:]))
    elif size and mine[-size:] == base:
        yield from _judged(([], [], mine[:-size]), (base, theirs, base))
    elif size and theirs[:size] == base:
        yield from _judged((base, base, mine), ([], theirs[size:], []))
    elif size and theirs[-size:] == base:
        yield from _judged(([], theirs[:-size], []), (base, base, mine))
    else:
        yield from _judged((base, theirs, mine))


def _judged(*gaps: tuple[list[str], list[str], list[str]]) -> Iterator[Piece]:
    for gap in gaps:
        base, theirs, mine = ("".join(text) for text in gap)
        if base or theirs or mine:
            yield Piece(_whose(base, theirs, mine), base, theirs, mine)


def _whose(base: str, theirs: str, mine: str) -> From:
    if theirs == mine:
        return From.BOTH
    if theirs == base:
        return From.MINE
    if mine == base:
        return From.THEIRS
    if base:
        return From.CLASH
    # What one has and goes on from: the answer to the first save never came, and it was sent again with more.
    if mine.startswith(theirs):
        return From.MINE
    return From.THEIRS if theirs.startswith(mine) else From.EACH


def _one_after_the_other(first: str, second: str) -> str:
    touches = not first[-1:].isspace() and not second[:1].isspace()
    return f"{first}\n{second}" if touches else first + second
