"""LIX as counted by hand, and what holds of every text."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from borgerforloeb.language.lix import ABBREVIATIONS, BANDS, FEWEST_WORDS, WORD, Reading, measure, measure_all
from tests.language.examples import EXAMPLES, NUMBERS

SIGNS = "aeirnBÅæøå0129 ..,:!?-'’»«()\n\t\u00ad/%…"
TEXTS = some.text(alphabet=SIGNS) | some.text()
SENTENCE = "Her er en sætning med ti korte ord i alt."


@pytest.mark.parametrize("name", EXAMPLES)
def test_as_counted_by_hand(name):
    example = EXAMPLES[name]

    reading = measure(example.text)

    assert (reading.words, reading.sentences, reading.long_words) == example[1:]
    assert (reading.lix, reading.band) == NUMBERS.get(name, (None, ""))


@pytest.mark.parametrize(
    ("reading", "lix", "band"),
    [
        (Reading(FEWEST_WORDS - 1, 1, 0), None, ""),
        (Reading(20, 1, 0), 20, "meget let"),
        (Reading(40, 2, 1), 23, "meget let"),  # 22.5
        (Reading(100, 10, 15), 25, "let"),
        (Reading(100, 10, 24), 34, "let"),
        (Reading(100, 10, 25), 35, "middel svær"),
        (Reading(100, 10, 35), 45, "svær"),
        (Reading(100, 10, 44), 54, "svær"),
        (Reading(100, 10, 45), 55, "meget svær"),
    ],
)
def test_the_number_and_its_word(reading, lix, band):
    assert (reading.lix, reading.band) == (lix, band)


@pytest.mark.parametrize("word", sorted(ABBREVIATIONS))
def test_an_abbreviation_ends_no_sentence(word):
    assert measure(f"Det er {word}. Jonas").sentences == 1
    assert measure(f"Det er {word}. 7").sentences == 1
    assert measure(f"Det er {word}s. Jonas").sentences == 2 or f"{word}s" in ABBREVIATIONS


@given(TEXTS)
def test_of_every_text(text):
    reading = measure(text)

    assert 0 <= reading.long_words <= reading.words
    assert reading.sentences <= reading.words
    assert bool(reading.sentences) == bool(reading.words)
    assert (reading.lix is None) == (reading.words < FEWEST_WORDS)
    assert reading.band in {"", *(word for _, word in BANDS)}


@given(TEXTS)
def test_how_a_line_is_broken_makes_no_difference(text):
    assert measure(text.replace("\n", "\r\n")) == measure(text)


@given(some.lists(TEXTS, max_size=4))
def test_texts_are_counted_each_for_itself(texts):
    readings = [measure(text) for text in texts]

    whole = measure_all(texts)

    assert whole.words == sum(one.words for one in readings)
    assert whole.sentences == sum(one.sentences for one in readings)


@given(some.integers(2, 20))
def test_longer_words_and_longer_sentences_are_heavier(number):
    short = " ".join([SENTENCE] * number)

    assert measure(short).lix == 10 + 10
    assert measure(short.replace("korte", "langstrakte")).lix > measure(short).lix
    assert measure(short.replace(". Her", " her")).lix > measure(short).lix


@given(TEXTS)
def test_a_word_is_found_whole(text):
    assert all(word == word.strip(".,-'’ ") for word in WORD.findall(text))


def test_a_long_text_of_marks_is_counted_at_once():
    for sign in ("a", "a.", ". ", " ", "\n", ".", ")", "a. ", "1. ", "A-"):
        measure(sign * 20_000 + " B")
