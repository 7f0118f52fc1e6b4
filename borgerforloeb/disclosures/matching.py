"""Finding words in text however they are written: case, æøå or aa, hyphens, line breaks, digits one by one.

Each search reads the text a fixed number of times, so it takes time in proportion to its length.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

Span = tuple[int, int]

_LETTERS = {"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss", "œ": "oe", "đ": "d", "ł": "l"}
# Zero width, soft hyphen, marks of direction: seen by nobody.
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f")
_BETWEEN_DIGITS = r"[^0-9A-Za-zÆØÅæøå,;:()]{0,3}"
_TEN_DIGITS = re.compile(rf"(?<!\d)(?=(\d(?:{_BETWEEN_DIGITS}\d){{9}})(?!\d))")
_EIGHT_DIGITS = re.compile(rf"(?<!\d)(?=([1-9](?:{_BETWEEN_DIGITS}\d){{7}})(?!\d))")
# With the code of the country in front; of another country the number has no fixed length.
_FROM_ABROAD = re.compile(
    rf"(?<![\d+])(?=((?:\+ ?|00 ?)?45{_BETWEEN_DIGITS}[1-9](?:{_BETWEEN_DIGITS}\d){{7}})(?!\d))"
)
_ABROAD = re.compile(r"(?<![\d+])(?:\+ ?|00)[1-9](?:[ ().\-/\u00a0]{0,3}\d){6,13}(?!\d)")
_LONG_CPR = re.compile(
    r"(?<!\d)(\d\d?)[.\-/ ]{1,2}(\d\d?)[.\-/ ]{1,2}(?:18|19|20)\d\d ?[\-\u2013] ?\d{4}(?![\d.,]|\s?kr)"
    r"|(?<!\d)(\d\d)(\d\d)(?:18|19|20)\d\d ?[\-\u2013]? ?\d{4}(?!\d)"
)
_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2}[.\-/ ]{1,2}\d{1,2}[.\-/ ]{1,2}(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)(?!\d)"
)
_HOURS = re.compile(r"\bkl\. ?\d{1,2}[.:]\d\d ?[-\u2013] ?\d{1,2}[.:]\d\d(?!\d)")
_AMOUNT = re.compile(
    r"(?<![\d.])\d{1,3}(?:\.\d{3})+(?:,\d\d)?(?:\s?[\-\u2013]\s?\d{1,3}(?:\.\d{3})+)?(?=\s?(?:kr|DKK|,-))"
)
_REPLACEMENT = 60


@dataclass(frozen=True)
class Squashed:
    """Only letters and digits, each with its place in the source, and where words begin and end."""

    letters: str
    places: tuple[int, ...]
    # One past each letter in the source, with the signs that belong to it.
    untils: tuple[int, ...]
    starts: frozenset[int]
    ends: frozenset[int]


@cache
def _folded(letter: str) -> str:
    lower = letter.casefold()
    if lower in _LETTERS:
        return _LETTERS[lower]
    plain = "".join(one for one in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(one))
    return "".join(_LETTERS.get(one, one) for one in plain if one.isalnum())


def folded(text: str) -> str:
    return "".join(_folded(letter) for letter in unicodedata.normalize("NFC", text))


def squashed(text: str) -> Squashed:
    letters: list[str] = []
    places: list[int] = []
    untils: list[int] = []
    starts, ends = set[int](), set[int]()
    inside = False
    for place, until, letter in _whole_letters(text):
        if letter in _UNSEEN:
            continue
        as_read = _folded(letter)
        if as_read and not inside:
            starts.add(len(letters))
        if not as_read and inside:
            ends.add(len(letters))
        inside = bool(as_read)
        letters.extend(as_read)
        places.extend([place] * len(as_read))
        untils.extend([until] * len(as_read))
    if inside:
        ends.add(len(letters))
    return Squashed("".join(letters), tuple(places), tuple(untils), frozenset(starts), frozenset(ends))


def _whole_letters(text: str) -> Iterator[tuple[int, int, str]]:
    """An å that came as two signs, the a and its ring, is one letter."""
    place = 0
    while place < len(text):
        end = place + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        yield place, end, unicodedata.normalize("NFC", text[place:end])
        place = end


def find(text: Squashed, words: str) -> Iterator[Span]:
    """Where these words stand as whole words, also in the genitive, in places of the source."""
    wanted = folded(words)
    at = text.letters.find(wanted) if wanted else -1
    while at >= 0:
        end = at + len(wanted)
        if at in text.starts and (end in text.ends or _is_genitive(text, end)):
            yield text.places[at], text.untils[end - 1]
        at = text.letters.find(wanted, at + 1)


def _is_genitive(text: Squashed, end: int) -> bool:
    return text.letters[end : end + 1] == "s" and end + 1 in text.ends


def numbers_like_cpr(text: str) -> Iterator[Span]:
    """Ten digits of which the first six can be a day, with 60 added for a replacement number."""
    for match in _TEN_DIGITS.finditer(text):
        digits = [letter for letter in match[1] if letter.isdigit()]
        if _is_a_day(int("".join(digits[:2])), int("".join(digits[2:4]))):
            yield match.span(1)
    for match in _LONG_CPR.finditer(text):
        if _is_a_day(int(match[1] or match[3]), int(match[2] or match[4])):
            yield match.span()


def _is_a_day(day: int, month: int) -> bool:
    return 1 <= (day - _REPLACEMENT if day > _REPLACEMENT else day) <= 31 and 1 <= month <= 12


def phone_numbers(text: str) -> Iterator[Span]:
    """Eight digits that are no date, hours or amount, and numbers with a country's code."""
    with_code = [match.span(1) for match in _FROM_ABROAD.finditer(text)]
    yield from with_code
    yield from (match.span() for match in _ABROAD.finditer(text))
    dates = [match.span() for form in (_DATE, _HOURS, _AMOUNT) for match in form.finditer(text)]
    following = iter([*apart([*dates, *with_code]), (len(text), len(text))])
    day = next(following)
    for match in _EIGHT_DIGITS.finditer(text):
        while day[1] <= match.start(1):
            day = next(following, (len(text) + 1, len(text) + 1))
        if match.end(1) <= day[0]:
            yield match.span(1)


def apart(spans: Iterable[Span]) -> list[Span]:
    """In order; those that touch each other's letters become one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def phone_of(text: str) -> str:
    """The eight digits, also of a number with the country's code."""
    digits = digits_of(text)
    codes = (code for code in ("0045", "45") if len(digits) == len(code) + 8 and digits.startswith(code))
    return digits[len(next(codes, "")) :]


def digits_of(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())
