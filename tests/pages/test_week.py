"""*Ugen*: each person's days, what clashes and what the week asks, as its reader may know it."""

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.audit.models import AuditEvent
from networkmeetings.models import Participant
from plans.models import Measurement, WeeklySlot
from tests.factories import (
    LONG_AGO,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_agreement,
    make_citizen,
    make_course,
    make_goal,
    make_meeting,
    make_plan,
    make_user,
)
from tests.plans.weekly import make_slot
from tests.queries import all_queries
from tests.roles.on_duty import make_duty, open_by_emergency

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 9, 7)
TOGETHER = "Se på det sammen"


@pytest.fixture
def plan():
    freja = make_citizen("Freja")
    return make_plan(make_course(citizens=[freja]))


@pytest.fixture
def jonas(client, plan):
    user = konsulent_of(plan.course)
    client.force_login(user)
    return user


def week(client, plan, day=MONDAY):
    return client.get(reverse("pages:week", args=[plan.course_id]), {"uge": day}).content.decode()


def load(client, plan):
    address = reverse("pages:week_load", args=[plan.course_id])
    return client.get(address, headers={"hx-request": "true"}).content.decode()


def test_an_empty_week_says_what_to_do(client, plan, jonas):
    page = week(client, plan)

    assert "Der er ingen faste tider endnu." in page
    assert "Uge 37" in page
    assert TOGETHER not in page
    assert AuditEvent.objects.filter(action="week.opened").count() == 1
    assert "ingen faste tider" in load(client, plan)


def test_a_fixed_time_stands_on_its_day_with_who_and_where(client, plan, jonas):
    make_slot(plan, "Praktik", 3, 9, 12, place="Planteskolen", contact_name="Karsten")

    page = week(client, plan)

    on_the_day = page[page.index("Onsdag 9. september") : page.index("Torsdag 10. september")]
    for word in ("9.00–12.00", "Praktik", "Planteskolen · Karsten"):
        assert word in on_the_day
    assert "<strong>3 timer</strong> · 1 aftale · 1 kontaktperson" in page


def test_the_week_before_and_after_are_linked_and_an_unknown_one_is_this(client, plan, jonas):
    page = week(client, plan, date(2026, 9, 9))
    assert 'href="{}?uge=2026-08-31" rel="prev"'.format(f"/courses/{plan.course_id}/plan/week/") in page
    assert "?uge=2026-09-14" in page

    now = f"Uge {timezone.localdate().isocalendar().week} "
    for wrong in ("", "i morgen", "2026-13-01", "0001-01-01", "9999-12-31"):
        assert now in week(client, plan, wrong)


def test_a_meeting_of_the_week_stands_there_and_clashes(client, plan, jonas):
    make_slot(plan, "Praktik", 2, 9, 12)
    begins = datetime(2026, 9, 8, 10, tzinfo=timezone.get_current_timezone())
    meeting = make_meeting(plan.course, starts_at=begins, ends_at=begins + timedelta(hours=1))
    Participant.objects.get_or_create(meeting=meeting, citizen=main_person(plan.course))

    page = week(client, plan)
    assert f'<a href="{meeting.get_absolute_url()}">' in page
    assert "10.00–11.00</strong>" in page
    assert f"Praktik og {meeting.title} er på samme tid." in page

    type(meeting).objects.update(status="cancelled", cancel_reason="Syg.")
    assert meeting.get_absolute_url() not in week(client, plan)


def test_a_meeting_that_one_does_not_come_to_takes_no_time(client, plan, jonas):
    begins = datetime(2026, 9, 8, 10, tzinfo=timezone.get_current_timezone())
    meeting = make_meeting(plan.course, starts_at=begins, ends_at=begins + timedelta(hours=1))
    asked, _ = Participant.objects.get_or_create(meeting=meeting, citizen=main_person(plan.course))
    assert meeting.get_absolute_url() in week(client, plan)

    Participant.objects.filter(pk=asked.pk).update(attendance="excused")

    assert meeting.get_absolute_url() not in week(client, plan)


