"""A random walk through grants, ends, bases, barriers and days: gate and model never part (D13)."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from borgerforloeb.citizens.models import CoursePerson
from plans.models import Goal, Plan
from roles.models import Block, Role, StaffCitizen
from roles.permissions import access_to
from tests.factories import (
    LONG_AGO,
    assign,
    main_person,
    make_citizen,
    make_consent,
    make_course,
    make_section,
    make_user,
)
from tests.roles.family import let_pass, make_basis, relate
from tests.roles.world import KIN, Held, Model, Shared

pytestmark = pytest.mark.django_db

DOMAINS = ("common", "social", "health", "school")
FIELDS = DOMAINS[1:]
PLACES = [("health", "common"), *((domain, "domain") for domain in DOMAINS), ("social", "shielded")]
MEMBERS = ("freja", "ida")
# The first of the staff meets no barrier, so that much is open to look at; the second is a citizen too; the
# third comes and goes. "inger" is in no course, but may be somebody's mother or child.
OWN = {1: "mette"}
CITIZENS = (*MEMBERS, *OWN.values(), "inger")
USERS = st.integers(0, 2)
ROLES = st.sampled_from([Role.TEAM_MEMBER, Role.CASEWORKER, Role.EMERGENCY, Role.READER])


class Walk(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        # Undone in teardown, so that each walk begins in the same world.
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.today = timezone.localdate()
        self.citizens = {name: make_citizen(name, born_on=date(1980, 1, 1)) for name in CITIZENS}
        self.course = make_course(citizens=[self.citizens[name] for name in MEMBERS])
        self.users = [make_user(f"user{number}") for number in range(3)]
        self.section = make_section(title="prøve")
        self.model = Model(members=set(MEMBERS), own=OWN)
        self.rows, self.bases, self.consents = [], [], []
        plan = Plan.objects.create(course=self.course)
        places = list(product((None, *MEMBERS), PLACES))
        goals = Goal.objects.bulk_create(
            Goal(plan=plan, title="x", position=n, person=self.citizens.get(who), domain=domain, level=level)
            for n, (who, (domain, level)) in enumerate(places)
        )
        self.goals = {goal: (who, *place) for goal, (who, place) in zip(goals, places, strict=True)}

        for user, fields in ((0, ["social"]), (1, ["school"]), (1, ["social", "health"])):
            self._add(Held(user, None, frozenset(fields), shielded=False), Role.TEAM_MEMBER)

    def teardown(self):
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @rule(
        user=USERS,
        role=ROLES,
        person=st.sampled_from((None, *MEMBERS)),
        domains=st.sets(st.sampled_from(FIELDS), max_size=2),
        shielded=st.booleans(),
        begins=st.integers(-1, 1),
        lasts=st.none() | st.integers(1, 3),
    )
    def grant(self, user, role, person, domains, shielded, begins, lasts):
        brief = role in (Role.EMERGENCY, Role.READER)
        held = Held(user, person, frozenset(domains), shielded and not brief, begins)
        held.left, held.hours = begins + lasts if lasts else None, 4.5 if brief else None
        self._add(held, role)

    @precondition(lambda self: self._may_be_stood_in_for())
    @rule(data=st.data(), user=USERS, lasts=st.integers(1, 3))
    def stand_in(self, data, user, lasts):
        above, row = data.draw(st.sampled_from(self._may_be_stood_in_for()))
        held = Held(user, above.person, above.domains, False, max(above.begins, 0), None, None, above)
        held.left = held.begins + lasts
        self._add(held, Role.DEPUTY, deputy_for=row)

    def _may_be_stood_in_for(self):
        pairs = zip(self.model.held, self.rows, strict=True)
        return [(held, row) for held, row in pairs if row.role == Role.CASEWORKER and held.not_ended()]

    def _add(self, held, role, **more):
        ends = None if held.left is None else self.today + timedelta(days=held.left)
        expires = held.hours and timezone.now() + timedelta(hours=held.hours)
        row = assign(
            self.users[held.user],
            self.course,
            role,
            person=self.citizens.get(held.person),
            domains=sorted(held.domains),
            sees_shielded=held.shielded,
            starts_on=self.today + timedelta(days=held.begins),
            ends_on=ends,
            expires_at=expires,
            **more,
        )
        self.model.held.append(held)
        self.rows.append(row)

    @precondition(lambda self: self.rows)
    @rule(data=st.data())
    def end(self, data):
        place = data.draw(st.integers(0, len(self.rows) - 1))
        held, row = self.model.held[place], self.rows[place]
        row.refresh_from_db()
        if row.starts_on > self.today or (row.ends_on and row.ends_on <= self.today):
            return
        row.ends_on, held.left = self.today, 0
        row.save()

    @rule(
        person=st.sampled_from(MEMBERS),
        domain=st.sampled_from(("health", "school")),
        to=st.sampled_from((0, 1, "social", "school")),
        lasts=st.integers(1, 3),
        agreed=st.none() | st.integers(1, 3),
    )
    def share(self, person, domain, to, lasts, agreed):
        if to == domain:
            return
        whom = {"to_domain": to} if isinstance(to, str) else {"to_user": self.users[to]}
        ground = {"section": self.section}
        if agreed:
            ground = {"consent": self._consent(person, domain, agreed)}
            self.consents.append((ground["consent"], [agreed]))
        basis = make_basis(
            self.course,
            person=self.citizens[person],
            domain=domain,
            starts_on=self.today,
            ends_on=self.today + timedelta(days=lasts - 1),
            **whom,
            **ground,
        )
        self.bases.append(basis)
        days = self.consents[-1][1] if agreed else None
        self.model.shared.append(Shared(person, domain, to, lasts, days))

    def _consent(self, person, domain, lasts):
        return make_consent(
            self.course,
            citizen=self.citizens[person],
            given_by=self.citizens[person],
            domains=[domain],
            given_on=self.today,
            expires_on=self.today + timedelta(days=lasts - 1),
        )

    @precondition(lambda self: self.bases)
    @rule(data=st.data())
    def stop(self, data):
        place = data.draw(st.integers(0, len(self.bases) - 1))
        self._stop_today(self.bases[place], "withdrawn_by", self.users[0])
        self.model.shared[place].stopped = True

    @precondition(lambda self: self.consents)
    @rule(data=st.data())
    def withdraw(self, data):
        consent, days = data.draw(st.sampled_from(self.consents))
        if days:
            self._stop_today(consent, "withdrawn_to", self.users[0])
            days.clear()

    def _stop_today(self, row, who, user):
        type(row).objects.filter(pk=row.pk).update(**{"withdrawn_on": timezone.localdate(), who: user})

    @rule(user=st.integers(1, 2), person=st.sampled_from(MEMBERS))
    def block_or_lift(self, user, person):
        which = {"user": self.users[user], "citizen": self.citizens[person]}
        if (user, person) in self.model.blocks:
            Block.objects.filter(**which).delete()
        else:
            Block.objects.create(why="x", set_by=self.users[2], set_on=LONG_AGO, **which)
        self.model.blocks ^= {(user, person)}

    @rule(user=st.sampled_from(sorted(OWN)))
    def note_or_correct(self, user):
        which = {"user": self.users[user], "citizen": self.citizens[OWN[user]]}
        if user in self.model.staff:
            StaffCitizen.objects.filter(**which).delete()
        else:
            StaffCitizen.objects.create(noted_by=self.users[2], noted_on=LONG_AGO, **which)
        self.model.staff ^= {user}

    @rule(kind=st.sampled_from(KIN), pair=st.permutations(CITIZENS), ended=st.booleans())
    def marry_and_bear(self, kind, pair, ended):
        one, other, *_ = pair
        if (kind, one, other) not in self.model.kin and len(self.model.kin) < 3:
            relate(self.citizens[one], kind, self.citizens[other], ends_on=LONG_AGO if ended else None)
            self.model.kin.add((kind, one, other))

    @precondition(lambda self: self.model.kin)
    @rule()
    def forget_family(self):
        for citizen in self.citizens.values():
            citizen.relations.all().delete()
        self.model.kin.clear()

    @rule()
    def ida_leaves_or_returns(self):
        """A text about her stays; whoever is near to her alone is let in again."""
        ida = {"course": self.course, "citizen": self.citizens["ida"]}
        if "ida" in self.model.members:
            CoursePerson.objects.filter(**ida).delete()
        else:
            by = self.users[2]
            CoursePerson.objects.create(part="child", starts_on=LONG_AGO, added_by=by, **ida)
        self.model.members ^= {"ida"}

    @rule(user=st.just(2))
    def leave_or_return(self, user):
        self.users[user].is_active = user in self.model.gone
        self.users[user].save()
        self.model.gone ^= {user}

    @rule()
    def a_day_passes(self):
        let_pass(days=1)
        self.model.pass_days(1)

    @rule(hours=st.sampled_from((1, 4, 5)))
    def hours_pass(self, hours):
        let_pass(hours=hours)
        for held in self.model.held:
            held.hours = held.hours and held.hours - hours

    @invariant()
    def nobody_reads_more_or_less(self):
        for number, user in enumerate(self.users):
            expected = {goal for goal, place in self.goals.items() if self.model.reads(number, *place)}
            access = access_to(user, self.course.pk)
            told = {g for g in self.goals if access.may_read(g.person_id, g.domain, g.level)}
            assert set(Goal.objects.visible_to(user)) == expected == told
            assert set(Goal.objects.filter(access.rows())) == expected
        assert main_person(self.course)


def walk(steps):
    each = 50
    machine = settings(
        max_examples=steps // each,
        stateful_step_count=each,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    run_state_machine_as_test(Walk, settings=machine)


def test_the_gate_and_the_model_go_the_same_way():
    walk(200)


@pytest.mark.long
def test_the_gate_and_the_model_go_the_same_way_for_long():
    walk(2_000)
