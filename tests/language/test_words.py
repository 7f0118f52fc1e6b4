"""The list itself: what may stand on it, what it begins with, and what the browser is given of it."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from borgerforloeb.language.lix import BANDS
from borgerforloeb.language.models import HeavyWord
from tests.factories import make_user
from tests.language.seeded import PAIRS, SEEDED
from tests.queries import all_queries

pytestmark = pytest.mark.django_db
ADDRESS = reverse("language:words")


def test_the_list_begins_with_what_is_written_in_the_seed():
    assert dict(HeavyWord.objects.values_list("heavy", "plain")) == SEEDED
    assert len(PAIRS) == len(SEEDED) >= 100


def test_every_seed_may_stand_there_and_none_is_replaced_by_another_heavy_word():
    for word in HeavyWord.objects.all():
        word.full_clean()
        assert word.plain not in SEEDED
        assert SEEDED[word.heavy] == word.plain


def test_a_word_is_kept_in_small_letters_with_one_space():
    word = HeavyWord(heavy="  Med   Henblik ", plain=" for  at ")

    word.clean()

    assert (word.heavy, word.plain) == ("med henblik", "for at")


@pytest.mark.parametrize("heavy", ["og/eller", "pt.", "§ 85", "nr 1", "!", "a (b)", "ord-"])
def test_what_would_never_be_found_is_refused(heavy):
    with pytest.raises(ValidationError, match="Skriv kun ord"):
        HeavyWord(heavy=heavy, plain="let").full_clean()


def test_a_word_is_not_its_own_plain_one_and_stands_once():
    with pytest.raises(ValidationError, match="et andet ord"):
        HeavyWord(heavy="let", plain="Let").full_clean()
    with pytest.raises(ValidationError, match="står på listen allerede"):
        HeavyWord(heavy="Såfremt", plain="om").full_clean()


def test_the_browser_is_given_words_and_rules_and_keeps_them(client):
    HeavyWord.objects.filter(heavy="såfremt").update(is_in_use=False)
    client.force_login(make_user())

    with all_queries() as queries:
        answer = client.get(ADDRESS)

    given = answer.json()
    assert given["words"] == {heavy: plain for heavy, plain in SEEDED.items() if heavy != "såfremt"}
    assert given["bands"] == [list(band) for band in BANDS]
    assert answer.headers["Cache-Control"] == "private, max-age=3600"
    assert sum("language_heavyword" in sql for sql in queries) == 1


def test_who_is_not_signed_in_is_given_nothing(client):
    assert client.get(ADDRESS).status_code == 302