def test_one_that_begins_after_its_day_of_the_week_stands_below(client, plan, jonas):
    make_slot(plan, weekday=1, starts_on=MONDAY + timedelta(days=3))
    make_slot(plan, what="Forbi", weekday=5, starts_on=LONG_AGO, ends_on=MONDAY + timedelta(days=2))
    year_ago = MONDAY - timedelta(weeks=53)
    make_slot(plan, what="Længe forbi", starts_on=year_ago, ends_on=year_ago)

    page = week(client, plan)

    below = page[page.index("Ikke i denne uge") :]
    assert "fra 10. september 2026" in below
    assert "Forbi" in below
    assert "Fortryd afslutningen" in below
    assert "Længe forbi" not in page


def test_an_agreement_stands_on_its_day_without_a_clock(client, plan, jonas):
    make_agreement(plan, "Ringer til banken", due_on=date(2026, 9, 10))

    page = week(client, plan)

    assert "Ringer til banken" in page[page.index("Torsdag 10. september") :]
    assert "Ringer til banken" not in week(client, plan, MONDAY + timedelta(days=7))


def test_more_than_there_is_strength_for_is_asked_about(client, plan, jonas):
    make_slot(plan, "Praktik", 2, 8, 16)
    freja = main_person(plan.course)
    assert "Ikke sagt, hvor mange timer der er kræfter til" in week(client, plan)
    assert TOGETHER not in week(client, plan)

    said = {"plan": plan, "person": freja, "kind": "capacity", "noted_by": jonas}
    Measurement.objects.create(on=LONG_AGO, value=10, **said)
    assert TOGETHER not in week(client, plan)
    Measurement.objects.create(on=LONG_AGO + timedelta(days=1), value=5, **said)

    assert "Ugen kræver 8 timer af Freja, som kan bære 5 timer." in week(client, plan)


def test_the_number_is_written_on_the_page_of_hours(client, plan, jonas):
    freja = main_person(plan.course)
    address = reverse("plans:development", args=[plan.course_id, freja.pk])
    assert '<option value="capacity" selected>' in client.get(address, {"hvad": "capacity"}).content.decode()

    today = timezone.localdate().strftime("%d.%m.%Y")
    client.post(address, {"kind": "capacity", "value": "8", "on": today, "level": "common"})

    row = Measurement.objects.get()
    assert (row.kind, row.value, row.domain, row.person) == ("capacity", 8, "common", freja)
    assert "Kan bære 8 timer om ugen" in week(client, plan)


@pytest.mark.parametrize(("limit", "told"), [(2, False), (1, True)])
def test_the_municipality_says_how_many_contacts_are_many(client, plan, jonas, settings, limit, told):
    settings.MOST_CONTACT_PERSONS = limit
    make_slot(plan, contact_name="Karsten")
    make_slot(plan, weekday=2, contact_name="Lone")

    assert ("Freja møder 2 kontaktpersoner: Karsten og Lone." in week(client, plan)) is told
    plan_page = client.get(reverse("plans:plan", args=[plan.course_id])).content.decode()
    assert ("Kan en af dem tage en opgave mere?" in plan_page) is told


@pytest.mark.parametrize(("age", "limit", "told"), [(7, 12, True), (7, 7, False), (12, 12, False)])
def test_a_child_without_an_adult_at_home_is_asked_about(client, settings, age, limit, told):
    settings.ADULT_AT_HOME_UNDER = limit
    amina = make_citizen("Amina", born_on=date(1990, 5, 1))
    lea = make_citizen("Lea", born_on=date(2026 - age, 1, 1))
    plan = make_plan(make_course(kind="family", citizens=[amina, lea]))
    make_slot(plan, "Hjemme", 2, 17, 20, person=lea, kind="child")
    make_slot(plan, "Aftenvagt", 2, 16, 21, person=amina)
    client.force_login(konsulent_of(plan.course))

    words = "Lea skal have en voksen hjemme, men Amina har Aftenvagt. Er der en anden hjemme?"
    assert (words in week(client, plan)) is told


