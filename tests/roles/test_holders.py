"""The report of who has access says what the gate says, and names everybody who has any (D16)."""

import csv
from datetime import timedelta
from io import StringIO
from itertools import product
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Domain, Level
from roles.holders import LOOKED_AT_EVERY, holders
from roles.models import Block, Role, StaffCitizen
from roles.permissions import access_to
from tests.factories import (
    LONG_AGO,
    assign,
    caseworker_of,
    main_person,
    make_citizen,
    make_consent,
    make_course,
    make_section,
    make_unit,
    make_user,
)
from tests.roles.family import hold, make_basis, relate

pytestmark = pytest.mark.django_db
FIELDS = [name for name in Domain.values if name != Domain.COMMON]
COURSES, USERS = 10, 12


class Municipality:
    """Many assignments of every kind, some over, some barred, some widened; the same each time."""

    def __init__(self) -> None:
        self.random, self.today = Random(16), timezone.localdate()
        self.courses = [
            make_course(citizens=[make_citizen(f"A{n}"), make_citizen(f"B{n}")]) for n in range(COURSES)
        ]
        self.users = [make_user(f"bruger {n}") for n in range(USERS)]
        self.section = make_section("§ 16", title="prøve")
        for user, course in product(self.users, self.courses):
            if self.random.random() < 0.6:
                self._assign(user, course)
        for course in self.courses:
            self._share(course)
        self._bar()
        self.users[-1].is_active = False
        self.users[-1].save()
        self.users[-2].capabilities = [Capability.CASEWORKER, Capability.ADMINISTRATOR]
        self.users[-2].save()

    def _assign(self, user, course) -> None:
        chosen = self.random
        role = chosen.choice([Role.TEAM_MEMBER, Role.CASEWORKER, Role.EMERGENCY, Role.READER, Role.DEPUTY])
        fields = {
            "domains": chosen.sample(FIELDS, chosen.randint(0, 3)),
            "sees_shielded": chosen.random() < 0.2,
            "person": chosen.choice([None, None, *course.persons.order_by("first_names")]),
        }
        if role in (Role.TEAM_MEMBER, Role.CASEWORKER):
            fields["starts_on"] = self.today + timedelta(days=chosen.choice([-200, -9, 0, 1]))
            fields["ends_on"] = chosen.choice([None, fields["starts_on"] + timedelta(days=9)])
        hold(user, course, role, **fields)

    def _share(self, course) -> None:
        person, of = self.random.choice(list(course.persons.order_by("first_names"))), FIELDS
        domain, to = self.random.sample(of, 2)
        make_basis(course, person=person, domain=domain, to_domain=to, section=self.section)
        consent = make_consent(course, citizen=person, domains=[to])
        make_basis(course, person=person, domain=to, to_user=self.random.choice(self.users), consent=consent)
        over = {"ends_on": self.today - timedelta(days=1), "section": self.section}
        make_basis(course, person=person, domain=of[0], to_domain=of[1], **over)

    def _bar(self) -> None:
        admin = make_user("Adam")
        for user, course in zip(self.users[:2], self.courses[:2], strict=True):
            me = make_citizen(user.name)
            StaffCitizen.objects.create(user=user, citizen=me, noted_by=admin, noted_on=LONG_AGO)
            relate(me, "sibling", main_person(course))
        wish = {"why": "x", "set_by": admin, "set_on": LONG_AGO}
        Block.objects.create(citizen=main_person(self.courses[2]), user=self.users[3], **wish)
        # What was written about somebody stays in the course after that person has left it.
        left = self.courses[3].memberships.exclude(citizen=main_person(self.courses[3])).get()
        Block.objects.create(citizen=left.citizen, user=self.users[4], **wish)
        left.ends_on = self.today
        left.save()


@pytest.fixture
def municipality():
    return Municipality()


