"""The gate is told twice, in SQL for rows and in Python for frozen versions: both must say the same."""

from itertools import product

import pytest

from borgerforloeb.citizens.models import Domain, Level
from plans.models import Goal, Plan
from roles.permissions import access_to
from tests.factories import assign, make_citizen, make_course, make_goal, make_section, make_user
from tests.roles.family import make_basis

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("about", ["the course", "one member"])
@pytest.mark.parametrize("domains", [[], ["social"], ["social", "health"]])
@pytest.mark.parametrize("sees_shielded", [False, True])
@pytest.mark.parametrize("shared_with", ["nobody", "a field", "the user"])
def test_every_row_is_let_through_by_both_or_by_neither(about, domains, sees_shielded, shared_with):
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

    whom = {"a field": {"to_domain": "social"}, "the user": {"to_user": user}}
    if shared_with in whom:
        for person in (freja, ida):
            make_basis(
                course,
                person=person,
                domain="school",
                section=make_section(title=person.name),
                **whom[shared_with],
            )

    access = access_to(user, course.pk)
    rows = list(Goal.objects.filter(plan=plan))
    expected = {row for row in rows if access.may_read(row.person_id, row.domain, row.level)}

    assert 0 < len(expected) < len(rows)
    assert set(Goal.objects.visible_to(user)) == expected
    assert set(Goal.objects.filter(access.rows(), plan=plan)) == expected
    opened = shared_with == "the user" or (shared_with == "a field" and "social" in domains)
    assert any(row.domain == "school" and row.level == "domain" for row in expected) is opened


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
