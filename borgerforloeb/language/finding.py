"""Where in a text the municipality's heavy words stand; static/js/plain.js finds them in the same way."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from borgerforloeb.language.lix import LETTER, WORD
from borgerforloeb.language.models import HeavyWord

# What a Danish word is bent by. A bent word is told, but not replaced: its plain one is bent otherwise.
ENDINGS = frozenset({
    "e", "en", "ens", "er", "erne", "ernes", "ers", "es", "et", "ets", "n", "ne", "nes", "ns", "r", "rne",
    "rnes", "rs", "s", "t", "te", "ts",
})  # fmt: skip
LONGEST_ENDING = max(map(len, ENDINGS))
# A shorter word with an ending is often another word.
SHORTEST_BENT = 5


@dataclass(frozen=True)
class Found:
    start: int
    end: int
    heavy: str
    plain: str
    is_bent: bool


class HeavyWords:
    """The list, made ready to be looked for: `plain` by heavy word or words, both in small letters."""

    def __init__(self, plain: Mapping[str, str]) -> None:
        self.plain = plain
        self._stem = cache(self._find_stem)
        self._phrases: dict[str, list[str]] = defaultdict(list)
        for heavy in sorted((one for one in plain if " " in one), key=len, reverse=True):
            self._phrases[heavy.split()[0]].append(heavy)

    def in_all(self, texts: Iterable[str]) -> dict[str, str]:
        """Each once, in the order in which they are met."""
        return {one.heavy: one.plain for text in texts for one in self.in_text(text)}

    def in_text(self, text: str) -> list[Found]:
        found: list[Found] = []
        end = 0
        for token in WORD.finditer(text):
            word = token[0].lower()
            if token.start() < end or not (word in self._phrases or self._stem(word)):
                continue
            if one := self._phrase_at(text, token.start(), word) or self._word_at(token, word):
                found.append(one)
                end = one.end
        return found

    def _phrase_at(self, text: str, start: int, first: str) -> Found | None:
        for heavy in self._phrases.get(first, ()):
            if match := _pattern(heavy).match(text, start):
                return Found(*match.span(), heavy, self.plain[heavy], is_bent=False)
        return None

    def _word_at(self, token: re.Match[str], word: str) -> Found | None:
        stem = self._stem(word)
        return Found(*token.span(), stem, self.plain[stem], is_bent=stem != word) if stem else None

    def _find_stem(self, word: str) -> str:
        """The heavy word of which this is a form; nothing of most words, so each is asked about once."""
        if word in self.plain:
            return word
        for length in range(1, min(LONGEST_ENDING, len(word) - SHORTEST_BENT) + 1):
            stem = word[:-length]
            if stem in self.plain and word[-length:] in ENDINGS:
                return stem
        return ""


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(phrase.replace(" ", r"\s+") + rf"(?!{LETTER})", re.IGNORECASE)


def words_in_use() -> HeavyWords:
    return HeavyWords(dict(HeavyWord.objects.filter(is_in_use=True).order_by().values_list("heavy", "plain")))
