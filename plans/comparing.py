"""Two versions held against each other, word for word: what went and what came, in the order of the plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from plans.changes import Change, compare
from plans.snapshot import Facts

TOKEN = re.compile(r"\s+|[^\s]+")
# Beyond this, finding the words that stayed takes seconds; the two texts then stand side by side as they are.
MOST_WORDS = 3000
NEW_LINE = SafeString("<br>")
AS_IT_WAS, GONE, NEW = "{}{}{}", "{}<del>{}</del>{}", "{}<ins>{}</ins>{}"


@dataclass(frozen=True)
class Pair:
    """One text as it was and as it is, with the words that went and came marked."""

    label: str
    was: SafeString
    now: SafeString


@dataclass(frozen=True)
class Difference:
    change: Change
    pairs: Sequence[Pair]


def differences(old: Facts, new: Facts) -> list[Difference]:
    """Both as one reader may see them."""
    return [Difference(change, list(_pairs(change))) for change in compare(old, new)]


def _pairs(change: Change) -> Iterable[Pair]:
    for words in change.words:
        was, now = marked(words.was, words.now)
        yield Pair(words.label, was, now)


def marked(was: str, now: str) -> tuple[SafeString, SafeString]:
    """Escaped; <del> around what went and <ins> around what came, line breaks kept."""
    before, after = TOKEN.findall(was), TOKEN.findall(now)
    if not before or not after or len(before) + len(after) > MOST_WORDS:
        return _plain(was), _plain(now)
    left, right = [], []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        left.append(_part("".join(before[a:b]), AS_IT_WAS if kind == "equal" else GONE))
        right.append(_part("".join(after[c:d]), AS_IT_WAS if kind == "equal" else NEW))
    return _joined(left), _joined(right)


def _part(text: str, how: str) -> SafeString:
    """No line is drawn under the room between words."""
    inner = text.strip()
    before, _, after = text.partition(inner) if inner else (text, "", "")
    return format_html(how if inner else AS_IT_WAS, _plain(before), _plain(inner), _plain(after))


def _plain(text: str) -> SafeString:
    return format_html_join(NEW_LINE, "{}", ((line,) for line in text.split("\n")))


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
