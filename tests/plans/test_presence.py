"""Who else has the plan open: told within the team, with places that the reader may know of."""

from datetime import timedelta

import pytest
from django.utils import timezone

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.drafts.holding import HERE_FOR, be_here, hold
from borgerforloeb.drafts.keys import Key
from borgerforloeb.drafts.models import Presence
from plans.presence import here_beside
from roles.models import Role
from tests.factories import (
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_course,
    make_goal,
    make_plan,
    make_user,
)
from tests.plans.factories import url
from tests.queries import all_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def katrine(plan):
    user = caseworker_of(plan.course)
    be_here(plan.course_id, by=user, at=timezone.now())
    return user


def told(client, plan):
    return client.post(url(plan, "here")).content.decode()


def write(user, plan, address):
    hold(Key.new(address, plan.course_id, user.pk, holds=True), by=user, at=timezone.now())


def test_each_hears_of_the_other(client, plan, katrine, jonas):
    assert told(client, plan) == f"{katrine.name} er her også"
    assert here_beside(katrine, plan.course_id, at=timezone.now()) == [f"{jonas.name} er her også"]


def test_alone_one_hears_of_nobody(client, plan, jonas):
    assert told(client, plan) == ""
    assert told(client, plan) == ""
    assert Presence.objects.get().user == jonas


def test_whoever_falls_silent_is_gone(plan, katrine, jonas):
    soon, later = (timezone.now() + HERE_FOR + timedelta(seconds=one) for one in (-5, 1))

    assert here_beside(jonas, plan.course_id, at=soon) == [f"{katrine.name} er her også"]
    assert here_beside(jonas, plan.course_id, at=later) == []


def test_it_is_told_what_kind_of_text_somebody_writes_in(client, plan, katrine, jonas):
    write(katrine, plan, url(plan, "goal_edit", plan.goals.get().pk))
    assert told(client, plan) == f"{katrine.name} er her også og skriver i et mål"


def test_a_section_is_told_by_its_name(client, plan, katrine, jonas):
    person = main_person(plan.course).pk
    write(katrine, plan, f"{url(plan, 'section_edit', 'dreams')}?person={person}")

    assert told(client, plan) == f"{katrine.name} er her også og skriver i ”Mine drømme”"


def test_a_place_that_the_reader_may_not_know_of_is_not_told(client, plan, katrine, jonas):
    hidden = make_goal(plan, domain="health", level="shielded")
    write(katrine, plan, url(plan, "goal_edit", hidden.pk))
    plan.sections.update(domain="health", level="shielded")
    person = main_person(plan.course).pk
    write(katrine, plan, f"{url(plan, 'section_edit', 'dreams')}?person={person}")

    assert told(client, plan) == f"{katrine.name} er her også"


def test_who_is_of_another_course_finds_nothing(client, plan, katrine):
    stranger = konsulent_of(make_plan(make_course()).course)
    client.force_login(stranger)

    assert client.post(url(plan, "here")).status_code == 404
    assert not Presence.objects.filter(user=stranger).exists()
    assert here_beside(stranger, plan.course_id, at=timezone.now()) == []


def test_who_has_left_the_course_is_told_of_no_more(client, plan, katrine, jonas):
    helper = make_user("Bo Krag")
    row = assign(helper, plan.course)
    be_here(plan.course_id, by=helper, at=timezone.now())
    assert helper.name in told(client, plan)

    type(row).objects.filter(pk=row.pk).update(ends_on=timezone.localdate())

    assert helper.name not in told(client, plan)


def test_whoever_reads_for_a_while_sees_and_is_seen_by_none(client, plan, katrine, jonas):
    leader = make_user("Birthe Munk")
    row = assign(leader, plan.course)
    until = timezone.now() + timedelta(hours=1)
    type(row).objects.filter(pk=row.pk).update(role=Role.READER, expires_at=until)

    assert here_beside(leader, plan.course_id, at=timezone.now()) == []
    assert leader.name not in told(client, plan)


def test_to_ask_is_neither_logged_as_use_nor_a_sign_of_life(client, plan, katrine, jonas):
    row = client.session.model.objects.get(session_key=client.session.session_key)
    seen = timezone.now() - timedelta(minutes=5)
    row.seen_at = seen
    row.save()
    before = AuditEvent.objects.count()

    told(client, plan)

    row.refresh_from_db()
    assert row.seen_at == seen
    assert AuditEvent.objects.count() == before


def test_it_costs_the_same_for_one_and_for_many(client, plan, katrine, jonas):
    told(client, plan)
    with all_queries() as one:
        told(client, plan)
    for number in range(12):
        helper = make_user(f"Kollega {number}")
        assign(helper, plan.course)
        be_here(plan.course_id, by=helper, at=timezone.now())

    with all_queries() as many:
        words = told(client, plan)

    assert words.count("er her også") == 13
    assert len(many) == len(one)


def test_the_plan_page_asks_by_script_and_says_nothing_without(client, plan, katrine, jonas):
    page = client.get(url(plan)).content.decode()

    assert f'data-here="{url(plan, "here")}"></p>' in page
    assert "er her også" not in page