def test_health_now_and_work_later_is_a_question_and_no_gate(client, plan, jonas):
    plan.goals.all().delete()
    freja = main_person(plan.course)
    make_goal(plan, "Sover", person=freja, domain="health", horizon="now")
    work = make_goal(plan, "Gartner", person=freja, domain="employment", horizon="later")
    fields = ["employment", "school", "health"]
    jonas.assignments.update(domains=fields)
    assert "Skal noget begynde ved siden af?" in week(client, plan)
    assert "1 ting at se på sammen" in load(client, plan)

    jonas.assignments.update(domains=["health"])
    assert "Skal noget begynde" not in week(client, plan)

    jonas.assignments.update(domains=fields)
    work.horizon = "now"
    work.save()
    assert "Skal noget begynde" not in week(client, plan)


def test_a_clash_with_what_is_closed_says_nothing_at_all(client, plan, jonas):
    """Not that something clashes, nor in any sum: the page is the same bytes as without it."""
    jonas.assignments.update(domains=["social"], sees_shielded=False)
    make_slot(plan, "Praktik", 2, 9, 12)
    make_slot(plan, "Synlig", 2, 11, 13)
    before = told_of(client, plan)
    assert "Praktik og Synlig er på samme tid." in before

    hidden = {"weekday": 2, "begins": 9, "ends": 12, "contact_name": "Hemmelig"}
    make_slot(plan, "Skærmet samtale", level="shielded", **hidden)
    make_slot(plan, "Afrusning", level="domain", domain="health", **hidden)
    make_slot(plan, "Til et skærmet mål", goal=make_goal(plan, level="shielded"), **hidden)

    assert told_of(client, plan) == before
    client.force_login(caseworker_of(plan.course))
    caseworker_of(plan.course).assignments.update(domains=["health"], sees_shielded=True)
    for word in ("Skærmet samtale", "Afrusning", "Til et skærmet mål"):
        assert word in told_of(client, plan)


def told_of(client, plan):
    page = week(client, plan)
    return page[page.index('<div class="bf-body">') :] + load(client, plan)


def test_who_is_there_for_one_of_a_family_sees_that_ones_week(client):
    amina, lea = make_citizen("Amina"), make_citizen("Lea")
    plan = make_plan(make_course(kind="family", citizens=[amina, lea]))
    make_slot(plan, "Nattevagt", person=amina)
    make_slot(plan, "Svømning", person=lea)
    helper = make_user("Gitte")
    assign(helper, plan.course, person=lea)
    client.force_login(helper)

    page = week(client, plan)

    assert "Svømning" in page
    assert "Amina" not in page
    assert "Nattevagt" not in page
    assert "Ny fast tid" not in page


def test_a_nødadgang_is_told_no_week(client, plan):
    make_slot(plan, place="Krisecentret")
    duty = make_duty()
    client.force_login(duty)
    open_by_emergency(plan.course, duty)

    for name in ("pages:week", "pages:week_load"):
        assert client.get(reverse(name, args=[plan.course_id])).status_code == 403
    assert "Ugen" not in client.get(reverse("plans:plan", args=[plan.course_id])).content.decode()


def test_the_margin_of_the_plan_fetches_the_load_and_works_without_script(client, plan, jonas):
    make_slot(plan, "Praktik", 1, 9, 12)
    address = reverse("pages:week_load", args=[plan.course_id])
    page = client.get(reverse("plans:plan", args=[plan.course_id])).content.decode()
    assert f'hx-get="{address}"' in page
    assert f'<a href="{reverse("pages:week", args=[plan.course_id])}">' in page

    assert '<span class="bf-private">Freja 3 timer</span>' in load(client, plan)
    assert client.get(address).url == reverse("pages:week", args=[plan.course_id])
    assert AuditEvent.objects.filter(action="week.counted").count() == 2


def test_three_hundred_times_cost_no_more_questions_than_three(client, plan, jonas):
    def asked():
        with all_queries() as found:
            week(client, plan)
        return len(found)

    for _ in range(3):
        make_slot(plan, user=jonas)
    few = asked()
    like = {"person": main_person(plan.course), "starts_on": LONG_AGO, "noted_by": jonas, "user": jonas}
    like |= {"plan": plan, "starts_at": time(9), "ends_at": time(10)}
    WeeklySlot.objects.bulk_create(WeeklySlot(what=f"{n}", weekday=n % 7 + 1, **like) for n in range(297))

    assert asked() == few
    assert few <= 16
