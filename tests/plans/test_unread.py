"""The two who hold the plan together are told that more is written, and where; nobody else is told it."""

from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.marks import Mark
from plans.models import Note, Plan, PlanSection
from plans.pdf import WorkingCopy
from plans.print_content import Edition
from plans.unread import unread_facts
from roles.permissions import Access, Permission, Reach, access_to
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_agreement,
    make_citizen,
    make_course,
    make_goal,
    make_section,
    make_user,
)
from tests.roles.family import make_basis

pytestmark = pytest.mark.django_db
MORE = "Her står mere, som du ikke må læse"


@pytest.fixture
def plan():
    """Freja's health is told in a goal and a note, once for all of them; her sister's school in a promise."""
    freja, ida = make_citizen("Freja"), make_citizen("Ida")
    plan = Plan.objects.create(course=make_course(citizens=[freja, ida]))
    closed = {"domain": "health", "level": "domain"}
    goal = make_goal(plan, "Sover om natten", person=freja, **closed)
    note = {"about_on": TODAY, "written_by": caseworker_of(plan.course)}
    Note.objects.create(goal=goal, text="Ringede til lægen.", person=freja, **closed, **note)
    PlanSection.objects.create(plan=plan, kind="difficulties", text="Vi er trætte.", person=None, **closed)
    make_agreement(plan, "Henter medicin", person=ida, domain="school", level="domain")
    make_goal(plan, "Helt skjult", person=freja, domain="health", level="shielded")
    return plan


def page_of(client, user, plan) -> str:
    client.force_login(user)
    return client.get(reverse("plans:plan", args=[plan.course_id])).content.decode()


def test_the_two_are_told_where_and_how_much_and_nothing_of_what(client, plan):
    for user in (caseworker_of(plan.course), konsulent_of(plan.course)):
        page = page_of(client, user, plan)

        assert MORE in page
        for line in ("Freja: sundhed (2)", "Ida: skole (1)", ">sundhed (1)<"):
            assert line in page
        for hidden in ("Sover om natten", "lægen", "trætte", "medicin", "Helt skjult", "sundhed (3)"):
            assert hidden not in page


def test_others_are_told_nothing(client, plan):
    team = make_user("Sanne")
    assign(team, plan.course)

    assert MORE not in page_of(client, team, plan)


def test_what_is_shared_is_read_and_no_longer_told_of(client, plan):
    make_basis(plan.course, person=main_person(plan.course), to_domain="social", section=make_section())

    page = page_of(client, konsulent_of(plan.course), plan)

    assert "Sover om natten" in page
    assert "Freja: sundhed" not in page
    assert "Ida: skole (1)" in page


def test_of_what_is_common_about_somebody_one_does_not_work_with_nothing_is_told():
    """It is not closed by its field: that there is a text would tell of the person."""
    freja, ida = str(uuid4()), str(uuid4())
    access = Access(
        frozenset({Permission.EDIT_PLAN}),
        "",
        (Reach(UUID(freja), frozenset({"social"}), sees_shielded=False),),
    )
    texts = [(ida, "school", "common"), (freja, "health", "domain"), (ida, "health", "domain")]
    rows = [{"marks": {Mark(*text)}} for text in texts]
    facts = {"sections": rows, "goals": [], "agreements": [], "placements": [], "safeguards": []}

    found = unread_facts(facts, access)

    assert found == {(UUID(freja), "health"): 1, (UUID(ida), "health"): 1}


def test_who_reads_all_is_told_nothing(client, plan):
    plan.course.assignments.update(domains=["health", "school", "social"], sees_shielded=True)

    assert MORE not in page_of(client, caseworker_of(plan.course), plan)


@pytest.mark.parametrize(
    ("edition", "told"),
    [(Edition.AUTHORITY, ("sundhed (1)", "Freja: sundhed (1)", "Ida: skole (1)")), (Edition.CITIZEN, ())],
)
def test_the_print_for_the_authority_says_so_too(plan, edition, told):
    """Notes are on no print, and so are not counted there."""
    access = access_to(caseworker_of(plan.course), plan.course_id)

    printed = WorkingCopy(plan, access=access, edition=edition, on=timezone.localdate()).content

    assert set(printed.unread) == set(told)
