"""*Ord*, by an administrator: searched, added to with errors, changed by two, taken out of use."""

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import expect

from borgerforloeb.accounts.models import Capability
from borgerforloeb.language.models import HeavyWord
from borgerforloeb.staff.actions.words import change_word
from tests.factories import make_user


@pytest.fixture
def admin(looking, sign_in):
    with transaction.atomic():
        admin = make_user("Adam Ask", capabilities=[Capability.ADMINISTRATOR])
    sign_in(admin)
    return admin


def test_the_list_is_kept(looking, admin):
    page, word = looking.page, HeavyWord.objects.get(heavy="såfremt")
    looking.visit(reverse("words:words"), "words:words")
    page.get_by_label("Ord", exact=True).fill("findes slet ikke")
    looking.follow(page.get_by_role("button", name="Vis", exact=True), "words:words none")
    page.get_by_label("Ord", exact=True).fill("såfremt")
    looking.follow(page.get_by_role("button", name="Vis", exact=True), "words:words one")
    looking.follow(page.get_by_role("link", name="Nyt ord"), "words:word_add")
    page.get_by_label("Tungt ord").fill("såfremt")
    looking.follow(page.get_by_role("button", name="Gem"), "words:word_add with errors")

    looking.visit(reverse("words:word", args=[word.pk]), "words:word")
    with transaction.atomic():
        change_word(word, version=word.version, heavy="såfremt", plain="hvis nu", by=admin)
    page.get_by_label("Skriv hellere").fill("ifald")
    looking.follow(page.get_by_role("button", name="Gem"), "words:word of two")
    expect(page.get_by_role("cell", name="hvis nu")).to_be_visible()
    looking.follow(page.get_by_role("button", name="Gem"), "words:words saved")
    looking.visit(reverse("words:word", args=[word.pk]), "words:word again")
    looking.follow(page.get_by_role("button", name="Tag ordet ud af brug"), "words:words ended")
    looking.visit(reverse("words:word", args=[word.pk]), "words:word out of use")

    assert looking.wrong == {}
    word.refresh_from_db()
    assert (word.plain, word.is_in_use) == ("ifald", False)
