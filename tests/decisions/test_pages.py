"""*Afgørelser* of a course as the caseworker and the others see it, and the letter."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import FamilyRelation
from borgerforloeb.decisions.models import Decision
from borgerforloeb.decisions.pdf import decision_paper, letter_of
from roles.models import Role
from roles.permissions import access_to
from tests.decisions.world import WHY, give, make_decision
from tests.documents.printing import words
from tests.drafts.test_both import base_in
from tests.factories import (
    LONG_AGO,
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


@pytest.fixture
def course():
    return make_course()


@pytest.fixture
def section():
    return make_section("§ 84", title="Støtte i hverdagen")


@pytest.fixture
def katrine(client, course):
    katrine = caseworker_of(course)
    client.force_login(katrine)
    return katrine


def url(name, course, *more):
    return reverse(f"decisions:{name}", args=[course.pk, *more])


def shown(client, name, course, *more):
    return client.get(url(name, course, *more)).content.decode()


def filled(course, section, **fields):
    usual = {
        "person": main_person(course).pk,
        "section": section.pk,
        "what": "Bostøtte",
        "outcome": "granted",
    }
    return usual | {"domain": "social", "level": "domain", "reasons": WHY, "heard_on": "1.2.2026"} | fields


def test_from_the_first_word_to_the_letter(client, course, section, katrine):
    give(katrine, section)
    assert "Intet er bevilget lige nu" in shown(client, "decisions", course)

    answer = client.post(url("decision_add", course), filled(course, section, hours_per_week="4,5"))
    row = Decision.objects.get()
    assert answer.url == row.get_absolute_url()
    page = shown(client, "decision", course, row.pk)
    assert "Træf afgørelsen" in page
    assert client.get(url("letter", course, row.pk)).status_code == 404

    client.post(url("decide", course, row.pk), {"version": row.version})
    assert "Borgeren har ikke fået den endnu" in shown(client, "decision", course, row.pk)
    today = timezone.localdate()
    client.post(url("tell", course, row.pk), {"told_on": f"{today:%d.%m.%Y}", "told_way": "letter"})
    assert "Borgeren kan klage til og med" in shown(client, "decision", course, row.pk)

    letter = words(client.post(url("letter", course, row.pk), {"recipient": "own"}, follow=True))
    for part in ("Vi bevilger: Bostøtte", "4,5 timer om ugen", "serviceloven § 84", "Ankestyrelsen"):
        assert part in letter
    assert katrine.name in letter


def test_whoever_has_no_authority_sees_who_has(client, course, section, katrine):
    lone = make_user("Lone Myndighed")
    assign(lone, course, Role.CASEWORKER)
    row = make_decision(course, section=section)

    assert "Ingen i forløbet har kompetence" in shown(client, "decision", course, row.pk)
    give(lone, section)
    page = shown(client, "decision", course, row.pk)
    assert "Kan træffes af Lone Myndighed" in page
    assert "Træf afgørelsen" not in page
    answer = client.post(url("decide", course, row.pk), {"version": row.version})
    assert answer.status_code == 422
    assert "Du har ikke kompetence" in answer.content.decode()


def test_what_stands_in_a_closed_field_is_nowhere(client, course, section):
    sanne = make_user("Sanne Krogh")
    assign(sanne, course, Role.TEAM_MEMBER, domains=["employment"])
    row = make_decision(course, section=section, domain="health", level="domain", what="Misbrugsbehandling")
    client.force_login(sanne)

    assert "Misbrugsbehandling" not in shown(client, "decisions", course)
    assert client.get(url("decision", course, row.pk)).status_code == 404


def test_the_borgerkonsulent_reads_and_does_not_decide(client, course, section):
    row = make_decision(course, section=section, status="decided")
    client.force_login(konsulent_of(course))

    page = shown(client, "decision", course, row.pk)
    assert WHY in page
    assert "Notér, at den er meddelt" not in page
    assert "Skriv en afgørelse" not in shown(client, "decisions", course)


def test_two_who_change_the_same_draft_both_see_both_texts(client, course, section, katrine):
    row = make_decision(course, section=section)
    first = filled(course, section, reasons="Den enes ord", version=1)
    client.post(url("decision_edit", course, row.pk), first)

    answer = client.post(url("decision_edit", course, row.pk), first | {"reasons": "Den andens ord"})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Den enes ord" in page
    assert "Den andens ord" in page
    row.refresh_from_db()
    assert row.reasons == "Den enes ord"


def test_two_who_rewrite_a_draft_get_the_words_of_both(client, course, section, katrine):
    row = make_decision(course, section=section)
    begun = client.get(url("decision_edit", course, row.pk))
    first = filled(course, section, version=row.version)
    client.post(url("decision_edit", course, row.pk), first | {"reasons": f"{WHY} Hun ringede."})

    mine = first | {"reasons": f"Kære Freja. {WHY}", "base": base_in(begun)}
    late = client.post(url("decision_edit", course, row.pk), mine)

    assert late.status_code == 409
    assert late.context["form"]["reasons"].value() == f"Kære Freja. {WHY} Hun ringede."


def test_what_was_changed_meanwhile_is_read_again_before_it_is_decided(client, course, section, katrine):
    give(katrine, section)
    row = make_decision(course, section=section, version=2)

    answer = client.post(url("decide", course, row.pk), {"version": 1}, follow=True)

    assert "Læs den igen" in answer.content.decode()
    row.refresh_from_db()
    assert row.is_draft


def test_a_new_one_instead_of_an_old_one(client, course, section, katrine):
    give(katrine, section)
    old = make_decision(course, section=section, status="told")
    page = shown(client, "decision_instead", course, old.pk)
    assert "En ny afgørelse i stedet for" in page

    client.post(url("decision_instead", course, old.pk), filled(course, section, what="Bostøtte, 2 timer"))
    new = Decision.objects.get(replaces=old)
    client.post(url("decide", course, new.pk), {"version": new.version})

    assert "træder i stedet" in shown(client, "decision", course, old.pk)
    assert "afløst" in shown(client, "decisions", course)


def test_a_draft_is_discarded_and_what_was_decided_is_not(client, course, section, katrine):
    draft = make_decision(course, section=section)
    made = make_decision(course, section=section, status="decided")

    stale = client.post(url("decision_discard", course, draft.pk), follow=True).content.decode()
    assert "i mellemtiden" in stale
    for row in (draft, made):
        client.post(url("decision_discard", course, row.pk), {"version": 1})

    assert list(Decision.objects.all()) == [made]


def test_a_childs_view_is_asked_for_where_there_is_a_child(client, section):
    grown = make_course(citizens=[make_citizen(born_on=LONG_AGO - timedelta(days=9000))])
    young = make_course(citizens=[make_citizen("Ida", born_on=timezone.localdate() - timedelta(days=3000))])

    for course, asked in ((grown, False), (young, True)):
        client.force_login(caseworker_of(course))
        assert ("Barnets syn" in shown(client, "decision_add", course)) is asked


def test_the_letter_of_a_child_to_a_parent(client, section):
    """What the child said stays the child's, and what is shielded is given to nobody else at all."""
    ida, mother = make_citizen("Ida", born_on=LONG_AGO - timedelta(days=4000)), make_citizen("Mor")
    course = make_course(citizens=[ida, mother])
    FamilyRelation.objects.create(citizen=mother, relative=ida, kind="parent", has_custody=True)
    client.force_login(caseworker_of(course))
    said = {"person": ida, "status": "told", "childs_view": "Vil hellere bo hos mormor."}
    open_, shielded = (
        make_decision(course, section=section, level=level, **said) for level in ("common", "shielded")
    )
    access, today = access_to(caseworker_of(course), course.pk), timezone.localdate()

    found = {row.pk: decision_paper(row, course, access, today).found for row in (open_, shielded)}
    assert {one.pk for one in found[open_.pk]} == {ida.pk, mother.pk}
    assert {one.pk for one in found[shielded.pk]} == {ida.pk}
    assert letter_of(open_, to_oneself=True).childs_view == ("Vil hellere bo hos mormor.",)
    assert letter_of(open_, to_oneself=False).childs_view == ()


def test_reading_one_is_logged_as_one(client, course, section, katrine):
    row = make_decision(course, section=section, level="domain")

    shown(client, "decision", course, row.pk)

    event = AuditEvent.objects.order_by("pk").last()
    assert (event.action, event.domain, event.level) == ("decision.opened", "social", "domain")
    assert event.person_ids == [main_person(course).pk]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("ends_on", "1.1.2026", "ophøre, før det begynder"),
        ("section", "0", "Vælg"),
        ("domain", "", "Vælg"),
        ("hours_per_week", "-1", "0"),
        ("person", "", ""),
    ],
)
def test_what_is_wrong_is_told_at_its_field(client, course, section, katrine, field, value, said):
    sent = filled(course, section, starts_on="1.2.2026") | {field: value}
    answer = client.post(url("decision_add", course), sent)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert WHY in answer.content.decode()
    assert not Decision.objects.exists()
