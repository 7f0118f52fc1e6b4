"""Lovlinsen as those who hold the plan see it, and what stands there for whom."""

import pytest
from django.urls import reverse

from borgerforloeb.law.models import Requirement
from borgerforloeb.lawlens.models import Confirmation, OnePlanYes, ReplacedPlan
from roles.models import Role
from tests.factories import (
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_course,
    make_plan,
    make_user,
)
from tests.lawlens.world import make_circumstance
from tests.queries import all_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return make_plan(make_course()).course


def lens(client, course):
    return client.get(reverse("lawlens:lens", args=[course.pk]))


def post(client, name, course, /, *more, **data):
    return client.post(reverse(f"lawlens:{name}", args=[course.pk, *more]), data)


def test_without_anything_noted_it_says_what_to_do(client, course):
    client.force_login(caseworker_of(course))

    page = lens(client, course).content.decode()

    assert "Intet er noteret endnu" in page
    assert "Notér, hvad der gælder" in page


def test_from_a_circumstance_to_what_is_missing_and_where_it_is_written(client, course):
    client.force_login(konsulent_of(course))
    situation = Requirement.objects.get(words="Formålet med indsatsen").kind.when.get(
        code="sociale_problemer"
    )

    answer = post(client, "circumstance_add", course, person=main_person(course).pk, situation=situation.pk,
                  starts_on="1.3.2026")  # fmt: skip

    assert answer.url == reverse("lawlens:lens", args=[course.pk])
    page = lens(client, course)
    [person] = page.context["page"].persons
    [under] = person.plans
    assert (under.kind.code, under.is_needed_apart) == ("handleplan_voksne", True)
    missing = {held.requirement.words for held in under.missing}
    assert "Formålet med indsatsen" in missing
    assert "Lavet ud fra borgerens egne forudsætninger" not in missing
    plan = reverse("plans:plan", args=[course.pk])
    assert f'href="{plan}sections/purpose/?person={main_person(course).pk}"' in page.content.decode()
    assert f'href="{plan}#dreams"' in page.content.decode()


def test_with_a_yes_the_plans_are_made_as_one(client, course):
    make_circumstance(course, "sociale_problemer")
    make_circumstance(course, "aktivitetsparat")
    client.force_login(caseworker_of(course))
    person = main_person(course)

    before = lens(client, course).context["page"].persons[0]
    assert [under.kind.code for under in before.needed_apart] == ["handleplan_voksne", "min_plan"]
    post(client, "one_plan", course, person.pk, said_by=person.pk, way="oral", said_on="1.10.2026")

    after = lens(client, course).context["page"].persons[0]
    assert (after.needed_apart, after.yes.holds) == ([], True)
    post(client, "one_plan_withdraw", course, OnePlanYes.objects.get().pk)
    assert lens(client, course).context["page"].persons[0].needed_apart


def test_what_is_replaced_is_noted_and_may_stand_again(client, course):
    client.force_login(caseworker_of(course))
    data = {"person": main_person(course).pk, "kind": "", "name": "", "replaced_on": "1.10.2026"}

    refused = post(client, "replaced_add", course, **data)
    assert refused.status_code == 422
    assert "skriv navnet på den" in refused.content.decode()
    post(client, "replaced_add", course, **data | {"name": "Forandringskompas"})

    replaced = ReplacedPlan.objects.get()
    assert "Forandringskompas" in lens(client, course).content.decode()
    post(client, "replaced_back", course, replaced.pk, on="2.10.2026", why="Hun ville det.")
    assert lens(client, course).context["page"].persons[0].replaced == []


def test_a_plan_that_is_to_stand_again_later_says_from_when(client, course):
    client.force_login(caseworker_of(course))
    person = main_person(course)
    post(client, "replaced_add", course, person=person.pk, name="Forandringskompas", replaced_on="1.10.2026")
    replaced = ReplacedPlan.objects.get()

    post(client, "replaced_back", course, replaced.pk, on="1.1.2999", why="Hun ville det.")

    page = lens(client, course).content.decode()
    assert "gælder igen fra 1. januar 2999" in page
    assert f"replaced/{replaced.pk}/back/" not in page


def test_a_requirement_is_confirmed_and_taken_back(client, course):
    make_circumstance(course)
    client.force_login(caseworker_of(course))
    words = "Særlige forhold: bolig, arbejde, personlig hjælp, behandling, hjælpemidler"
    requirement = Requirement.objects.get(words=words)

    post(client, "confirm", course, main_person(course).pk, requirement.pk, words="Står under mål 1.")

    assert "Står under mål 1." in lens(client, course).content.decode()
    post(client, "confirm_back", course, Confirmation.objects.get().pk)
    assert "Står under mål 1." not in lens(client, course).content.decode()


def counted(client, course, **headers):
    return client.get(reverse("lawlens:missing", args=[course.pk]), headers=headers)


def test_the_margin_of_the_plan_fetches_how_many_are_missing(client, course):
    client.force_login(konsulent_of(course))
    plan = client.get(reverse("plans:plan", args=[course.pk])).content.decode()
    address = reverse("lawlens:missing", args=[course.pk])
    lens = reverse("lawlens:lens", args=[course.pk])
    link = f'<a id="lovlinsen" href="{lens}" hx-get="{address}" hx-trigger="revealed"'
    assert link in plan

    def told():
        return counted(client, course, hx_request="true").content.decode()

    assert "Lovlinsen: hvad hver lov vil have" in told()
    make_circumstance(course)
    assert "Lovlinsen: 4 krav mangler" in told()
    assert counted(client, course).url == lens


def test_what_the_margin_fetches_costs_no_more_than_a_page(client, course):
    make_circumstance(course)
    client.force_login(konsulent_of(course))

    with all_queries() as asked:
        counted(client, course, hx_request="true")

    assert len(asked) <= 12


def test_a_circumstance_is_shown_to_those_of_its_field(client, course):
    make_circumstance(course, "sygedagpenge")
    konsulent = konsulent_of(course)
    konsulent.assignments.update(domains=["social"])
    client.force_login(konsulent)

    page = lens(client, course).content.decode()

    assert "ygedagpenge" not in page


def test_it_is_for_those_who_hold_the_plan(client, course):
    team = make_user("Sanne Krogh")
    assign(team, course, Role.TEAM_MEMBER)
    for user, status in ((team, 403), (make_user("Stig"), 404)):
        client.force_login(user)
        assert lens(client, course).status_code == status


def test_another_course_s_rows_are_not_found(client, course):
    other = make_plan(make_course()).course
    foreign = make_circumstance(other)
    client.force_login(caseworker_of(course))

    assert post(client, "circumstance_end", course, foreign.pk, ends_on="1.10.2026").status_code == 404
    assert post(client, "one_plan", course, main_person(other).pk).status_code == 404
