"""How heavy a Danish text is to read: Björnsson's LIX, words to a sentence plus long words in a hundred.

static/js/plain.js counts in the same way while somebody writes; what is a list here is sent to it.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

LETTER = r"[^\W_]"  # or a digit
WORD = re.compile(rf"{LETTER}+(?:[-'’.,]{LETTER}+)*")
DIGITS = "0123456789"
LONGEST_SHORT = 6
# In fewer words, one long word more or less would move the number by a whole band.
FEWEST_WORDS = 20
# (below this, it is …)
BANDS = ((25, "meget let"), (35, "let"), (45, "middel svær"), (55, "svær"), (None, "meget svær"))
# Those that stand in the middle of a sentence also before a capital letter or a number.
ABBREVIATIONS = frozenset({
    "adr", "afd", "art", "bl.a", "ca", "chr", "cpr", "dr", "dvs", "ekskl", "evt", "f.eks", "feks", "fr", "fx",
    "hhv", "hr", "inkl", "jf", "kap", "kl", "kr", "lb", "lbk", "maks", "mht", "mia", "min", "mio", "nr",
    "pga", "pkt", "pr", "red", "ref", "sml", "stk", "sv", "tlf", "vedr", "vha",
})  # fmt: skip

_HYPHEN_OF_LINES = "\u00ad"
# A line that goes on with a small letter was broken by a program; every other line is a sentence of its own.
_BROKEN = re.compile(r"\n[ \t]*(?=[a-zæøåäöé])")
_BULLET = re.compile(r"^[ \t]*(?:[-*•–]|[0-9]{1,2}[.)])[ \t]+", re.MULTILINE)
# Where a sentence may end: before a capital letter or a number. What stands before the mark decides.
_MARK = re.compile(r"""(?<![.:!?…])([.:!?…]+)[)\]»«”“"’']*\s+[(\[»«„“"']*(?=([A-ZÆØÅÄÖÉ0-9]))""")
_OPENING, _CLOSING = "([»«„“\"'", ")]»«”“\"’'%"
LONGEST_BEFORE = 40


@dataclass(frozen=True)
class Reading:
    words: int = 0
    sentences: int = 0
    long_words: int = 0

    def __add__(self, other: "Reading") -> "Reading":
        return Reading(
            self.words + other.words, self.sentences + other.sentences, self.long_words + other.long_words
        )

    @property
    def lix(self) -> int | None:
        """None of a text that is too short to tell. In whole numbers, as the browser counts: half is up."""
        if self.words < FEWEST_WORDS:
            return None
        over, under = (
            self.words**2 + 100 * self.long_words * self.sentences,
            self.words * self.sentences,
        )
        return (2 * over + under) // (2 * under)

    @property
    def band(self) -> str:
        lix = self.lix
        if lix is None:
            return ""
        return next(word for below, word in BANDS if below is None or lix < below)


def measure(text: str) -> Reading:
    lines = [(line, words) for line in _lines(text) if (words := WORD.findall(line))]
    return Reading(
        sum(len(words) for _, words in lines),
        sum(_sentences(line) for line, _ in lines),
        sum(_is_long(word) for _, words in lines for word in words),
    )


def measure_all(texts: Iterable[str]) -> Reading:
    """Each text ends its own last sentence."""
    return sum(map(measure, texts), Reading())


def _lines(text: str) -> list[str]:
    text = unicodedata.normalize("NFC", text).replace(_HYPHEN_OF_LINES, "")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _BULLET.sub("", _BROKEN.sub(" ", text)).split("\n")


def _sentences(line: str) -> int:
    return 1 + sum(
        _is_end(line[max(0, mark.start() - LONGEST_BEFORE) : mark.start()], *mark.groups())
        for mark in _MARK.finditer(line)
    )


def _is_end(before: str, marks: str, following: str) -> bool:
    words = before.rstrip(_CLOSING).split()
    word = words[-1].lstrip(_OPENING) if words else ""
    if not word or set(marks) & set("!?…"):
        return bool(word)
    if word[-1] in DIGITS:
        return following not in DIGITS  # 2. 9. 2026
    return len(word) > 1 and word.lower() not in ABBREVIATIONS


def _is_long(word: str) -> bool:
    """Digits are no letters: neither a date nor a telephone number is hard to read."""
    return len(word) > LONGEST_SHORT and (word.isalpha() or sum(map(str.isalpha, word)) > LONGEST_SHORT)
