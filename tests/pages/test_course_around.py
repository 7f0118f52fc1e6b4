"""What stands around a course is asked for all at once, and told to each as far as each may read."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.presentation import longdate
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    make_citizen,
    make_consent,
    make_course,
    make_goal,
    make_network_person,
    make_plan,
    make_user,
)
from tests.plans.factories import make_asked, make_intervention, make_part, make_safeguard

pytestmark = pytest.mark.django_db
SOCIAL = {"domain": "social", "level": "domain"}


@pytest.fixture
def family():
    """A mother and a son with a plan, in which some of what is the mother's is of the social field."""
    mother, son = make_citizen("Amina", "Rahbek-Said"), make_citizen("Yusuf", "Rahbek-Said")
    course = make_course(citizens=[mother, son], name="Familien Rahbek-Said")
    plan = make_plan(course)
    goal = make_goal(plan, "Hverdagen hænger sammen", person=None)
    make_intervention(goal, "Søvnskole", person=mother, **SOCIAL)
    make_intervention(goal, "Bostøtte", person=None, domain="social", level="common")
    make_safeguard(plan, "Spørg ikke om medicinen.", person=mother, **SOCIAL)
    make_safeguard(plan, "Ring efter kl. 10.", person=son)
    part = make_part(plan, "Søvnen", person=mother, **SOCIAL)
    make_part(plan, "Skolen", person=son)
    make_asked(plan, part=part, person=mother, domain="common", level="common")
    make_network_person(course, "Huda Said", citizen=mother)
    make_network_person(course, "Erik Træner", citizen=son)
    make_consent(course, citizen=mother, given_on=TODAY, expires_on=timezone.localdate() + timedelta(days=50))
    return plan


def page_for(client, plan, user):
    client.force_login(user)
    return client.get(reverse("pages:course", args=[plan.course_id])).content.decode()


def colleague(plan, **fields):
    user = make_user("Sanne Krogh")
    assign(user, plan.course, **fields)
    return user


OF_THE_MOTHER = ("Spørg ikke om medicinen.", "Der er spurgt igen 1 gang.", "et samtykke udløber", "Huda Said")


def test_who_holds_the_plan_reads_all_of_it(client, family):
    page = page_for(client, family, caseworker_of(family.course))

    for words in (*OF_THE_MOTHER, "Søvnskole", "Ring efter kl. 10.", "Erik Træner", "2 dele er fortalt"):
        assert words in page
    assert longdate(timezone.localdate() + timedelta(days=50)) in page


def test_who_helps_the_son_alone_reads_nothing_of_the_mother(client, family):
    son = family.course.persons.get(first_names="Yusuf")

    page = page_for(client, family, colleague(family, person=son))

    assert [words for words in (*OF_THE_MOTHER, "Søvnskole") if words in page] == []
    for words in ("Ring efter kl. 10.", "Erik Træner", "1 del er fortalt", "Bostøtte"):
        assert words in page


def test_another_field_is_left_out_and_the_next_help_takes_its_place(client, family):
    page = page_for(client, family, colleague(family, domains=["employment"]))

    assert [
        words for words in ("Søvnskole", "Spørg ikke om medicinen.", "spurgt igen") if words in page
    ] == []
    for words in ("Bostøtte", "Huda Said", "et samtykke udløber", "1 del er fortalt"):
        assert words in page


def test_who_has_left_the_course_is_told_of_no_more(client, family):
    member = family.course.memberships.get(citizen__first_names="Amina")
    member.ends_on = timezone.localdate()
    member.save()

    page = page_for(client, family, caseworker_of(family.course))

    assert [words for words in ("Huda Said", "et samtykke udløber") if words in page] == []
    assert "Erik Træner" in page
