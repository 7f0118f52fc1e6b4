"""The forms of *Ugen*: filled, refused at their field, and undone."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from plans.models import WeeklySlot
from tests.factories import main_person
from tests.plans.weekly import make_slot

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 9, 7)


def week(client, plan, day=MONDAY):
    return client.get(reverse("pages:week", args=[plan.course_id]), {"uge": day}).content.decode()


def form(client, plan, page, row=None, **fields):
    arguments = [plan.course_id, row.pk] if row else [plan.course_id]
    return client.post(reverse(f"plans:slot_{page}", args=arguments), fields)


def filled(**fields):
    told = {"what": "Bostøtte", "kind": "demand", "weekday": "1", "starts_at": "10.00", "ends_at": "11.30"}
    return told | {"starts_on": "7.9.2026", "domain": "social", "level": "common"} | fields


def test_what_ended_can_be_undone_from_the_page(client, plan, jonas):
    row = make_slot(plan, ends_on=MONDAY - timedelta(weeks=3))
    assert "Fortryd afslutningen" in week(client, plan)

    form(client, plan, "end", row, ends_on="", version=row.version)

    assert "Fortryd afslutningen" not in week(client, plan)
    assert "10.00–11.00" in week(client, plan)


def test_a_form_is_filled_and_leads_back_to_the_week(client, plan, jonas):
    answer = form(client, plan, "add", **filled(user=jonas.pk))

    assert (answer.status_code, answer.url) == (302, f"/courses/{plan.course_id}/plan/week/")
    row = WeeklySlot.objects.get()
    assert (row.what, row.starts_at, row.ends_at, row.user) == ("Bostøtte", time(10), time(11, 30), jonas)
    assert row.person == main_person(plan.course)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"what": ""}, "Udfyld ”Hvad”"),
        ({"weekday": ""}, "ugedag"),
        ({"starts_at": "25.00"}, "klokke"),
        ({"ends_on": "6.9.2026"}, "Den sidste gang kan ikke ligge før den første."),
        ({"weekday": "3", "ends_on": "8.9.2026"}, "Der er ingen onsdag mellem"),
        ({"contact_name": "Karsten", "user": "konsulent"}, "Ikke begge dele."),
    ],
)
def test_an_error_stands_at_its_field_and_nothing_is_lost(client, plan, jonas, fields, words):
    if "user" in fields:
        fields = fields | {"user": jonas.pk}
    answer = form(client, plan, "add", **filled(place="Foreningshuset") | fields)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words.casefold() in page.casefold()
    assert "Foreningshuset" in page
    assert not WeeklySlot.objects.exists()


def test_two_who_change_the_same_time_are_shown_both(client, plan, jonas):
    row = make_slot(plan)
    WeeklySlot.objects.update(what="Hjemmebesøg", version=2)

    answer = form(client, plan, "edit", row, **filled(what="Samtale", version=1))

    assert answer.status_code == 409
    assert "Hjemmebesøg" in answer.content.decode()
    assert WeeklySlot.objects.get().what == "Hjemmebesøg"


def test_what_was_wrong_is_taken_back_and_gone_from_the_week(client, plan, jonas):
    row = make_slot(plan, "Forkert")

    assert form(client, plan, "take_back", row, why="").status_code == 422
    assert form(client, plan, "take_back", row, why="Forkert borger.").status_code == 302
    assert "Forkert" not in week(client, plan).replace("Forkert borger.", "")
