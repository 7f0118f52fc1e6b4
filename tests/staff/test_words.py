"""*Ord*: an administrator keeps the list of heavy words, and two do not write over each other."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Stale
from borgerforloeb.language.models import HeavyWord
from borgerforloeb.staff.actions.words import add_word, change_word, end_word, resume_word
from tests.factories import make_user

pytestmark = pytest.mark.django_db
LIST = reverse("words:words")
ALLOWED = {"heavy": "tilvejebragt", "plain": "skaffet"}


@pytest.fixture
def admin(client):
    admin = make_user("Adam Ask", capabilities=[Capability.ADMINISTRATOR])
    client.force_login(admin)
    return admin


@pytest.fixture
def word():
    return HeavyWord.objects.get(heavy="såfremt")


def address(name, word):
    return reverse(f"words:{name}", args=[word.pk])


def told(action):
    return AuditEvent.objects.filter(action=f"heavy_word.{action}")


def test_only_an_administrator_keeps_the_list(word):
    for by in (make_user("Katrine"), make_user("Lene", capabilities=[Capability.LEADER])):
        for act in (
            lambda by=by: add_word(**ALLOWED, by=by),
            lambda by=by: change_word(word, version=1, **ALLOWED, by=by),
            lambda by=by: end_word(word, by=by),
            lambda by=by: resume_word(word, by=by),
        ):
            with pytest.raises(PermissionDenied):
                act()

    assert not AuditEvent.objects.filter(action__startswith="heavy_word").exists()


def test_a_word_is_added_and_told_to_the_log(admin):
    made = add_word(heavy=" Tilvejebragt ", plain="skaffet", by=admin)

    assert (made.heavy, made.plain, made.is_in_use, made.version) == ("tilvejebragt", "skaffet", True, 1)
    assert told("added").get().actor_id == admin.pk


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"heavy": "Såfremt"}, "står på listen allerede"),
        ({"heavy": "og/eller"}, "Skriv kun ord"),
        ({"plain": "Tilvejebragt"}, "et andet ord"),
        ({"heavy": "a" * 61}, "højst have 60"),
    ],
)
def test_what_is_not_put_on_the_list(admin, word, changed, words):
    with pytest.raises(ValidationError, match=words):
        add_word(**ALLOWED | changed, by=admin)
    assert not told("added").exists()


def test_a_word_is_changed_and_the_log_says_which_of_the_two(admin, word):
    change_word(word, version=1, heavy="såfremt", plain="hvis nu", by=admin)

    word.refresh_from_db()
    assert (word.plain, word.version) == ("hvis nu", 2)
    assert told("changed").get().details["fields"] == ["plain"]


def test_saving_what_stands_there_already_changes_nothing(admin, word):
    change_word(word, version=1, heavy="Såfremt ", plain="hvis", by=admin)

    word.refresh_from_db()
    assert word.version == 1
    assert not told("changed").exists()


def test_the_second_of_two_is_told(admin, word):
    change_word(word, version=1, heavy="såfremt", plain="hvis nu", by=admin)

    with pytest.raises(Stale):
        change_word(word, version=1, heavy="såfremt", plain="ifald", by=admin)

    word.refresh_from_db()
    assert word.plain == "hvis nu"


def test_a_word_out_of_use_stays_and_comes_back(admin, word):
    for _ in range(2):
        end_word(word, by=admin)
    word.refresh_from_db()
    assert not word.is_in_use
    assert told("ended").count() == 1

    for _ in range(2):
        resume_word(word, by=admin)

    word.refresh_from_db()
    assert (word.is_in_use, word.version) == (True, 3)
    assert told("resumed").count() == 1


# --- pages


def test_the_list_is_searched_by_either_word_and_by_what_is_in_use(client, admin, word):
    end_word(word, by=admin)

    assert "såfremt</a>" not in client.get(LIST).content.decode()
    for status, shown in [("", True), ("open", False)]:
        assert client.post(LIST, {"text": "HVIS", "status": status}).url == LIST
        assert ("såfremt</a>" in client.get(LIST).content.decode()) is shown
    client.post(LIST, {"text": "intet som helst", "status": ""})
    assert "Ingen ord passer" in client.get(LIST).content.decode()
    client.post(LIST, {"reset": "1"})
    assert "adækvat</a>" in client.get(LIST).content.decode()
    assert AuditEvent.objects.filter(action="heavy_words.listed").exists()


def test_adding_on_the_page(client, admin):
    page = client.get(reverse("words:word_add")).content.decode()
    assert "Tag ordet" not in page

    wrong = client.post(reverse("words:word_add"), ALLOWED | {"heavy": "såfremt", "version": "0"})
    right = client.post(reverse("words:word_add"), ALLOWED | {"version": "0"})

    assert "står på listen allerede" in wrong.content.decode()
    assert right.url == LIST
    assert HeavyWord.objects.get(heavy="tilvejebragt").plain == "skaffet"


def test_changing_on_the_page_when_another_has_saved_meanwhile(client, admin, word):
    change_word(word, version=1, heavy="såfremt", plain="hvis nu", by=admin)

    both = client.post(address("word", word), {"heavy": "såfremt", "plain": "ifald", "version": "1"})

    text = both.content.decode()
    assert both.status_code == 409
    assert "hvis nu" in text
    assert "ifald" in text
    again = client.post(address("word", word), {"heavy": "såfremt", "plain": "ifald", "version": "2"})
    assert again.url == LIST
    word.refresh_from_db()
    assert word.plain == "ifald"


def test_out_of_use_and_back_on_the_page(client, admin, word):
    assert client.post(address("word_end", word)).url == LIST
    page = client.get(address("word", word)).content.decode()
    assert "Ordet er ude af brug" in page
    assert "Tag ordet i brug igen" in page

    assert client.post(address("word_resume", word)).url == LIST

    assert "Tag ordet ud af brug" in client.get(address("word", word)).content.decode()
