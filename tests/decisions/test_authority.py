"""Who may decide by which law is given by the leader of whoever decides (R15)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.decisions.actions import authority as actions
from borgerforloeb.decisions.models import Authority
from tests.decisions.world import give
from tests.factories import LONG_AGO, TODAY, make_section, make_unit, make_user
from tests.queries import all_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def leader(unit):
    return make_user("Birthe Munk", capabilities=["leader"], unit=unit)


@pytest.fixture
def katrine(unit):
    return make_user("Katrine Dahl", unit=make_unit("Team 2", parent=unit))


@pytest.fixture
def section():
    return make_section()


def given(user, section, by, **fields):
    usual = {"act": section.act, "only": None, "starts_on": TODAY, "why": "Delegation"}
    fields = usual | fields
    return actions.give_authority(user, by=by, section=fields.pop("only"), **fields)


def test_a_leader_gives_it_to_those_of_her_units(katrine, section, leader):
    row = given(katrine, section, leader)

    assert list(Authority.objects.in_force(TODAY)) == [row]
    event = AuditEvent.objects.get()
    assert (event.action, event.details["user"], event.details["act"]) == (
        "authority.given",
        katrine.pk,
        "SEL",
    )


def test_sent_twice_it_is_given_once(katrine, section, leader):
    assert given(katrine, section, leader) == given(katrine, section, leader)


def test_nobody_gives_it_to_oneself_or_past_the_unit_or_without_leading(katrine, section, leader):
    elsewhere = make_user("Ib Andetsteds", unit=make_unit("Jobcenter"))

    for user, by in ((leader, leader), (elsewhere, leader), (leader, katrine)):
        with pytest.raises(PermissionDenied):
            given(user, section, by)
    assert not Authority.objects.exists()


def test_a_section_belongs_to_its_law(katrine, section, leader):
    other = make_section("§ 32", code="BL", short_name="barnets lov")

    with pytest.raises(ValidationError, match="den lov"):
        given(katrine, section, leader, only=other)


def test_it_ends_and_what_is_over_does_not_end_later(katrine, section, leader):
    row = given(katrine, section, leader, starts_on=LONG_AGO)

    row = actions.end_authority(row, ends_on=TODAY, by=leader)

    assert row.ends_on == TODAY
    assert AuditEvent.objects.order_by("pk").last().action == "authority.ended"
    for day in (TODAY, LONG_AGO - timedelta(days=1)):
        with pytest.raises(ValidationError):
            actions.end_authority(row, ends_on=day, by=leader)


def test_only_a_leader_ends_it(katrine, section, leader):
    row = given(katrine, section, leader)

    for by in (katrine, make_user("Bo Leder", capabilities=["leader"], unit=make_unit("Jobcenter"))):
        with pytest.raises(PermissionDenied):
            actions.end_authority(row, ends_on=TODAY, by=by)


def test_the_leaders_page_from_giving_to_ending(client, katrine, leader):
    section = make_section("§ 84")
    client.force_login(leader)
    fields = {"user": katrine.pk, "act": section.act_id, "starts_on": "1.1.2026", "why": "Delegation"}

    assert client.post(reverse("decisions:authority_add"), fields).status_code == 302
    row = Authority.objects.get()
    page = client.get(reverse("decisions:authorities")).content.decode()
    assert "Katrine Dahl" in page
    assert "hele loven" in page

    end = reverse("decisions:authority_end", args=[row.pk])
    assert client.post(end, {"ends_on": "31.12.2025"}).status_code == 422
    assert client.post(end, {"ends_on": "1.2.2026"}).status_code == 302
    assert "Katrine Dahl" not in client.get(reverse("decisions:authorities")).content.decode()
    assert "Katrine Dahl" in client.get(reverse("decisions:authorities"), {"tid": "ophoert"}).content.decode()


def test_a_period_that_ends_before_it_begins_is_told_at_its_field(client, katrine, leader):
    client.force_login(leader)
    fields = {"user": katrine.pk, "act": make_section().act_id, "why": "Delegation"}
    answer = client.post(
        reverse("decisions:authority_add"), fields | {"starts_on": "1.2.2026", "ends_on": "1.1.2026"}
    )

    assert answer.status_code == 422
    assert "kan ikke ophøre, før den begynder" in answer.content.decode()


def test_nobody_elses_and_ones_own_are_not_ended_on_the_page(client, katrine, leader, section):
    elsewhere = give(make_user("Ib Andetsteds", unit=make_unit("Jobcenter")), section)
    own = give(leader, section)
    client.force_login(leader)

    assert client.get(reverse("decisions:authority_end", args=[elsewhere.pk])).status_code == 404
    assert client.get(reverse("decisions:authority_end", args=[own.pk])).status_code == 403


def test_the_page_takes_as_many_queries_for_more_rows_and_shows_fifty(client, unit, leader):
    section = make_section()
    client.force_login(leader)

    def asked(number):
        for one in range(number):
            give(make_user(f"Ansat {one}", unit=unit), section)
        with all_queries() as queries:
            page = client.get(reverse("decisions:authorities"))
        return len(queries), page.content.decode()

    few, _ = asked(3)
    many, page = asked(60)

    assert few == many
    assert page.count("Lad den ophøre") == 50
    assert "Side 1 af 2" in page


def test_an_empty_page_says_what_it_means(client, leader):
    client.force_login(leader)

    assert "kan ingen bevilge noget" in client.get(reverse("decisions:authorities")).content.decode()
