"""A nødadgang is not opened to find out where somebody can be found: no page of it tells (abuse case A2)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roles.models import Role
from roles.permissions import GRANTS, Permission, access_to
from tests.factories import (
    assign,
    main_person,
    make_citizen,
    make_course,
    make_meeting,
    make_network_person,
    make_plan,
)
from tests.plans.placing import make_placement
from tests.roles.family import hold
from tests.roles.on_duty import make_duty, open_by_emergency

pytestmark = pytest.mark.django_db
PLACE, WORK, PHONE, MAIL = "Krisecentret i Enghaven", "Enghavens Skole", "20 11 22 33", "ida@enghaven.example"
OWN_PHONE = "40 55 66 77"
BY_DAY = "Hegnsgårdens Planteskole"


@pytest.fixture
def course():
    freja = make_citizen("Freja", protected_address=True, phone=OWN_PHONE)
    course = make_course(kind="family", citizens=[freja, make_citizen("Bo")])
    plan = make_plan(course)
    make_placement(plan, BY_DAY, goal=plan.goals.get())
    make_network_person(course, organisation=WORK, phone=PHONE, email=MAIL)
    return course


@pytest.fixture
def pages(course):
    """All where one of them may stand, with the meeting of today and one that is over."""
    now = timezone.now()
    begins = min(now + timedelta(minutes=5), now.replace(hour=21, minute=0))
    today = make_meeting(course, place=PLACE, starts_at=begins, ends_at=begins + timedelta(hours=1))
    made = {"place": PLACE, "status": "held", "citizen_present": True}
    make_meeting(course, starts_at=now - timedelta(days=9), ends_at=now - timedelta(days=8), **made)
    of_course = ("pages:course", "casework:people", "networkmeetings:course_meetings", "plans:plan")
    return [
        "/",
        reverse("networkmeetings:meeting_list") + "?hvis=alle",
        *(reverse(name, args=[course.pk]) for name in of_course),
        reverse("networkmeetings:meeting", args=[today.pk]),
    ]


def told(client, pages) -> set[str]:
    read = ""
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        read += answer.content.decode()
    return {word for word in (PLACE, WORK, PHONE, MAIL, OWN_PHONE, BY_DAY) if word in read}


def test_a_nødadgang_tells_no_place_no_telephone_and_no_school(client, course, pages):
    duty = make_duty()
    client.force_login(duty)
    open_by_emergency(course, duty)

    assert told(client, pages) == set()
    assert "Ida Lindqvist Holm" in client.get(pages[3]).content.decode()
    assert client.get(reverse("plans:placements", args=[course.pk])).status_code == 403


def test_a_colleague_in_the_course_is_told(client, course, pages):
    user = make_duty("Sanne")
    assign(user, course)
    client.force_login(user)

    assert told(client, pages) == {PLACE, WORK, PHONE, MAIL, OWN_PHONE, BY_DAY}


def test_who_is_there_for_one_member_is_told_no_more_by_a_nødadgang(client, course, pages):
    """Whichever of the two assignments leads to a page."""
    duty = make_duty()
    assign(duty, course, person=course.persons.get(first_names="Bo"))
    assert Permission.SEE_WHEREABOUTS in access_to(duty, course.pk)
    hold(duty, course, Role.EMERGENCY)
    client.force_login(duty)

    assert access_to(duty, course.pk).knows(main_person(course).pk)
    assert Permission.SEE_WHEREABOUTS not in access_to(duty, course.pk)
    assert told(client, pages) == set()


def test_it_is_the_nødadgang_alone_that_is_told_less():
    assert [role for role in GRANTS if Permission.SEE_WHEREABOUTS not in GRANTS[role]] == [Role.EMERGENCY]
