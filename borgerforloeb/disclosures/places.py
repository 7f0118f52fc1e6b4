"""Ordinary ways of telling where somebody is, also where nothing is registered: addresses, towns, e-mail.

Each starts from what is sure (the end of a road's name, the four digits, the @) and looks a fixed number of
letters around it, so it takes time in proportion to the length of the text.
"""

import re
from collections.abc import Iterator

from borgerforloeb.disclosures.matching import Span, Squashed, find

# Ends of names that are seldom anything but a road, and those that are ordinary words too.
_SURE = "vej|gade|all[eé]|stræde|straede|boulevard|vænge|vaenge"
_UNSURE = (
    "plads|torv|park|have|bakke|toft|vang|mark|gård|gaard|sti|lund|høj|dal|eng|skov|løkke|krog|kaj"
    "|kvarter|brink|skrænt"
)
_SHORTENED = r"(?:gd|vj|v|str|blvd|boul|pl)\."
_SPACE = r"[\s\u00a0]"
# A number that counts something is no house.
_COUNTED = (
    r"(?:kr|%|pct|km)|(?:dage?|timer?|gange?|uger?|måned(?:er)?|år|minut(?:ter)?|personer?|børn|barn|pladser?"
    r"|stk|andre|møder?|meter|procent)(?!\w)"
)
_HOUSE = (
    rf"\.?,?{_SPACE}{{0,3}}(?:nr\.?{_SPACE}{{0,2}})?\d{{1,3}}(?!\d|[.,:]\d|{_SPACE}?(?:{_COUNTED}))"
    rf"(?:(?-i:{_SPACE}?[A-Z]|[a-z])(?!\w))?"
)
_ROAD = re.compile(
    rf"(?:(?P<sure>{_SURE})|(?:{_UNSURE})|(?P<short>{_SHORTENED}))(?:e?n|e?t|s)?(?!\w){_HOUSE}", re.IGNORECASE
)
_POSTCODE = re.compile(
    rf"(?<![\d.,:/])(?<!\d-)(?:DK[- ]?)?[1-9]\d{{3}}{_SPACE}{{1,3}}[A-ZÆØÅ][a-zæøåé]{{1,30}}"
    rf"(?:{_SPACE}[A-ZÆØÅ](?!\w))?"
)
_CLOCK = re.compile(r"kl(?:\.|okken)? ?$", re.I)
# Years look like postcodes of the capital alone.
_YEAR = re.compile(r"(?:19|20)\d\d\s{1,3}(?!Frederiksberg|København|Kbh)")
_MONEY = re.compile(r"\d{4}\s{1,3}(?:Kr|Kroner|Dkk)(?!\w)")
_EMAIL = re.compile(r"@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_BEFORE_AT = re.compile(r"[\w.+-]{1,64}$")
# What stands before the last word of a name: »Jens Jensens«, »H.C. Andersens«, »Ny«.
_NAMES = re.compile(rf"(?:(?<!\w)(?:(?:[A-ZÆØÅ]\.){{1,3}}|[A-ZÆØÅ][\w'’]{{0,40}}){_SPACE}{{1,2}}){{1,3}}$")
_GOES_ON = re.compile(rf"[\w,]{_SPACE}{{1,2}}$")
# A word with the hyphen that it is broken at.
LONGEST_STEM, NEARBY = 40, 64
_STEM = re.compile(rf"(?:[^\W\d_]|[\u00ad\u200b]|-\n?){{1,{LONGEST_STEM}}}$")
_MUNICIPALITY = re.compile(r"s?[\s\u00a0]{1,2}kommun", re.I)
# How a registered road is written when it is written short.
SHORT_FORMS = {
    "gade": ("gd", "g"), "vej": ("vj", "v"), "allé": ("al",), "alle": ("al",), "stræde": ("str",),
    "plads": ("pl",), "boulevard": ("blvd", "boul"), "vænget": ("vg",), "vænge": ("vg",),
}  # fmt: skip


def roads(words: str) -> Iterator[Span]:
    """A road's name and a number: »Birkevej 4«, »Jens Jensens Vej 12 B«, »Nørregd. 12«."""
    for match in _ROAD.finditer(words):
        before = words[max(0, match.start() - NEARBY) : match.start()]
        stem = _STEM.search(before)
        letters = len(stem[0].strip("-\n")) if stem else 0
        start = match.start() - (len(stem[0]) if stem else 0)
        is_name = words[start].isupper()
        if is_name and (named := _NAMES.search(words[max(0, start - NEARBY) : start])):
            start -= len(named[0])
        elif not letters and not (is_name and _GOES_ON.search(before)):
            continue
        if not letters or letters >= _fewest(match, is_name):
            yield start, match.end()


def _fewest(match: re.Match[str], is_name: bool) -> int:
    """Of letters before the ending, so that an ordinary word is none: »på vej 3«, »en plads 2«, »Nov. 12«."""
    if match["sure"]:
        return 1 if is_name else 3
    if not is_name:
        return LONGEST_STEM + 1
    return 3 if match["short"] else 2


def postal_towns(words: str) -> Iterator[Span]:
    """Four digits and a capitalised word; neither a year, an amount nor an hour."""
    for match in _POSTCODE.finditer(words):
        if _YEAR.match(match[0]) or _MONEY.match(match[0]):
            continue
        if not _CLOCK.search(words[max(0, match.start() - 10) : match.start()]):
            yield match.span()


def towns(words: str, letters: Squashed, names: tuple[str, ...]) -> Iterator[Span]:
    """A town alone; the municipality that bears its name tells of nobody."""
    for name in names:
        for start, end in find(letters, name):
            if words[start].isupper() and not _MUNICIPALITY.match(words, end):
                yield start, end


def emails(words: str) -> Iterator[Span]:
    for match in _EMAIL.finditer(words):
        before = _BEFORE_AT.search(words[max(0, match.start() - NEARBY) : match.start()])
        if before:
            yield match.start() - len(before[0]), match.end()


def written_short(road: str) -> Iterator[str]:
    """»Nørregade« as »Nørregd«."""
    for ending, forms in SHORT_FORMS.items():
        if road.casefold().endswith(ending):
            yield from (road[: -len(ending)] + form for form in forms)
