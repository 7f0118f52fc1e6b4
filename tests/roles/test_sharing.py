"""A basis in law or consent opens one person's field, while it holds; and what has an end ends by itself."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.law.models import Section
from plans.models import Goal, Plan
from roles import actions
from roles.models import Role, SharingBasis
from roles.permissions import Permission, access_to
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
    make_plan,
    make_section,
    make_user,
)
from tests.roles.family import hold, let_pass, make_basis

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return make_course(citizens=[make_citizen("Freja"), make_citizen("Ida")])


@pytest.fixture
def hidden(course):
    """What health knows of Freja; the borgerkonsulent works in social."""
    return make_goal(Plan.objects.create(course=course), "Sover om natten", domain="health", level="domain")


def reads(user, goal) -> bool:
    """In SQL, and in Python for what is frozen or shown on the plan."""
    course_id = goal.plan.course_id
    answers = {
        Goal.objects.visible_to(user).filter(pk=goal.pk).exists(),
        access_to(user, course_id).may_read(goal.person_id, goal.domain, goal.level),
        Goal.objects.filter(access_to(user, course_id).rows(), pk=goal.pk).exists(),
    }
    assert len(answers) == 1
    return answers.pop()


def _section():
    return Section.objects.filter(title="socialpædagogisk støtte").first() or make_section()


def share(course, **changes):
    fields = {
        "person": main_person(course),
        "domain": "health",
        "to_domain": "social",
        "kind": "law",
        "starts_on": LONG_AGO,
        "why": "Støtten skal passe med behandlingen.",
        "by": caseworker_of(course),
    }
    fields |= changes
    if fields["kind"] == "law":
        fields.setdefault("section", _section())
    return actions.share(course, **fields)


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


def test_only_somebody_of_the_course_and_only_once(course):
    with pytest.raises(ValidationError, match="arbejder ikke i forløbet"):
        share(course, to_domain="", to_user=make_user("Stig"))
    share(course)
    with pytest.raises(ValidationError, match="allerede"):
        share(course)


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


def test_stopped_it_stops_at_the_next_request(course, hidden, client):
    today, jonas = timezone.localdate(), konsulent_of(course)
    basis = share(course)
    client.force_login(jonas)
    page = reverse("plans:plan", args=[course.pk])
    assert hidden.title in client.get(page).content.decode()

    actions.end_sharing(basis, on=today, reason="Behandlingen er slut.", by=jonas)

    assert hidden.title not in client.get(page).content.decode()
    assert not reads(jonas, hidden)
    with pytest.raises(ValidationError, match="allerede"):
        actions.end_sharing(basis, on=today, reason="Igen.", by=jonas)
    assert AuditEvent.objects.filter(action="sharing.ended", basis__contains="borgerkonsulent").exists()


def test_it_stops_with_the_consent_that_it_rests_on(course, hidden):
    jonas, today = konsulent_of(course), timezone.localdate()
    consent = make_consent(course, expires_on=today)
    share(course, kind="consent", consent=consent)
    assert reads(jonas, hidden)

    consent.withdrawn_on, consent.withdrawn_to = today, jonas
    consent.save()
    assert not reads(jonas, hidden)
    consent.withdrawn_on = consent.withdrawn_to = None
    consent.save()
    assert reads(jonas, hidden)
    let_pass(days=1)
    assert not reads(jonas, hidden)


def test_its_last_day_counts_and_the_next_does_not(course, hidden):
    share(course, ends_on=timezone.localdate() + timedelta(days=1))

    read = []
    for _ in range(3):
        read.append(reads(konsulent_of(course), hidden))
        let_pass(days=1)
    assert read == [True, True, False]


def test_it_does_not_begin_before_its_day(course, hidden):
    make_basis(
        course,
        to_domain="social",
        section=make_section(),
        starts_on=timezone.localdate() + timedelta(days=1),
    )
    assert not reads(konsulent_of(course), hidden)
    let_pass(days=1)
    assert reads(konsulent_of(course), hidden)


def test_access_that_passes_midnight_ends_without_a_new_sign_in(client):
    """The page, a save that lay open, and the print."""
    course, user = make_course(), make_user("Sanne")
    plan = make_plan(course)
    assign(user, course, Role.TEAM_MEMBER, ends_on=timezone.localdate() + timedelta(days=1))
    client.force_login(user)
    note = reverse("plans:note_add", args=[course.pk, plan.goals.get().pk])
    pages = [reverse("plans:plan", args=[course.pk]), reverse("pages:print", args=[course.pk, "authority"])]
    assert [client.get(page).status_code for page in pages] == [200, 200]

    let_pass(days=1)

    assert [client.get(page).status_code for page in pages] == [404, 404]
    assert client.post(note, {"text": "Ringet.", "about_on": str(LONG_AGO)}).status_code == 404


def test_what_lasts_hours_ends_to_the_minute():
    course, user = make_course(), make_user("Vagt", capabilities=[Capability.DUTY])
    hold(user, course, Role.EMERGENCY)
    let_pass(hours=3, minutes=59)
    assert access_to(user, course.pk).may(Permission.VIEW)

    let_pass(minutes=1)

    assert not access_to(user, course.pk).may(Permission.VIEW)
