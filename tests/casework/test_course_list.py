"""The list of courses: order, filter, log, and rows that cost no queries."""

from datetime import date

import pytest
from django.urls import reverse

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import (
    Course,
)
from tests.casework.pages import names, queries, words
from tests.factories import (
    assign,
    make_citizen,
    make_course,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_the_list_is_sorted_in_danish_and_logs_everybody_shown(client):
    katrine, jonas = make_user("Katrine"), make_user("Jonas", capabilities=[Capability.PROVIDER])
    unit = make_unit()
    for first in ("Åse", "Øjvind", "Ærø", "Aase", "Bo", "Zenia"):
        make_course(caseworker=katrine, konsulent=jonas, citizens=[make_citizen(first, "X")], unit=unit)
    make_course()
    client.force_login(katrine)

    # Å and aa are one letter, so Aase and Åse stand beside each other, last.
    assert [name.split()[0] for name in names(client)][:4] == ["Bo", "Zenia", "Ærø", "Øjvind"]
    assert {name.split()[0] for name in names(client)[4:]} == {"Aase", "Åse"}
    event = AuditEvent.objects.filter(action="courses.listed").first()
    assert (event.kind, len(event.person_ids), event.details["courses"]) == ("list", 6, 6)


def test_the_filter_is_kept_and_stands_in_no_address(client):
    katrine, jonas = make_user("Katrine"), make_user("Jonas", capabilities=[Capability.PROVIDER])
    unit, other = make_unit(), make_unit("Jobcenter")
    fields = {"caseworker": katrine, "konsulent": jonas, "unit": unit}
    make_course(**fields)
    make_course(**fields | {"unit": other}, citizens=[make_citizen("Bo", "Ny")], kind="youth")
    done = make_course(**fields, citizens=[make_citizen("Ea", "Slut")])
    Course.objects.filter(pk=done.pk).update(status="closed", closed_on=date(2026, 9, 1), closing="job")
    mine = make_course(citizens=[make_citizen("Per", "Team")], unit=unit)
    assign(katrine, mine)
    client.force_login(katrine)
    url = reverse("casework:course_list")

    def filtered(**data):
        response = client.post(url, data)
        assert response.url == url
        return sorted(name.split()[0] for name in names(client))

    assert sorted(name.split()[0] for name in names(client)) == ["Bo", "Freja", "Per"]
    assert filtered(text="frej") == ["Freja"]
    assert filtered(kind="youth") == ["Bo"]
    assert filtered(unit=other.pk) == ["Bo"]
    assert filtered(status="closed") == ["Ea"]
    assert filtered(role="team_member", status="open") == ["Per"]
    assert filtered(text="findes ikke") == []
    assert "Ingen af dine forløb passer" in words(client.get(url))
    assert filtered(reset="1") == ["Bo", "Freja", "Per"]
    assert "frej" not in str(list(AuditEvent.objects.values_list("details", flat=True)))


def test_the_list_costs_the_same_with_3_and_with_300(client):
    katrine, jonas, unit = (
        make_user("Katrine"),
        make_user("Jonas", capabilities=[Capability.PROVIDER]),
        make_unit(),
    )
    client.force_login(katrine)

    def more(number):
        for _ in range(number):
            make_course(caseworker=katrine, konsulent=jonas, citizens=[make_citizen()], unit=unit)
        return queries(client, reverse("casework:course_list"))

    few, many = more(3), more(297)

    assert few == many <= 12
    assert len(names(client)) == 50
