"""However it is written it is found, in the places of the source, in time that follows the length."""

import string
from time import perf_counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from borgerforloeb.disclosures.matching import apart, find, numbers_like_cpr, phone_numbers, squashed

WRITTEN = [
    "Ærøvej 4", "ærøvej 4", "ÆRØVEJ 4", "Ærø-vej 4", "Ærø-\nvej 4", "Ærø\u00advej 4", "Ærøvej\n4",
    "Aeroevej 4", "Ærøvej  4", "Ærøvej\u00a04", "Æ r ø v e j 4",
]  # fmt: skip


def found(text: str, words: str) -> list[str]:
    return [text[slice(*span)] for span in find(squashed(text), words)]


@pytest.mark.parametrize("written", WRITTEN)
def test_an_address_is_found_however_it_is_written(written):
    text = f"Hun bor på {written}, tror jeg."

    assert found(text, "Ærøvej 4") == [written]


@pytest.mark.parametrize(
    ("text", "words", "hits"),
    [
        ("Aabenraa og Åbenrå", "Åbenrå", ["Aabenraa", "Åbenrå"]),
        ("A\u030abenra\u030a", "Åbenrå", ["A\u030abenra\u030a"]),
        ("Idas taske, og Ida's", "Ida", ["Ida", "Ida"]),
        ("André Müller", "Andre Muller", ["André Müller"]),
        ("Vi ses i dag, og friday", "Ida", []),
        ("Lindevej 41", "Lindevej 4", []),
        ("Nylindevej 4", "Lindevej 4", []),
        ("", "Ida", []),
        ("Ida", "", []),
    ],
)
def test_whole_words_only(text, words, hits):
    spans = [text[slice(*span)] for span in find(squashed(text), words)]

    assert spans == hits


@pytest.mark.parametrize(
    "written",
    [
        "621299-4123", "6212994123", "62 12 99 4123", "6 2 1 2 9 9 4 1 2 3", "62.12.99-4123", "621299\n4123",
        "621299 - 4123", "711299-4123", "010190–1234", "01/01/90-1234",
    ],
)  # fmt: skip
def test_numbers_like_cpr_in_any_form(written):
    text = f"nummeret er {written}."

    assert [text[slice(*span)] for span in numbers_like_cpr(text)] == [written]


@pytest.mark.parametrize(
    "text", ["1234567890", "12345678901", "991399-4123", "den 2.9.2026 kl. 10.15", "12 34 56 78"]
)
def test_what_is_no_cpr_number(text):
    assert list(numbers_like_cpr(text)) == []


@pytest.mark.parametrize(
    "written", ["12345678", "12 34 56 78", "12-34-56-78", "1234 5678", "1 2 3 4 5 6 7 8"]
)
def test_phone_numbers(written):
    text = f"ring {written}, så"

    assert [text[slice(*span)] for span in phone_numbers(text)] == [written]


@pytest.mark.parametrize(
    "text", ["12.09.2026", "2026-09-02", "02-09-2026", "4.500 kr.", "123456789", "kl. 10.00–11.00"]
)
def test_what_is_no_phone_number(text):
    assert list(phone_numbers(text)) == []


# A machine that is busy is no fault of the matcher.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
letters = st.text(alphabet=string.ascii_letters + "æøåÆØÅ", min_size=4, max_size=12)
noise = st.sampled_from(["", "-", "-\n", "\u00ad", "\u200b"])


@unhurried
@given(word=letters, breaks=st.lists(noise, min_size=12, max_size=12), before=letters, upper=st.booleans())
def test_a_word_that_is_broken_is_found_where_it_stands(word, breaks, before, upper):
    written = "".join(letter + gap for letter, gap in zip(word, breaks, strict=False)).rstrip(
        "-\n\u00ad\u200b"
    )
    text = f"{before}, {written.upper() if upper else written}."

    spans = list(find(squashed(text), word))

    assert len(before) + 2 in {start for start, _ in spans}
    assert all(0 <= start < end <= len(text) for start, end in spans)


@unhurried
@given(st.text(max_size=200))
def test_nothing_that_is_written_breaks_it(text):
    spans = [*numbers_like_cpr(text), *phone_numbers(text), *find(squashed(text), "Ida")]

    assert all(0 <= start < end <= len(text) for start, end in apart(spans))


@pytest.mark.parametrize("part", ["1", "1 ", "a", "skole", "Aa", "-", "12.09.2026 ", "ida "])
def test_time_follows_the_length(part):
    def seconds(length: int) -> float:
        text, began = (part * length)[:length], perf_counter()
        list(numbers_like_cpr(text)), list(phone_numbers(text)), list(find(squashed(text), "ida ida"))
        return perf_counter() - began

    seconds(5_000)
    short, long = min(seconds(20_000) for _ in range(3)), min(seconds(160_000) for _ in range(3))

    # Eight times the text: a square would take sixty-four times as long.
    assert long < max(short, 0.002) * 30
