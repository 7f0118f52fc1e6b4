"""The list of notes, the draft that waits for its author, and the addendum below the note."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.pages.worklist import worklist
from plans.actions.notes import add_addendum
from plans.models import Note
from tests.factories import TODAY, caseworker_of, konsulent_of
from tests.plans.factories import make_note, url

pytestmark = pytest.mark.django_db
HALF = "Freja ringede og"
WAITS = "Du har en note, der ikke er underskrevet"


@pytest.fixture
def draft(goal, jonas):
    return make_note(goal, HALF, written_by=jonas, signed_at=None)


def fields(**changed):
    return {"text": HALF, "about_on": timezone.localdate().isoformat(), "level": "common"} | changed


def read(client, plan, user, *pages) -> str:
    client.force_login(user)
    return "".join(client.get(page).content.decode() for page in pages)


def test_the_second_button_keeps_a_draft(client, plan, goal, jonas):
    sent = client.post(url(plan, "note_add", goal.pk), fields(as_draft="1"), follow=True)

    assert not Note.objects.get().is_signed
    assert "Kladden er gemt" in sent.content.decode()
    assert "Gem som kladde" in client.get(url(plan, "note_add", goal.pk)).content.decode()


def test_the_others_find_no_draft_anywhere(client, plan, goal, draft):
    pages = [url(plan, "notes"), url(plan), reverse("pages:course", args=[plan.course_id]), "/"]

    theirs = read(client, plan, caseworker_of(plan.course), *pages)

    assert HALF not in theirs
    assert WAITS not in theirs
    assert "Jonas skrev" not in theirs


def test_its_author_is_reminded_and_reads_it_among_the_notes_alone(client, plan, draft, jonas):
    assert WAITS in read(client, plan, jonas, "/")
    assert "Kladde</strong>, kun du kan læse den" in read(client, plan, jonas, url(plan, "notes"))
    assert HALF not in read(client, plan, jonas, url(plan))


def test_of_a_closed_course_nobody_is_reminded(plan, draft, jonas):
    closed = {"status": "closed", "closed_on": TODAY, "closing": "other"}
    type(plan.course).objects.filter(pk=plan.course_id).update(**closed)

    assert WAITS not in [task.title for task in worklist(jonas, timezone.now()).soon]


def test_it_is_signed_from_its_page(client, plan, draft, jonas):
    page = url(plan, "note_edit", draft.pk)
    assert HALF in client.get(page).content.decode()

    assert client.post(page, fields(text="Freja ringede.", version=0)).status_code == 302

    draft.refresh_from_db()
    assert (draft.text, draft.is_signed) == ("Freja ringede.", True)
    assert client.get(page)["Location"] == url(plan, "addendum_add", draft.pk)
    late = client.post(page, fields(version=1))
    assert (late.status_code, "Skriv et tillæg til den" in late.content.decode()) == (422, True)


def test_a_late_save_is_answered_with_both_texts(client, plan, draft, jonas):
    page = url(plan, "note_edit", draft.pk)
    client.post(page, fields(text="Fra det ene vindue.", as_draft="1", version=0))

    late = client.post(page, fields(text="Fra det andet vindue.", version=0))

    assert late.status_code == 409
    assert all(text in late.content.decode() for text in ("Fra det ene vindue.", "Fra det andet vindue."))


def test_anothers_signed_note_is_not_hers_to_edit(client, plan, goal, jonas):
    note = make_note(goal)

    assert client.get(url(plan, "note_edit", note.pk)).status_code == 403
    assert client.post(url(plan, "note_discard", note.pk)).status_code == 403


def test_it_is_discarded_from_the_list_unless_it_was_signed_meanwhile(client, plan, goal, draft, jonas):
    signed = make_note(goal, written_by=jonas)

    unseen = client.post(url(plan, "note_discard", draft.pk), follow=True)
    assert "siden du så den" in unseen.content.decode()
    client.post(url(plan, "note_discard", draft.pk), {"version": draft.version})
    kept = client.post(url(plan, "note_discard", signed.pk), {"version": 0}, follow=True)

    assert list(Note.objects.all()) == [signed]
    assert "kan ikke ændres" in kept.content.decode()


def test_no_addendum_is_written_to_a_draft_or_to_an_addendum(client, plan, goal, draft, jonas):
    note = make_note(goal, written_by=jonas)
    below = make_note(goal, written_by=jonas, addendum_to=note)

    assert client.get(url(plan, "addendum_add", draft.pk)).status_code == 404
    assert client.get(url(plan, "addendum_add", below.pk)).status_code == 404
    assert client.get(url(plan, "note_edit", below.pk)).url == url(plan, "addendum_add", note.pk)


def test_an_addendum_stands_below_its_note_and_is_never_the_latest(client, plan, goal, jonas):
    note = make_note(goal, "Freja kom tirsdag.", about_on=TODAY)
    make_note(goal, "Freja kom igen.", about_on=TODAY)
    page = url(plan, "addendum_add", note.pk)
    assert "Freja kom tirsdag." in client.get(page).content.decode()

    assert client.post(page, {"text": "Det var onsdag."}).status_code == 302

    shown = client.get(url(plan, "notes")).content.decode()
    places = [shown.index(text) for text in ("Freja kom igen.", "Freja kom tirsdag.", "Det var onsdag.")]
    assert places == sorted(places)
    assert "Det var onsdag." not in client.get(url(plan)).content.decode()


def test_the_card_says_that_its_note_has_been_corrected(client, plan, goal, jonas):
    add_addendum(make_note(goal, "Freja kom tirsdag."), text="Det var onsdag.", by=jonas)

    shown = client.get(url(plan)).content.decode()

    assert "med tillæg" in shown
    assert ">Noten</a>" in shown


def test_a_late_note_says_so_with_both_days(client, plan, goal, jonas):
    now = timezone.now()
    make_note(goal, signed_at=now, about_on=timezone.localdate(now) - timedelta(days=6))

    assert "Skrevet sent</strong>: handler om" in client.get(url(plan, "notes")).content.decode()


def test_a_draft_breaks_no_silence(plan, draft):
    long_ago = timezone.localdate() - timedelta(weeks=9)
    type(plan.course).objects.filter(pk=plan.course_id).update(opened_on=long_ago)

    found = worklist(konsulent_of(plan.course), timezone.now())

    assert "Ingen noter i 9 uger" in [task.title for task in (*found.soon, *found.late)]
