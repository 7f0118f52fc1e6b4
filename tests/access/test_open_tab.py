"""Whatever ends an access ends it at the next request, in an open tab too: page, save and print (D11).

Nobody signs out, and no cache is asked. The days pass in the database, whose clock the rules are asked by.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.models import Capability
from borgerforloeb.citizens.models import CoursePerson, FamilyRelation
from plans.models import Note, Plan
from roles import actions
from roles.models import Assignment, Block, Role
from tests.factories import (
    LONG_AGO,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_basis,
    make_citizen,
    make_consent,
    make_course,
    make_goal,
    make_plan,
    make_user,
)
from tests.roles.family import hold, let_pass
from tests.security.walking import text_of_pdf

pytestmark = pytest.mark.django_db
TEXT = "Ringet om medicinen."


class Tab:
    """One goal, opened once; its page, the note that was begun there and the print are asked for again."""

    def __init__(self, client, user, goal) -> None:
        client.force_login(user)
        course = goal.plan.course_id
        self.client, self.goal = client, goal
        self.page = reverse("plans:plan", args=[course])
        self.note = reverse("plans:note_add", args=[course, goal.pk])
        self.print = reverse("pages:print", args=[course, "authority"])

    def shows(self) -> tuple[bool, bool, bool]:
        """(page, save, print): whether the goal is read, written on and printed."""
        before = Note.objects.count()
        page = self.client.get(self.page)
        self.client.post(self.note, {"text": TEXT, "about_on": str(timezone.localdate()), "level": "common"})
        paper = self.client.get(self.print)
        printed = "".join(self.goal.title.split())
        return (
            page.status_code == 200 and self.goal.title in page.content.decode(),
            Note.objects.count() == before + 1,
            paper.status_code == 200 and printed in text_of_pdf(paper.content),
        )


OPEN, SHUT = (True, True, True), (False, False, False)


@pytest.fixture
def course():
    return make_course(citizens=[make_citizen("Freja"), make_citizen("Ida")])


@pytest.fixture
def tab(client, course):
    """What a colleague in the team has open."""
    sanne = make_user("Sanne")
    tomorrow = timezone.localdate() + timedelta(days=1)
    assign(sanne, course, person=main_person(course), function="mentor", ends_on=tomorrow)
    goal = make_plan(course).goals.get()
    opened = Tab(client, sanne, goal)
    opened.user, opened.course = sanne, course
    assert opened.shows() == OPEN
    return opened


def _ended(tab):
    held = tab.course.assignments.get(user=tab.user)
    by = caseworker_of(tab.course)
    actions.end_assignment(held, ends_on=timezone.localdate(), reason="Færdig.", by=by)


def _midnight(tab):
    let_pass(days=1)


def _about_another(tab):
    Assignment.objects.filter(user=tab.user).update(person=tab.course.persons.get(first_names="Ida"))


def _gone(tab):
    tab.user.is_active = False
    tab.user.save()


def _blocked(tab):
    wish = {"why": "Kender mig.", "set_by": caseworker_of(tab.course), "set_on": LONG_AGO}
    Block.objects.create(citizen=main_person(tab.course), user=tab.user, **wish)


@pytest.mark.parametrize("end", [_ended, _midnight, _about_another, _gone, _blocked])
def test_whatever_ends_an_assignment_ends_the_tab(tab, end):
    end(tab)

    assert tab.shows() == SHUT


def test_a_role_that_becomes_smaller_takes_the_save_and_leaves_the_page(client, course):
    """Whoever wrote as a caseworker, and now reads as a leader, neither writes nor prints."""
    goal = make_plan(course).goals.get()
    user = make_user("Ib", capabilities=[Capability.CASEWORKER, Capability.LEADER])
    held = assign(user, course, Role.CASEWORKER)
    tab = Tab(client, user, goal)
    assert tab.shows() == OPEN

    Assignment.objects.filter(pk=held.pk).delete()
    hold(user, course, Role.READER)

    assert tab.shows() == (True, False, False)


def test_a_closed_course_is_read_and_printed_and_not_written(client, course):
    tab = Tab(client, caseworker_of(course), make_plan(course).goals.get())
    assert tab.shows() == OPEN

    type(course).objects.filter(pk=course.pk).update(
        status="closed", closed_on=timezone.localdate(), closing="job"
    )

    assert tab.shows() == (True, False, True)


def test_a_person_who_leaves_the_course_takes_what_was_open(client, course):
    ida, user = course.persons.get(first_names="Ida"), make_user("Mentor")
    assign(user, course, person=ida)
    page = reverse("casework:citizen_edit", args=[course.pk, ida.pk])
    client.force_login(caseworker_of(course))
    assert client.get(page).status_code == 200

    CoursePerson.objects.filter(course=course, citizen=ida).update(ends_on=LONG_AGO)

    assert client.get(page).status_code == client.post(page, {"first_names": "Eva"}).status_code == 404
    ida.refresh_from_db()
    assert ida.first_names == "Ida"


# --- what a basis opens


@pytest.fixture
def shared(client, course):
    """Health's goal, read by the borgerkonsulent by a basis in law or by a consent."""

    def make(*, person=None, **fields):
        person = person or main_person(course)
        plan = Plan.objects.filter(course=course).first() or Plan.objects.create(course=course)
        goal = make_goal(plan, "Sover om natten", person=person, domain="health", level="domain")
        basis = make_basis(course, person=person, **fields)
        opened = Tab(client, konsulent_of(course), goal)
        assert opened.shows() == OPEN
        return opened, basis

    return make


def test_a_basis_that_is_stopped(shared, course):
    tab, basis = shared()

    actions.end_sharing(basis, on=timezone.localdate(), reason="Er slut.", by=caseworker_of(course))

    assert tab.shows() == SHUT


def test_a_basis_whose_last_day_passes_midnight(shared):
    tab, _ = shared(ends_on=timezone.localdate())

    let_pass(days=1)

    assert tab.shows() == SHUT


def test_a_consent_that_is_taken_back(shared, course):
    consent = make_consent(course)
    tab, _ = shared(consent=consent)

    consent.withdrawn_on, consent.withdrawn_to = timezone.localdate(), caseworker_of(course)
    consent.save()

    assert tab.shows() == SHUT


def _born_years_ago(years: int, *, days: int = 0):
    today = timezone.localdate()
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return today.replace(year=today.year - years, day=day) + timedelta(days=days)


@pytest.fixture
def of_a_child(course, shared):
    """What a mother has said yes to on behalf of her child."""

    def make(*, given_on=LONG_AGO, **born):
        mother, child = main_person(course), course.persons.get(first_names="Ida")
        child.born_on = _born_years_ago(**born)
        child.save()
        custody = FamilyRelation.objects.create(
            citizen=mother, kind="parent", relative=child, has_custody=True, starts_on=LONG_AGO
        )
        given = {"given_by": mother, "given_on": given_on, "capacity": "custody_holder"}
        consent = make_consent(course, citizen=child, **given)
        return shared(person=child, consent=consent)[0], child, custody

    return make


def test_custody_that_ends(of_a_child):
    tab, _, custody = of_a_child(years=12)

    custody.ends_on, custody.has_custody = timezone.localdate() - timedelta(days=1), False
    custody.save()

    assert tab.shows() == SHUT


def test_the_eighteenth_birthday(of_a_child):
    """A custody holder's yes, of before the child was 15, opens until the day before, and not on it."""
    tab, child, _ = of_a_child(given_on=_born_years_ago(4), years=18, days=1)

    child.born_on = _born_years_ago(18)
    child.save()

    assert tab.shows() == SHUT