def test_ten_thousand_answers_are_the_gates(municipality):
    told = holders(today=municipality.today)
    everybody = [*municipality.users, *map(caseworker_of, municipality.courses)]
    asked, differ, yes = 0, [], 0
    for user, course in product(everybody, municipality.courses):
        access = access_to(user, course.pk)
        held = [
            one for one in told if (one.assignment.user_id, one.assignment.course_id) == (user.pk, course.pk)
        ]
        persons = [None, *course.persons.values_list("pk", flat=True)]
        for person, domain, level in product(persons, Domain.values, Level.values):
            asked += 1
            gate = access.may_read(person, domain, level)
            yes += gate
            if gate is not any(one.reads(person, domain, level) for one in held):
                differ.append((user.name, course.number, person, domain, level, gate))

    assert differ == []
    assert asked > 10_000
    assert 1_000 < yes < asked - 1_000


def test_a_report_is_of_a_course_of_a_person_or_of_a_unit(municipality):
    course, user, today = municipality.courses[0], municipality.users[4], municipality.today
    above = make_unit("Borgercenter")
    course.unit = make_unit("Team Nord", parent=above)
    course.save()
    every = holders(today=today)

    def keys(found):
        return {one.assignment.pk for one in found}

    of_course = {one.assignment.pk for one in every if one.assignment.course_id == course.pk}
    assert keys(holders(today=today, course=course)) == keys(holders(today=today, unit=above)) == of_course
    assert keys(holders(today=today, user=user)) == {
        one.assignment.pk for one in every if one.assignment.user_id == user.pk
    }
    assert 0 < len(of_course) < len(every)


def test_the_list_of_every_half_year_names_all_that_is_old_and_nothing_else(municipality):
    found = holders(today=municipality.today)
    due = {one.assignment.pk for one in found if one.is_due(municipality.today)}

    assert due == {
        one.assignment.pk for one in found if one.assignment.starts_on <= municipality.today - LOOKED_AT_EVERY
    }
    assert 0 < len(due) < len(found)


def run(*words) -> str:
    out = StringIO()
    call_command("access_report", *words, stdout=out)
    return out.getvalue()


def test_the_command_tells_who_why_and_until_when():
    course = make_course(citizens=[make_citizen("Freja"), make_citizen("Ida")])
    sanne, ida = make_user("Sanne Krogh"), course.persons.get(first_names="Ida")
    assign(sanne, course, person=ida, domains=["social"], reason="Er Idas mentor.", sees_shielded=True)
    make_basis(course, person=ida, to_user=sanne, section=make_section("§ 7", title="samarbejde"))

    told = run("--course", course.number)

    [line] = [line for line in told.splitlines() if "Sanne Krogh" in line]
    for part in (
        "medlem af teamet",
        "Kun om: Ida",
        "Skærmet: ja",
        "Er Idas mentor.",
        "om Ida (serviceloven § 7)",
    ):
        assert part in line
    assert "3 adgange" in told
    event = AuditEvent.objects.get(action="access.reported")
    assert (event.course_id, event.details["rows"]) == (course.pk, 3)


def test_a_barred_colleague_is_told_as_such_and_not_why():
    course, user = make_course(), make_user("Poul")
    assign(user, course)
    wish = {"why": "Min tidligere kæreste.", "set_by": user, "set_on": LONG_AGO}
    Block.objects.create(citizen=main_person(course), user=user, **wish)

    told = run("--user", user.username)

    assert "Spærret: ja" in told
    assert "kæreste" not in told


def test_a_file_for_the_half_year_holds_no_formula(tmp_path):
    course = make_course()
    assign(make_user("=1+1"), course, reason="@SUM(A1)")

    run("--unit", course.unit.name, "--due", "--csv", str(tmp_path / "adgange.csv"))

    text = (tmp_path / "adgange.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(StringIO(text), delimiter=";"))
    assert len(rows) == 4
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "@", "+", "-")]


@pytest.mark.parametrize("words", [("--course", "1999-0001"), ("--user", "ingen"), ("--unit", "Ingen")])
def test_what_is_not_there_is_said(words):
    with pytest.raises(CommandError):
        run(*words)
