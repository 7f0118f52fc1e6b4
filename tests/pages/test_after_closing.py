"""A closed course is read and not written: by the two who hold the plan, also what is for them alone."""

import pytest
from django.urls import reverse

from borgerforloeb.citizens.models import Course
from plans.models import FollowUp
from roles.permissions import Permission, access_to
from tests.factories import (
    LONG_AGO,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_consent,
    make_course,
    make_plan,
    make_user,
)

pytestmark = pytest.mark.django_db

SAID = {"does_it_work": "Han sover igen.", "right_things": "Det gør vi.", "done_right": "Oftere om ugen."}
HOW = "Sagde ja ved køkkenbordet."
# For the two: why it was opened and closed, what was said at a follow-up, and how somebody said yes.
WORDS = {
    "pages:course": ("Flere hjælper ham, og ingen kender det hele.", "Han har fået arbejde."),
    "plans:versions": tuple(SAID.values()),
    "casework:consents": (HOW,),
}


@pytest.fixture
def course():
    course = make_course(entry_reason=WORDS["pages:course"][0])
    FollowUp.objects.create(
        plan=make_plan(course),
        due_on=LONG_AGO,
        done_on=LONG_AGO,
        done_by=konsulent_of(course),
        responsible=konsulent_of(course),
        **SAID,
    )
    make_consent(course, domains=["social"], given_way="oral", oral_note=HOW, given_by=main_person(course))
    return course


def close(course):
    changed = {"status": "closed", "closed_on": course.opened_on, "closing": "job"}
    Course.objects.filter(pk=course.pk).update(closing_reason=WORDS["pages:course"][1], **changed)


def reads(client, course, user, name):
    client.force_login(user)
    page = client.get(reverse(name, args=[course.pk])).content.decode()
    return [words in page for words in WORDS[name]]


def helper_in(course):
    helper = make_user("Sanne Krogh")
    assign(helper, course, domains=["social"])
    return helper


@pytest.mark.parametrize("name", WORDS)
def test_the_two_read_it_after_as_before(client, course, name):
    two = (caseworker_of(course), konsulent_of(course))
    before = [reads(client, course, user, name)[0] for user in two]
    close(course)

    after = [reads(client, course, user, name) for user in two]

    assert before == [True, True]
    assert after == [[True] * len(WORDS[name])] * 2


@pytest.mark.parametrize("name", WORDS)
def test_nobody_else_reads_it_before_or_after(client, course, name):
    helper = helper_in(course)
    before = reads(client, course, helper, name)
    close(course)

    assert before == reads(client, course, helper, name) == [False] * len(WORDS[name])


def test_reading_the_whole_opens_nothing_to_be_written(course):
    close(course)

    for user in (caseworker_of(course), konsulent_of(course)):
        access = access_to(user, course.pk)
        assert access.may(Permission.READ_THE_WHOLE)
        assert not {Permission.EDIT_PLAN, Permission.RECORD_CONSENT, Permission.CALL_MEETING} & (
            access.permissions
        )
    assert not access_to(helper_in(course), course.pk).may(Permission.READ_THE_WHOLE)
