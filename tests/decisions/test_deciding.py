"""From draft to decision to the citizen's hands: who may, what is refused, what the log is told."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Stale
from borgerforloeb.decisions.actions import deciding as actions
from borgerforloeb.decisions.models import Decision
from roles.models import Role
from tests.decisions.world import WHY, give, make_decision, tell
from tests.factories import (
    LONG_AGO,
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_citizen,
    make_course,
    make_section,
    make_user,
)

pytestmark = pytest.mark.django_db


def draft(course, section, **fields):
    usual = {"person": main_person(course), "what": "Bostøtte", "outcome": "granted"}
    return actions.draft_decision(
        course, section=section, **usual | {"by": caseworker_of(course), "domain": "social"} | fields
    )


def decide(row, *, on=TODAY, version=1, by=None):
    return actions.decide(row, version=version, on=on, by=by or caseworker_of(row.course))


def last_event():
    return AuditEvent.objects.order_by("pk").last()


def test_a_draft_decides_nothing(course, section):
    row = draft(course, section, reasons=WHY)

    assert row.is_draft
    assert not Decision.objects.decided().exists()
    assert last_event().action == "decision.drafted"
    assert last_event().person_ids == [main_person(course).pk]


def test_the_same_sent_twice_is_one_draft(course, section):
    assert draft(course, section) == draft(course, section)


def test_a_decision_is_made_under_the_rule_of_its_day(course, section, katrine):
    give(katrine, section)

    row = decide(make_decision(course, section=section))

    assert (row.status, row.decided_on, row.decided_by) == ("decided", TODAY, katrine)
    assert last_event().action == "decision.decided"
    assert (last_event().details, last_event().domain) == ({}, "social")


@pytest.mark.parametrize(
    ("held", "may"),
    [
        ({}, True),
        ({"ends_on": TODAY}, True),
        ({"ends_on": TODAY - timedelta(days=1)}, False),
        ({"starts_on": TODAY + timedelta(days=1)}, False),
    ],
)
def test_authority_has_dates(course, section, katrine, held, may):
    give(katrine, section, **held)

    assert actions.may_decide(katrine, section, TODAY) is may


def test_authority_can_be_of_one_section_alone(course, section, katrine):
    other = make_section("§ 97")
    give(katrine, section, only=section)

    changed = make_section(title="støtte efter ny lov", valid_from=TODAY)

    assert actions.may_decide(katrine, section, TODAY)
    assert actions.may_decide(katrine, changed, TODAY)
    assert not actions.may_decide(katrine, other, TODAY)


def test_without_authority_it_stays_a_draft(course, section):
    row = make_decision(course, section=section)
    give(caseworker_of(course), make_section(code="BL", short_name="barnets lov"))

    with pytest.raises(ValidationError, match="kompetence"):
        decide(row)
    row.refresh_from_db()
    assert row.is_draft


@pytest.mark.parametrize(
    ("left_out", "field"),
    [
        ({"reasons": " "}, "reasons"),
        ({"heard_on": None}, "heard_on"),
    ],
)
def test_what_is_half_done_is_not_decided(course, section, katrine, left_out, field):
    give(katrine, section)
    row = make_decision(course, section=section, **left_out)

    with pytest.raises(ValidationError) as refused:
        decide(row)
    assert list(refused.value.error_dict) == [field]


def test_that_nobody_was_heard_has_a_reason(course, section, katrine):
    give(katrine, section)

    assert decide(make_decision(course, section=section, heard_on=None, not_heard_why="Hun søgte selv."))


@pytest.mark.parametrize(
    ("valid_from", "valid_to"), [(TODAY + timedelta(days=1), None), (LONG_AGO, TODAY - timedelta(days=1))]
)
def test_a_section_that_does_not_hold_that_day_decides_nothing(course, katrine, valid_from, valid_to):
    section = make_section("§ 86", valid_from=valid_from, valid_to=valid_to)
    give(katrine, section)

    with pytest.raises(ValidationError, match="gælder ikke den dag"):
        decide(make_decision(course, section=section))


@pytest.mark.parametrize(("born_on", "asked"), [(date(2008, 9, 3), True), (date(2008, 9, 2), False)])
def test_a_childs_view_stands_before_a_decision_by_the_childrens_act(born_on, asked):
    """BL § 5, until the day of 18 years."""
    child = make_citizen("Ida", born_on=born_on)
    course = make_course(citizens=[child])
    section = make_section("§ 32", code="BL", short_name="barnets lov")
    give(caseworker_of(course), section)
    row = make_decision(course, section=section, person=child)

    if asked:
        with pytest.raises(ValidationError, match="barnets syn"):
            decide(row)
        Decision.objects.filter(pk=row.pk).update(childs_view="Vil gerne have en kontaktperson.")
    assert decide(row).status == "decided"


def test_what_was_decided_is_never_rewritten(course, section):
    row = make_decision(course, section=section, status="decided")

    with pytest.raises(ValidationError, match="truffet"):
        actions.change_draft(row, version=1, what="Noget andet", by=caseworker_of(course))
    with pytest.raises(ValidationError, match="truffet"):
        actions.discard_draft(row, version=1, by=caseworker_of(course))
    for change in ({"reasons": "Andet"}, {"outcome": "refused"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Decision.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.filter(pk=row.pk).delete()


def test_a_draft_that_somebody_changed_meanwhile_is_not_decided(course, section, katrine):
    give(katrine, section)
    row = make_decision(course, section=section)
    actions.change_draft(row, version=1, reasons="Ny begrundelse", by=katrine)

    assert last_event().details == {"fields": ["reasons"]}
    with pytest.raises(Stale):
        decide(row)


def test_a_draft_can_be_discarded(course, section, katrine):
    row = make_decision(course, section=section)

    with pytest.raises(Stale):
        actions.discard_draft(row, version=0, by=katrine)
    actions.discard_draft(row, version=1, by=katrine)

    assert not Decision.objects.exists()
    assert last_event().action == "decision.discarded"


def test_a_new_one_takes_the_place_when_it_is_made_and_not_before(course, section, katrine):
    give(katrine, section)
    old = make_decision(course, section=section, status="told")
    row = draft(course, section, what="Bostøtte, 2 timer", replaces=old, reasons=WHY, heard_on=TODAY)

    assert Decision.objects.in_force(TODAY).get() == old
    decide(row)
    assert Decision.objects.in_force(TODAY).get() == row
    old.refresh_from_db()
    assert old.replaced_from == TODAY


def test_the_old_one_holds_until_the_new_one_begins(course, section):
    begins = TODAY + timedelta(days=30)
    old = make_decision(course, section=section, status="told")
    new = make_decision(course, section=section, status="told", replaces=old, starts_on=begins)
    before = begins - timedelta(days=1)

    assert (old.holds(before), old.holds(begins)) == (True, False)
    assert list(Decision.objects.in_force(before)) == [old]
    assert list(Decision.objects.in_force(begins)) == [new]


def test_a_draft_that_replaces_is_not_moved_to_somebody_else():
    freja, ida = make_citizen(), make_citizen("Ida")
    course, section = make_course(citizens=[freja, ida]), make_section()
    old = make_decision(course, section=section, person=freja, status="told")
    row = make_decision(course, section=section, person=freja, replaces=old)

    with pytest.raises(ValidationError, match="samme"):
        actions.change_draft(row, version=1, person=ida, by=caseworker_of(course))


def test_another_text_is_another_draft(course, section):
    first = draft(course, section, reasons="Derfor.")

    assert draft(course, section, reasons="Derfor, og fordi hun selv bad om det.") != first


def test_it_takes_the_place_of_one_that_was_made_about_the_same_person():
    freja, ida = make_citizen(), make_citizen("Ida")
    course, section = make_course(citizens=[freja, ida]), make_section()
    of_ida = make_decision(course, section=section, person=ida, status="told")
    old = make_decision(course, section=section, person=freja, status="told")

    for wrong in (of_ida, make_decision(course, section=section, person=freja)):
        with pytest.raises(ValidationError, match="samme"):
            draft(course, section, person=freja, replaces=wrong)
    draft(course, section, person=freja, replaces=old)
    with pytest.raises(ValidationError, match="allerede"):
        draft(course, section, person=freja, replaces=old, what="En til")


def test_in_force_is_by_its_own_days_and_not_by_those_of_its_section(course):
    ended = make_section("§ 86", valid_from=LONG_AGO, valid_to=TODAY - timedelta(days=1))
    row = make_decision(course, section=ended, status="told", starts_on=LONG_AGO, ends_on=TODAY)

    assert row in Decision.objects.in_force(TODAY)
    assert row not in Decision.objects.in_force(TODAY + timedelta(days=1))
    assert row not in Decision.objects.in_force(LONG_AGO - timedelta(days=1))


def test_a_refusal_grants_nothing(course, section):
    row = make_decision(course, section=section, status="told", outcome="refused")

    assert not row.holds(TODAY)
    assert not Decision.objects.granting(TODAY).exists()


def test_nobody_writes_what_they_may_not_read(section):
    course = make_course()
    lone = make_user("Lone Myndighed")
    assign(lone, course, Role.CASEWORKER, domains=["employment"])

    with pytest.raises(ValidationError, match="må læse"):
        draft(course, section, domain="health", level="domain", by=lone)


@pytest.mark.parametrize("role", [Role.BORGERKONSULENT, Role.TEAM_MEMBER, None])
def test_who_does_not_decide_in_the_course_does_none_of_it(course, section, role):
    row = make_decision(course, section=section)
    user = make_user("Anna Mus") if role is None else konsulent_of(course)
    if role == Role.TEAM_MEMBER:
        user = make_user("Sanne Krogh")
        assign(user, course, role)
    give(user, section)

    for act in (
        lambda: draft(course, section, by=user),
        lambda: actions.change_draft(row, version=1, what="X", by=user),
        lambda: actions.discard_draft(row, version=1, by=user),
        lambda: decide(row, by=user),
        lambda: tell(row, by=user),
    ):
        with pytest.raises(PermissionDenied):
            act()
