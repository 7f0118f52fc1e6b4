"""A basis in law or consent opens one person's field, while it holds."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent
from roles import actions
from roles.models import Role, SharingBasis
from roles.permissions import access_to
from tests.factories import (
    LONG_AGO,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_citizen,
    make_consent,
    make_course,
    make_goal,
    make_section,
    make_user,
)
from tests.roles.family import hold, make_basis
from tests.roles.shared import reads, share

pytestmark = pytest.mark.django_db


def test_a_law_opens_a_field_to_another_field(course, hidden):
    jonas = konsulent_of(course)
    assert not reads(jonas, hidden)

    basis = share(course)

    assert reads(jonas, hidden)
    held = course.assignments.get(user=jonas)
    assert access_to(jonas, course.pk).basis == f"borgerkonsulent:{held.pk}, sharing:{basis.pk}"
    event = AuditEvent.objects.get(action="sharing.begun")
    assert (event.course_id, event.person_ids, event.domain) == (course.pk, [basis.person_id], "health")
    assert "behandling" not in str(event.details)


def test_a_consent_opens_a_field_to_one_employee(course, hidden):
    jonas, anna = konsulent_of(course), caseworker_of(course)

    basis = share(course, kind="consent", consent=make_consent(course), to_domain="", to_user=jonas)

    assert (reads(jonas, hidden), reads(anna, hidden)) == (True, False)
    assert "sharing" not in access_to(anna, course.pk).basis
    assert basis.consent.domains == ["health"]


def test_it_opens_that_field_of_that_person_at_that_level_alone(course, hidden):
    plan, freja = hidden.plan, main_person(course)
    ida = course.persons.exclude(pk=freja.pk).get()
    others = [
        make_goal(plan, person=ida, domain="health", level="domain"),
        make_goal(plan, person=None, domain="health", level="domain"),
        make_goal(plan, person=freja, domain="school", level="domain"),
        make_goal(plan, person=freja, domain="health", level="shielded"),
    ]
    share(course)

    assert [reads(konsulent_of(course), goal) for goal in others] == [False] * 4


def test_it_opens_nothing_to_those_outside_its_reach(course, hidden):
    ida = course.persons.exclude(pk=hidden.person_id).get()
    teacher, of_ida, stranger = make_user("Lærer"), make_user("Mentor"), make_user("Stig")
    assign(teacher, course, domains=["school"])
    assign(of_ida, course, domains=["social"], person=ida)
    share(course)

    assert [reads(user, hidden) for user in (teacher, of_ida, stranger)] == [False] * 3
    assert "sharing" not in access_to(of_ida, course.pk).basis


def test_one_assignment_does_not_borrow_what_is_shared_with_the_other(course, hidden):
    """In social about Ida, in school about all: Freja's health is shared with social alone."""
    ida, user = course.persons.exclude(pk=hidden.person_id).get(), make_user()
    assign(user, course, domains=["social"], person=ida, function="mentor")
    assign(user, course, domains=["school"])
    share(course)

    assert not reads(user, hidden)


def test_an_emergency_reads_by_a_basis_what_its_own_field_would(course, hidden):
    user = make_user("Vagt", capabilities=[Capability.DUTY])
    hold(user, course, Role.EMERGENCY, domains=["social"])
    assert not reads(user, hidden)

    share(course)

    assert reads(user, hidden)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"to_domain": ""}, "__all__"),
        ({"to_domain": "health"}, "__all__"),
        ({"domain": "common"}, "__all__"),
        ({"domain": "gossip"}, "domain"),
        ({"section": None}, "__all__"),
        ({"why": ""}, "why"),
        ({"ends_on": LONG_AGO - timedelta(days=1)}, "__all__"),
        ({"starts_on": LONG_AGO.replace(year=1990)}, "section"),
    ],
)
def test_what_is_refused(course, changes, where):
    with pytest.raises(ValidationError) as refusal:
        share(course, **changes)

    assert where in refusal.value.message_dict
    assert not SharingBasis.objects.exists()


def test_a_consent_must_be_that_persons_and_hold_and_name_the_field(course):
    other = make_citizen("Bo")
    ida = course.persons.exclude(pk=main_person(course).pk).get()
    today = timezone.localdate()

    for consent, where in (
        (make_consent(course, citizen=ida), "consent"),
        (make_consent(make_course()), "consent"),
        (make_consent(course, domains=["school"]), "domain"),
        (make_consent(course, withdrawn_on=today, withdrawn_to=make_user()), "consent"),
        (make_consent(course, expires_on=LONG_AGO), "consent"),
    ):
        with pytest.raises(ValidationError) as refusal:
            share(course, kind="consent", consent=consent, starts_on=today)
        assert where in refusal.value.message_dict
    with pytest.raises(PermissionDenied):
        share(course, by=make_user("Stig"))
    with pytest.raises(ValidationError, match="ikke med i forløbet"):
        share(course, person=other)


def test_nobody_opens_a_field_to_oneself_by_ones_own_reading_of_the_law(course):
    with pytest.raises(ValidationError, match="En anden skal notere"):
        share(course, to_domain="", to_user=caseworker_of(course))

    share(course, to_domain="", to_user=caseworker_of(course), by=konsulent_of(course))


def test_nor_to_oneself_among_all_of_ones_own_field(course, hidden):
    """It opens to the others who have the field, as another must open it to her."""
    by, colleague = caseworker_of(course), make_user("Sanne")
    assign(colleague, course, domains=["social"])
    course.assignments.filter(user=by).update(domains=["social"])

    share(course, by=by)
    assert [reads(user, hidden) for user in (by, colleague)] == [False, True]

    share(course, to_domain="", to_user=by, by=konsulent_of(course))
    assert reads(by, hidden)


def test_only_somebody_of_the_course_and_only_once(course):
    with pytest.raises(ValidationError, match="arbejder ikke i forløbet"):
        share(course, to_domain="", to_user=make_user("Stig"))
    share(course)
    with pytest.raises(ValidationError, match="allerede"):
        share(course)


def test_one_that_was_stopped_is_not_in_force_from_that_day_and_may_be_noted_anew(course):
    today, by = timezone.localdate(), caseworker_of(course)
    stopped = share(course, by=by)

    actions.end_sharing(stopped, on=today, reason="Behandlingen er slut.", by=by)

    assert not SharingBasis.objects.in_force(today).exists()
    assert list(SharingBasis.objects.in_force(today - timedelta(days=1))) == [stopped]
    assert share(course, by=by, starts_on=today) != stopped


def test_who_may_share_and_stop_it(course):
    team = make_user("Team")
    assign(team, course)
    basis = make_basis(course, to_domain="social", section=make_section())

    for by in (team, make_user("Stig")):
        with pytest.raises(PermissionDenied):
            share(course, by=by)
        with pytest.raises(PermissionDenied):
            actions.end_sharing(basis, on=LONG_AGO, reason="", by=by)


def test_who_works_about_one_member_shares_nothing_of_another(course):
    """A deputy for a caseworker about Ida, to whom Freja is a stranger."""
    ida, user = course.persons.exclude(pk=main_person(course).pk).get(), make_user()
    held = assign(make_user("Ib"), course, Role.CASEWORKER, person=ida)
    assign(
        user,
        course,
        Role.DEPUTY,
        person=ida,
        deputy_for=held,
        ends_on=timezone.localdate() + timedelta(days=3),
    )

    with pytest.raises(PermissionDenied):
        share(course, by=user)
