from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.audit.models import AuditEvent, Kind
from borgerforloeb.batches.models import PrintBatch, PrintJob
from borgerforloeb.disclosures.actions import decide, release
from borgerforloeb.disclosures.models import Disclosure
from borgerforloeb.disclosures.recipients import as_now
from borgerforloeb.pages.giving import paper_again
from plans.models import Plan
from roles.permissions import access_to
from tests.batches.trying import AT, again, draw, started, with_plans
from tests.factories import main_person, make_course, make_goal, make_user
from tests.queries import all_queries

pytestmark = pytest.mark.django_db
LIST = "pages:batches"
HTMX = {"HX-Request": "true"}


def page(client, name, batch, **how):
    return client.get(reverse(f"pages:{name}", args=[batch.pk]), **how)


def press(client, name, batch):
    return client.post(reverse(f"pages:{name}", args=[batch.pk]))


@pytest.fixture
def katrine_and_three(client):
    katrine, courses = with_plans(3)
    client.force_login(katrine)
    return katrine, courses


def test_the_page_offers_one_s_own_courses_that_have_a_plan(client, katrine_and_three):
    katrine, courses = katrine_and_three
    without = make_course(caseworker=katrine)
    _, foreign = with_plans(1)

    words = client.get(reverse(LIST)).content.decode()

    assert [course.number in words for course in courses] == [True] * 3
    assert [course.number in words for course in (without, *foreign)] == [False, False]
    assert words.count(" checked>") == 3
    event = AuditEvent.objects.get(action="batch.listed")
    assert (event.kind, event.basis) == (Kind.LIST, "own_courses")
    assert set(event.person_ids) == {main_person(course).pk for course in courses}


def test_what_is_chosen_on_the_list_of_courses_is_what_can_be_ticked(client, katrine_and_three):
    _, courses = katrine_and_three
    client.post(reverse("casework:course_list"), {"text": courses[1].number, "status": "open"})

    words = client.get(reverse(LIST)).content.decode()

    assert [course.number in words for course in courses] == [False, True, False]


def test_all_ticks_can_be_taken_away(client, katrine_and_three):
    words = client.get(reverse(LIST), {"ingen": ""}).content.decode()

    assert 'name="courses"' in words
    assert " checked>" not in words.partition('name="size"')[0]


def test_pressing_starts_the_batch_and_leads_to_it(client, katrine_and_three):
    _, courses = katrine_and_three

    answer = client.post(reverse(LIST), {"courses": [courses[0].pk, courses[2].pk], "size": "large"})

    batch = PrintBatch.objects.get()
    assert answer.url == reverse("pages:batch", args=[batch.pk])
    assert set(batch.jobs.values_list("course", flat=True)) == {courses[0].pk, courses[2].pk}


def test_nothing_ticked_is_said_at_the_field_and_the_size_is_kept(client, katrine_and_three):
    answer = client.post(reverse(LIST), {"size": "large"})

    words = answer.content.decode()
    assert answer.status_code == 422
    assert "Vælg mindst én plan." in words
    assert answer.context["form"]["size"].value() == "large"
    assert not PrintBatch.objects.exists()


def test_a_course_that_was_not_offered_cannot_be_sent(client, katrine_and_three):
    _, [foreign] = with_plans(1)

    answer = client.post(reverse(LIST), {"courses": [foreign.pk], "size": "last"})

    assert answer.status_code == 422
    assert not PrintBatch.objects.exists()


def test_a_second_batch_is_refused_in_words(client, katrine_and_three):
    katrine, courses = katrine_and_three
    started(courses[:1], katrine)

    answer = client.post(reverse(LIST), {"courses": [courses[1].pk], "size": "last"})

    assert answer.status_code == 422
    assert "Du har allerede en bunke i gang" in answer.content.decode()


def test_nobody_else_finds_a_batch(client, katrine_and_three):
    katrine, courses = katrine_and_three
    batch = started(courses, katrine)
    jonas = courses[0].assignments.exclude(user=katrine).get().user
    client.force_login(jonas)

    asked = [page(client, name, batch).status_code for name in ("batch", "batch_progress", "batch_copies")]
    pressed = [press(client, name, batch).status_code for name in ("batch_stop", "batch_again")]

    assert asked + pressed == [404] * 5
    assert again(batch).is_running


def test_the_page_tells_how_far_it_is_and_what_it_waits_for(client, katrine_and_three, quick_press):
    katrine, courses = katrine_and_three
    make_goal(courses[0].plan, "Jeg ringer til 711299-4123")
    batch = started(courses, katrine, at=timezone.now())
    draw()

    words = page(client, "batch", batch).content.decode()

    looked = Disclosure.objects.get(status="draft")
    assert "3 af 3 planer er klaret" in words
    assert words.count(">Udleveret<") == 2
    assert reverse("pages:disclosure", args=[courses[0].pk, looked.pk]) in words
    assert "Hent alle (2)" in words
    told = AuditEvent.objects.get(action="batch.opened")
    assert set(told.person_ids) == {main_person(course).pk for course in courses}


