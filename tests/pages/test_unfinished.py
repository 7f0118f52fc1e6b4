"""Ufærdige tekster: what was half written and not saved is found again, by its writer alone."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.drafts.models import Draft
from borgerforloeb.pages.unfinished import PAGES, PLACES
from networkmeetings.models import NetworkMeeting
from plans.models import Goal, Note
from roles.models import Block
from tests.access.test_matrix import addresses
from tests.drafts.writing import keep, kept_in, key_of
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_course,
    make_meeting,
    make_plan,
    make_user,
)

pytestmark = pytest.mark.django_db
WORDS = "Freja vil gerne prøve en praktik."
LIST = reverse("pages:unfinished")


@pytest.fixture
def course(client):
    course = make_course()
    make_plan(course)
    client.force_login(konsulent_of(course))
    return course


@pytest.fixture
def note(client, course):
    """A note that is half written, about a goal."""
    address = reverse("plans:note_add", args=[course.pk, course.plan.goals.get().pk])
    assert keep(client, key_of(client, address), text=WORDS, level="domain").status_code == 200
    return Draft.objects.get(sent_at=None)


def page(client, url=LIST):
    return client.get(url).content.decode()


def text_of(draft):
    return reverse("pages:unfinished_text", args=[draft.form])


def test_the_list_says_where_when_and_until_when_and_nothing_of_the_text(client, course, note):
    shown = page(client)

    assert all(words in shown for words in ("Note til et mål", course.name, "i dag kl."))
    assert f'{reverse("plans:note_add", args=[course.pk, course.plan.goals.get().pk])}"' in shown
    assert WORDS not in shown
    event = AuditEvent.objects.get(action="draft.listed")
    assert (event.person_ids, event.details["texts"]) == ([main_person(course).pk], 1)


def test_the_text_is_opened_by_itself_and_told_to_the_log(client, course, note):
    assert WORDS in page(client, text_of(note))

    event = AuditEvent.objects.get(action="draft.opened")
    assert (event.course_id, event.person_ids) == (course.pk, [main_person(course).pk])
    assert event.basis.startswith("borgerkonsulent:")
    assert WORDS not in str(event.details)


def test_what_was_chosen_is_not_told_as_text(client, course, note):
    shown = page(client, text_of(note))

    assert shown.count("<textarea") == 1


def test_it_is_found_after_the_form_has_gone(client, course):
    meeting = make_meeting(course, status="called")
    live = reverse("networkmeetings:live", args=[meeting.pk])
    point = meeting.agenda.create(text="Praktik", person=None)
    keep(client, kept_in(client.get(live)), notes=WORDS, version=0)
    shared = {"minutes": "Det gik.", "minutes_status": "shared", "minutes_shared_at": timezone.now()}
    NetworkMeeting.objects.update(status="held", citizen_present=True, **shared)
    draft = Draft.objects.get(sent_at=None)

    assert f"{live}?punkt={point.pk}" in page(client)
    assert WORDS in page(client, text_of(draft))
    assert client.get(live).status_code == 302


def test_nobody_else_finds_it(client, course, note):
    client.force_login(caseworker_of(course))

    assert "Du har ingen ufærdige tekster" in page(client)
    assert client.get(text_of(note)).status_code == 404
    assert client.post(reverse("pages:unfinished_discard", args=[note.form])).status_code == 404
    assert Draft.objects.filter(pk=note.pk).exists()


def test_of_a_course_that_one_has_left_nothing_is_shown(client, course, note):
    konsulent = konsulent_of(course)
    course.assignments.filter(user=konsulent).update(user=make_user("Afløser"))

    assert "Du har ingen ufærdige tekster" in page(client)
    assert client.get(text_of(note)).status_code == 404


def test_a_course_that_was_shut_to_its_writer_is_said_plainly_and_the_text_stays_closed(client, course, note):
    konsulent = konsulent_of(course)
    Block.objects.create(
        citizen=main_person(course), user=konsulent, why="Kender hende.", set_by=caseworker_of(course),
        set_on=TODAY,
    )  # fmt: skip

    shown, opened = page(client), page(client, text_of(note))

    assert "ikke længere åbent for dig" in shown
    assert course.name not in shown + opened
    assert WORDS not in opened
    assert AuditEvent.objects.get(action="draft.refused").person_ids == []
    client.post(reverse("pages:unfinished_discard", args=[note.form]))
    assert not Draft.objects.filter(pk=note.pk).exists()


def test_what_it_was_written_about_has_been_shielded_since(client, course, note):
    helper = make_user("Sanne Krogh")
    assign(helper, course)
    Draft.objects.filter(pk=note.pk).update(user=helper)
    client.force_login(helper)
    assert WORDS in page(client, text_of(note))

    Goal.objects.update(level="shielded")

    assert WORDS not in page(client, text_of(note))
    assert "Teksten er lukket" in page(client, text_of(note))


def test_a_field_that_its_writer_has_lost_closes_the_text(client, course):
    address = reverse("plans:goal_add", args=[course.pk])
    helper = konsulent_of(course)
    keep(
        client, key_of(client, address), title="Ro om økonomien", why=WORDS, domain="economy", level="domain"
    )
    draft = Draft.objects.get(sent_at=None)
    course.assignments.filter(user=helper).update(domains=["economy"])
    assert WORDS in page(client, text_of(draft))

    course.assignments.filter(user=helper).update(domains=["social"])

    assert WORDS not in page(client, text_of(draft))


def test_what_has_been_kept_for_its_term_is_counted_and_shown_no_more(client, course, note):
    assert "Du har 1 ufærdig tekst" in page(client, reverse("pages:worklist"))
    Draft.objects.update(saved_at=timezone.now() - settings.DRAFTS_KEPT - timedelta(minutes=1))

    assert "Du har ingen ufærdige tekster" in page(client)
    assert "ufærdig tekst" not in page(client, reverse("pages:worklist"))
    assert client.get(text_of(note)).status_code == 404


def test_it_is_thrown_away_and_what_is_saved_is_no_longer_there(client, course, note):
    answer = client.post(reverse("pages:unfinished_discard", args=[note.form]), follow=True)

    assert "Teksten er smidt væk." in answer.content.decode()
    assert AuditEvent.objects.filter(action="draft.discarded", course_id=course.pk).exists()
    address = reverse("plans:note_add", args=[course.pk, course.plan.goals.get().pk])
    key = key_of(client, address)
    keep(client, key, text=WORDS)
    client.post(address, {"kept": key, "text": WORDS, "about_on": "1.9.2026", "level": "common"})
    assert Note.objects.get().text == WORDS
    assert "Du har ingen ufærdige tekster" in page(client)


def test_a_text_that_cannot_be_read_any_more_says_so(client, course, note):
    Draft.objects.update(sealed="med en nøgle, der er væk")

    assert "kan ikke læses mere" in page(client, text_of(note))


def test_each_place_that_is_named_is_an_address_of_the_site():
    named = {*PLACES, *PAGES, *(within for within, _ in PAGES.values())}

    assert named - set(addresses()) == set()


def test_no_place_in_the_navigation_is_marked_there(client, course):
    assert 'aria-current="' not in client.get(LIST).content.decode().split("</nav>")[0]
    assert 'aria-current="true"' in client.get(reverse("plans:plan", args=[course.pk])).content.decode()


def test_an_empty_list_tells_of_nothing_but_that(client, course):
    assert "som du ikke længere arbejder i" not in client.get(LIST).content.decode()
