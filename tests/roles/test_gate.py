"""The gate is told twice, in SQL for rows and in Python for frozen versions: both must say the same."""

from itertools import product

import pytest

from borgerforloeb.citizens.models import Domain, Level
from plans.models import Goal, Plan
from roles.permissions import access_to
from tests.factories import assign, make_citizen, make_course, make_goal, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("about", ["the course", "one member"])
@pytest.mark.parametrize("domains", [[], ["social"], ["social", "health"]])
@pytest.mark.parametrize("sees_shielded", [False, True])
def test_every_row_is_let_through_by_both_or_by_neither(about, domains, sees_shielded):
    freja, ida = make_citizen("Freja"), make_citizen("Ida")
    course, other = make_course(citizens=[freja, ida]), make_course()
    plan, elsewhere = Plan.objects.create(course=course), Plan.objects.create(course=other)
    for person, domain, level in product((None, freja, ida), Domain.values, Level.values):
        make_goal(plan, person=person, domain=domain, level=level)
        make_goal(elsewhere, person=None, domain=domain, level=level)
    user = make_user()
    assign(
        user,
        course,
        person=freja if about == "one member" else None,
        domains=domains,
        sees_shielded=sees_shielded,
    )

    access = access_to(user, course.pk)
    rows = list(Goal.objects.filter(plan=plan))
    expected = {row for row in rows if access.may_read(row.person_id, row.domain, row.level)}

    assert 0 < len(expected) < len(rows)
    assert set(Goal.objects.visible_to(user)) == expected


def test_two_assignments_do_not_lend_each_other_their_reach():
    """One is about Freja in health, the other about Ida in social: neither reads Ida's health."""
    freja, ida = make_citizen("Freja"), make_citizen("Ida")
    course = make_course(citizens=[freja, ida])
    plan = Plan.objects.create(course=course)
    rows = {
        (person.first_name, domain): make_goal(plan, person=person, domain=domain, level="domain")
        for person, domain in product((freja, ida), ("health", "social"))
    }
    user = make_user()
    assign(user, course, person=freja, domains=["health"], function="mentor")
    assign(user, course, person=ida, domains=["social"], function="bostøtte")

    assert set(Goal.objects.visible_to(user)) == {rows["Freja", "health"], rows["Ida", "social"]}