def test_what_somebody_has_decided_since_is_told_and_is_among_the_copies(
    client, katrine_and_three, quick_press
):
    katrine, courses = katrine_and_three
    make_goal(courses[0].plan, "Jeg ringer til 711299-4123")
    batch = started(courses[:1], katrine)
    draw()
    row = Disclosure.objects.get()
    decide(row, {finding.pk: ("remove", "") for finding in row.findings.all()}, by=katrine)
    paper = paper_again(row, access_to(katrine, row.course_id), timezone.localdate())
    to = as_now(row, paper.people, paper.found)
    release(row, paper.package_for(to), to, by=katrine, at=AT)

    words = page(client, "batch", batch).content.decode()

    assert ">Udleveret<" in words
    assert "Hent alle (1)" in words


def test_how_far_it_is_is_asked_without_a_name_and_ends_by_itself(client, katrine_and_three, quick_press):
    katrine, courses = katrine_and_three
    batch = started(courses, katrine)
    draw(most=1)
    first = page(client, "batch_progress", batch, headers=HTMX).json()
    draw()
    last = page(client, "batch_progress", batch, headers=HTMX).json()

    assert first == {"done": 1, "words": "1 af 3 planer er klaret", "over": False}
    assert last == {"done": 3, "words": "3 af 3 planer er klaret", "over": True}
    assert page(client, "batch_progress", batch).url == reverse("pages:batch", args=[batch.pk])


def test_stop_and_stop_again(client, katrine_and_three):
    katrine, courses = katrine_and_three
    batch = started(courses, katrine)

    press(client, "batch_stop", batch)
    twice = client.post(reverse("pages:batch_stop", args=[batch.pk]), follow=True).content.decode()

    assert again(batch).state == "stopped"
    assert "Bunken er ikke i gang længere." in twice
    assert twice.count("Blev ikke tegnet") == 3


def test_try_again_is_offered_where_something_failed(client, katrine_and_three):
    katrine, courses = katrine_and_three
    batch = started(courses[:1], katrine)
    batch.jobs.update(state="failed", why="Planen kunne ikke tegnes.", settled_at=AT)
    draw()

    words = page(client, "batch", batch).content.decode()
    press(client, "batch_again", batch)

    assert "Prøv igen</button>" in words
    assert "Planen kunne ikke tegnes." in words
    assert again(batch).is_running


def test_all_copies_come_byte_for_byte_under_their_numbers(client, katrine_and_three, quick_press):
    katrine, courses = katrine_and_three
    batch = started(courses, katrine)
    draw()

    answer = page(client, "batch_copies", batch)

    with ZipFile(BytesIO(answer.content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    given = {f"{row.course.number}.pdf": bytes(row.document.content) for row in Disclosure.objects.all()}
    assert files == given
    assert answer["Content-Disposition"] == 'attachment; filename="planer.zip"'
    opened = AuditEvent.objects.filter(action="disclosure.copy_opened", actor_id=katrine.pk)
    assert set(opened.values_list("course_id", flat=True)) == {course.pk for course in courses}


def test_a_course_that_one_has_lost_is_counted_and_neither_named_nor_given(
    client, katrine_and_three, quick_press
):
    katrine, courses = katrine_and_three
    batch = started(courses, katrine)
    draw()
    courses[1].assignments.filter(user=katrine).update(user=make_user("Ny Sagsbehandler"))

    words = page(client, "batch", batch).content.decode()
    archive = ZipFile(BytesIO(page(client, "batch_copies", batch).content))

    assert "1 af forløbene har du ikke længere adgang til" in words
    assert [course.number in words for course in courses] == [True, False, True]
    assert f"{courses[1].number}.pdf" not in archive.namelist()
    assert len(archive.namelist()) == 2


def test_a_page_costs_the_same_with_three_and_with_two_hundred(client, quick_press):
    costs = []
    for number in (3, 200):
        katrine, courses = with_plans(number)
        batch = started(courses, katrine)
        PrintJob.objects.filter(batch=batch).update(state="failed", why="Gik ikke.", settled_at=AT)
        client.force_login(katrine)
        client.get(reverse(LIST))
        asked = []
        for address in (reverse(LIST), reverse("pages:batch", args=[batch.pk])):
            with all_queries() as queries:
                assert client.get(address).status_code == 200
            asked.append(len(queries))
        costs.append(asked)

    assert costs[0] == costs[1]
    assert max(costs[1]) <= 12


def test_each_plan_is_told_as_its_version_or_as_a_draft(client, katrine_and_three):
    _, courses = katrine_and_three
    Plan.objects.filter(course=courses[0]).update(status="agreed", number=4)

    words = client.get(reverse(LIST)).content.decode()

    assert words.count("gælder, version 4") == 1
    assert words.count("· kladde<") == 2
