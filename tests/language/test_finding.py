"""Which heavy words stand in a text, where, and in which form."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from borgerforloeb.language.finding import HeavyWords, words_in_use
from borgerforloeb.language.models import HeavyWord
from tests.language.examples import HEAVY
from tests.language.seeded import SEEDED

WORDS = HeavyWords(SEEDED)
SOME_WORDS = some.sampled_from([*SEEDED, "og", "Jonas", ".", ",", "\n", "i", "med", "indsats"])


@pytest.mark.parametrize("text", HEAVY)
def test_what_is_found(text):
    found = WORDS.in_text(text)

    assert [(text[one.start : one.end], one.plain, one.is_bent) for one in found] == HEAVY[text]


@given(some.lists(SOME_WORDS).map(" ".join))
def test_what_is_found_stands_there_and_never_twice(text):
    found = WORDS.in_text(text)

    assert all(one.plain == SEEDED[one.heavy] for one in found)
    assert all(" ".join(text[one.start : one.end].lower().split()).startswith(one.heavy) for one in found)
    assert all(before.end <= after.start for before, after in zip(found, found[1:], strict=False))


@given(some.sampled_from(sorted(SEEDED)))
def test_each_word_of_the_list_is_found_in_a_sentence(heavy):
    assert heavy in {one.heavy for one in WORDS.in_text(f"Nu {heavy} vi, og det er alt.")} or " " in heavy


def test_of_all_texts_each_word_stands_once_in_their_order():
    texts = ["Vi iværksætter", "såfremt vi iværksætter", "funktionsevnen"]

    assert list(WORDS.in_all(texts)) == ["iværksætter", "såfremt", "funktionsevne"]


@pytest.mark.django_db
def test_a_word_out_of_use_is_not_looked_for():
    HeavyWord.objects.filter(heavy="såfremt").update(is_in_use=False)

    assert "såfremt" not in words_in_use().plain
    assert len(words_in_use().plain) == len(SEEDED) - 1
