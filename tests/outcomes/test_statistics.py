"""The figures against sets that were counted by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest

from borgerforloeb.citizens.models import CoursePerson
from outcomes.models import ResultTarget, TrinAssessment
from outcomes.statistics import NOT_ASSESSED, Share, View, closing_counts, figures, people_counts
from outcomes.wording import HIDDEN, all_figures
from plans.models import Acceptance, Plan, PlanVersion
from tests.factories import (
    LONG_AGO,
    TODAY,
    main_person,
    make_citizen,
    make_course,
    make_meeting,
    make_unit,
    make_user,
)

START = datetime(2026, 9, 2, 8, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db

NOW = View(TODAY)


@pytest.fixture
def staff():
    return {"caseworker": make_user("Katrine Dahl"), "konsulent": make_user("Jonas Bech")}


@pytest.fixture
def units():
    return make_unit("Job"), make_unit("Sundhed")


def open_courses(number, staff, unit, trin=None, **fields):
    made = [
        make_course(citizens=[make_citizen("Bo", f"Nr {n}")], unit=unit, **staff, **fields)
        for n in range(number)
    ]
    if trin:
        TrinAssessment.objects.bulk_create(
            TrinAssessment(
                course=course,
                person=main_person(course),
                trin=trin,
                assessed_on=LONG_AGO,
                reason="x",
                assessed_by=staff["caseworker"],
            )
            for course in made
        )
    return made


def close(courses, closing, on=TODAY):
    for course in courses:
        course.status, course.closed_on, course.closing = "closed", on, closing
        course.save()


def test_trin_counted_by_hand(staff, units):
    job, health = units
    open_courses(7, staff, job, trin=3)
    open_courses(6, staff, job, trin=2)
    open_courses(5, staff, job)
    open_courses(5, staff, health, trin=3)
    open_courses(6, staff, health, trin=1)
    ResultTarget.objects.create(measure="trin_3", percent=40, valid_from=LONG_AGO - timedelta(days=1))
    ResultTarget.objects.create(measure="trin_3", percent=50, valid_from=LONG_AGO)
    ResultTarget.objects.create(measure="trin_3", percent=60, valid_from=TODAY + timedelta(days=1))

    found = figures(NOW)

    assert found.people == 29
    assert found.trin == {
        "1": Share(6, 29),
        "2": Share(6, 29),
        "3": Share(12, 29, 50),
        NOT_ASSESSED: Share(5, 29),
    }
    assert found.trin["3"].percent == 41  # 41.38
    of_health = figures(View(TODAY, unit=str(health.pk)))
    assert {key: share.n for key, share in of_health.trin.items()} == {
        "1": 6,
        "2": 0,
        "3": 5,
        NOT_ASSESSED: 0,
    }
    assert [share.of for share in found.by_unit[str(job.pk)].values()] == [18] * 4


def test_each_person_counts_once_with_the_latest_judgement_of_that_day(staff, units):
    job, health = units
    (course,) = open_courses(1, staff, job, trin=1)
    freja = main_person(course)
    for trin, day in ((3, TODAY - timedelta(days=9)), (2, TODAY), (3, TODAY + timedelta(days=1))):
        TrinAssessment.objects.create(
            course=course,
            person=freja,
            trin=trin,
            assessed_on=day,
            reason="x",
            assessed_by=staff["caseworker"],
        )
    assert people_counts(TODAY) == {(str(job.pk), "adult", "2"): 1}

    make_course(citizens=[freja], unit=health, opened_on=TODAY, **staff)
    assert people_counts(TODAY) == {(str(health.pk), "adult", NOT_ASSESSED): 1}
    assert people_counts(TODAY - timedelta(days=1)) == {(str(job.pk), "adult", "3"): 1}


def test_who_is_counted_that_day(staff, units):
    job, _ = units
    paused, ended, later = open_courses(3, staff, job)
    paused.status, paused.paused_on = "paused", TODAY
    paused.save()
    close([ended], "job")
    CoursePerson.objects.filter(course=later).update(starts_on=TODAY + timedelta(days=1))

    assert people_counts(TODAY) == {(str(job.pk), "adult", NOT_ASSESSED): 1}
    assert people_counts(TODAY - timedelta(days=1)) == {(str(job.pk), "adult", NOT_ASSESSED): 2}


def test_ended_meetings_and_minutes_counted_by_hand(staff, units):
    job, _ = units
    courses = open_courses(22, staff, job, opened_on=date(2025, 1, 1))
    close(courses[:6], "flexjob")
    close(courses[6:12], "education", on=TODAY - timedelta(days=364))
    close(courses[12:17], "moved")
    close(courses[17:22], "job", on=TODAY - timedelta(days=365))
    for number, course in enumerate(courses):
        make_meeting(
            course,
            status="held",
            citizen_present=number >= 6,
            absence_reason="" if number >= 6 else "Syg",
            minutes="x",
            minutes_status="shared" if number < 11 else "draft",
            minutes_shared_at=START,
        )
        make_meeting(course, status="cancelled", cancel_reason="Syg")

    found = figures(NOW)

    assert found.reached == Share(12, 17)
    assert found.with_citizen == Share(16, 22)
    assert found.shared == Share(11, 22)
    assert closing_counts(NOW) == {(str(job.pk), "adult", "yes"): 12, (str(job.pk), "adult", "no"): 5}


def agree(course, days, answer="yes", number=1):
    plan, _ = Plan.objects.get_or_create(course=course)
    on = course.first_contact_on + timedelta(days=days)
    version = PlanVersion.objects.create(
        plan=plan,
        number=number,
        answered_on=on,
        content={},
        sha256="0" * 64,
        frozen_by=plan.course.assignments.first().user,
    )
    Acceptance.objects.create(
        version=version,
        person=main_person(course),
        answer=answer,
        way="talk",
        answered_on=on,
        recorded_by=version.frozen_by,
    )


def test_days_to_the_first_plan_that_was_said_yes_to(staff, units):
    job, health = units
    courses = open_courses(11, staff, job)
    for course, waited in zip(courses, [20, 30, 40, 45, 48, 49, 50, 60, 70, 80, 90], strict=True):
        agree(course, waited)
        agree(course, waited + 30, number=2)
    ResultTarget.objects.create(measure="days_to_plan", days=49, valid_from=LONG_AGO)

    found = figures(View(TODAY, unit=str(job.pk)))
    assert (found.median_days, found.days_target, found.in_time) == (49, 49, Share(6, 11))

    refused, partly = open_courses(2, staff, health)
    agree(refused, 10, answer="no")
    agree(partly, 90, answer="partly")
    everybody = figures(NOW)
    assert everybody.median_days == 50  # 12 plans: between 49 and 50, rounded up
    assert everybody.in_time == Share(6, 12)
    # One plan in one unit is hidden, and so is the other unit's: 12 less 11 would tell of it.
    assert [figures(View(TODAY, unit=str(unit.pk))).median_days for unit in units] == [None, None]


def test_five_plans_are_enough_to_tell_their_median(staff, units):
    for course in open_courses(5, staff, units[0]):
        agree(course, 30)

    assert figures(NOW).median_days == 30


def test_a_small_unit_can_not_be_subtracted_on_the_page(staff, units):
    job, health = units
    third = make_unit("Familiehuset")
    open_courses(8, staff, job, trin=3)
    open_courses(9, staff, third, trin=3)
    open_courses(2, staff, health, trin=3)

    shown = {
        unit: figures(View(TODAY, unit=unit)).trin["3"].n
        for unit in ("", *(str(u.pk) for u in (job, health, third)))
    }

    assert shown == {"": 19, str(job.pk): None, str(health.pk): None, str(third.pk): 9}
    (trin, *_) = all_figures(figures(View(TODAY, unit=str(health.pk))), {str(health.pk): "Sundhed"})
    assert trin.finding == HIDDEN
    assert "2" not in "".join(cell for row in trin.rows for cell in row)


def test_the_period_is_twelve_months():
    assert View(date(2026, 9, 2)).since == date(2025, 9, 3)
    assert View(date(2028, 2, 29)).since == date(2027, 3, 1)
