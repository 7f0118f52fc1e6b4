from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.audit.models import AuditEvent, Kind
from borgerforloeb.casework.reminders import COMES_OF_AGE
from borgerforloeb.citizens.models import Course
from borgerforloeb.notices.models import Notice
from borgerforloeb.pages.worklist import worklist
from outcomes.models import TrinAssessment
from plans.models import FollowUp, Note, SubGoal
from tests.factories import (
    caseworker_of,
    konsulent_of,
    main_person,
    make_agreement,
    make_citizen,
    make_consent,
    make_course,
    make_goal,
    make_meeting,
    make_plan,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now().replace(hour=9, minute=0, second=0, microsecond=0)


@pytest.fixture
def today(now):
    return timezone.localtime(now).date()


def titles(tasks):
    return [task.title for task in tasks]


def test_it_shows_my_citizens_with_what_comes_next(now, today):
    course = make_course()
    plan = make_plan(course)
    anna = caseworker_of(course)
    make_meeting(course, starts_at=now + timedelta(days=3), status="called")
    TrinAssessment.objects.create(
        course=course,
        person=main_person(course),
        trin=2,
        assessed_on=today,
        reason="I gang.",
        assessed_by=anna,
    )
    FollowUp.objects.create(
        plan=plan, due_on=today - timedelta(days=2), reason="Vores rytme.", responsible=anna
    )

    (row,) = worklist(anna, now).rows

    assert (row.course.pk, row.course.konsulent, row.course.trin) == (course.pk, "Jonas Bech", 2)
    assert row.age == main_person(course).age(today)
    assert row.plan == "Kladde 1"
    assert row.meeting.startswith("Møde ")
    assert row.followup_late


def test_closed_courses_and_those_of_others_are_not_mine(now):
    anna = make_user("Anna")
    mine = make_course(caseworker=anna)
    closed = make_course(caseworker=anna)
    make_course()
    Course.objects.filter(pk=closed.pk).update(status="closed", closed_on=closed.opened_on, closing="job")

    assert [row.course.pk for row in worklist(anna, now).rows] == [mine.pk]


def test_what_waits_is_grouped_by_when(now, today):
    course = make_course(opened_on=today - timedelta(days=7))
    plan = make_plan(course)
    anna = caseworker_of(course)
    for what, days in (("For sent", -1), ("Lige nu", 0), ("Snart", 5), ("Længe til", 40)):
        make_agreement(plan, what, due_on=today + timedelta(days=days))
    make_agreement(plan, "En andens", user=konsulent_of(course), due_on=today)
    make_agreement(plan, "Allerede gjort", due_on=today, status="done", done_on=today)

    shown = worklist(anna, now)

    assert (titles(shown.late), titles(shown.now), titles(shown.soon)) == (
        ["For sent"],
        ["Lige nu"],
        ["Snart"],
    )
    assert shown.count == 3


def test_an_agreement_that_i_may_not_read_is_not_told(now, today):
    course = make_course(opened_on=today)
    plan = make_plan(course)
    make_agreement(plan, "Læge", domain="health", level="domain", due_on=today)
    make_agreement(plan, "Bolig", domain="social", level="domain", due_on=today)

    assert titles(worklist(caseworker_of(course), now).now) == ["Bolig"]


def test_a_step_that_i_have_taken_waits_by_its_day(now, today):
    course = make_course(opened_on=today)
    goal, anna = make_plan(course).goals.get(), caseworker_of(course)
    later = make_goal(course.plan, "Senere", horizon="later")
    ended = make_goal(course.plan, "Nået", status="reached")
    closed = make_goal(course.plan, "Læge", domain="health", level="domain")
    for text, fields in {
        "Mit": {},
        "Om længe": {"due_on": today + timedelta(days=40)},
        "Uden dag": {"due_on": None},
        "Nået": {"done_on": today},
        "En andens": {"user": konsulent_of(course)},
        "Borgerens": {"user": None, "citizen": main_person(course)},
        "På et mål til senere": {"goal": later},
        "På et mål, der er nået": {"goal": ended},
        "På et mål, som jeg ikke må læse": {"goal": closed},
    }.items():
        SubGoal.objects.create(text=text, **{"goal": goal, "user": anna, "due_on": today} | fields)

    (task,) = worklist(anna, now).now

    assert (task.title, task.button) == ("Mit", "Se målet")
    assert task.url.endswith(f"/plan/#maal-{goal.pk}")


def test_a_talk_without_an_answer_minutes_and_consents_wait(now, today):
    course = make_course(opened_on=today - timedelta(days=7))
    make_plan(course, status="in_talk", taken_to_talk_on=today)
    anna = caseworker_of(course)
    make_meeting(
        course,
        starts_at=now - timedelta(days=2),
        status="held",
        citizen_present=True,
        called_by=anna,
        minutes_status="draft",
    )
    make_consent(course, given_on=today - timedelta(days=5), expires_on=today + timedelta(days=10))

    shown = worklist(anna, now)

    assert titles(shown.late)[0].startswith("Del referatet fra")
    assert titles(shown.now) == ["Skriv borgerens svar på planen"]
    assert titles(shown.soon) == ["Samtykke udløber om 10 dage"]


def test_a_consent_waits_until_it_is_asked_for_again_and_a_youth_until_asked(now, today):
    course = make_course(opened_on=today - timedelta(days=7))
    anna = caseworker_of(course)
    old = make_consent(course, given_on=today - timedelta(days=5), expires_on=today + timedelta(days=10))
    Notice.objects.create(
        kind=COMES_OF_AGE,
        object_key="15:1",
        due_on=today + timedelta(days=20),
        recipient=anna,
        course_id=course.pk,
    )

    assert titles(worklist(anna, now).soon) == [
        "Samtykke udløber om 10 dage",
        "Spørg den unge selv om samtykke",
    ]
    assert len(titles(worklist(konsulent_of(course), now).soon)) == 1
    make_consent(course, renews=old, given_on=today, expires_on=today + timedelta(days=300))
    assert titles(worklist(anna, now).soon) == ["Spørg den unge selv om samtykke"]


def test_a_meeting_that_nobody_closed_waits_for_who_called_it(now):
    course = make_course()
    make_meeting(course, starts_at=now - timedelta(days=1), status="called")

    konsulent, caseworker = worklist(konsulent_of(course), now), worklist(caseworker_of(course), now)

    assert [title.startswith("Skriv, hvordan mødet") for title in titles(konsulent.late)] == [True]
    assert caseworker.late == []


def test_silence_is_seen_after_five_weeks(now, today):
    course = make_course(opened_on=today - timedelta(weeks=9))
    plan = make_plan(course)
    anna = caseworker_of(course)

    assert titles(worklist(anna, now).soon) == ["Ingen noter i 9 uger"]

    goal = plan.goals.get()
    Note.objects.create(goal=goal, text="Talt sammen.", about_on=today, written_by=anna, person=goal.person)

    assert titles(worklist(anna, now).soon) == []


def test_todays_meeting_shows_the_citizens_first_point(now):
    course = make_course()
    meeting = make_meeting(course, starts_at=now + timedelta(minutes=12), status="called")
    meeting.agenda.create(text="Økonomi", position=1)
    meeting.agenda.create(text="Vis mig planteskolen", by_citizen=True, position=2)

    (day,) = worklist(caseworker_of(course), now).today

    assert (day.meeting.pk, day.is_next) == (meeting.pk, True)
    assert day.meeting.first_point == "Vis mig planteskolen"


@pytest.mark.parametrize("order", ["moede", "navn", "trin", "kontakt"])
def test_the_page_can_be_sorted_and_logs_each_citizen_shown(client, order):
    anna = make_user("Anna")
    courses = [make_course(caseworker=anna, citizens=[make_citizen(name, "Ærø")]) for name in ("Åse", "Bo")]
    client.force_login(anna)

    response = client.get(reverse("pages:worklist"), {"sorter": order})

    assert response.status_code == 200
    event = AuditEvent.objects.get(kind=Kind.LIST)
    assert set(event.person_ids) == {main_person(course).pk for course in courses}


def test_danish_order_by_name(now):
    anna = make_user("Anna")
    for name in ("Åse", "Zoo", "Øjvind", "Ærlig", "Aage", "Bo"):
        make_course(caseworker=anna, citizens=[make_citizen(name, "X")])

    names = [row.course.name for row in worklist(anna, now, "navn").rows]

    assert names[:4] == ["Bo X", "Zoo X", "Ærlig X", "Øjvind X"]
    assert set(names[4:]) == {"Aage X", "Åse X"}


def test_nothing_to_do_says_so(client):
    client.force_login(make_user())

    page = client.get(reverse("pages:worklist")).content.decode()

    assert "Intet venter på dig lige nu." in page
    assert "Du er ikke knyttet til noget forløb." in page


def test_names_and_tasks_are_escaped(client, today):
    family = make_course(
        name="Familien <Said>",
        citizens=[make_citizen("<i>Amina", "Said"), make_citizen("Yusuf", "Said")],
        opened_on=today,
    )
    make_agreement(make_plan(family), "Ring til <b>lægen</b>", due_on=today)
    client.force_login(caseworker_of(family))

    page = client.get(reverse("pages:worklist")).content.decode()

    assert "Familien &lt;Said&gt;" in page
    assert "&lt;i&gt;Amina" in page
    assert "Ring til &lt;b&gt;lægen&lt;/b&gt;" in page
    assert not any(tag in page for tag in ("<Said>", "<i>Amina", "<b>lægen"))


def test_the_first_twelve_are_shown_and_the_rest_behind_a_click(client, today):
    plan = make_plan(make_course(opened_on=today))
    for number in range(14):
        make_agreement(plan, f"Aftale {number}", due_on=today)
    client.force_login(caseworker_of(plan.course))

    page = client.get(reverse("pages:worklist")).content.decode()

    shown, _, more = page.partition("Vis alle 14")
    assert shown.count("Se aftalen") == 12
    assert more.count("Se aftalen") == 2
