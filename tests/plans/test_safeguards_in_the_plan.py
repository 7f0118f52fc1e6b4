"""What is to be left in peace stands in the version, is compared and printed, and for those who may know."""

from datetime import timedelta

import pytest

from borgerforloeb.citizens.models import Level
from borgerforloeb.disclosures.models import Edition
from plans.actions.versions import new_draft
from plans.changes import compare
from plans.marks import drafted, frozen
from plans.models import PlanVersion, Safeguard
from plans.pdf import WorkingCopy, as_html
from plans.projection import Giving, View
from plans.reading import marks_today, readable
from plans.snapshot import snapshot
from plans.unread import unread_rows
from roles.permissions import access_to
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_network_person,
    make_user,
)
from tests.plans.factories import answer, make_safeguard, take_to_talk, url

pytestmark = pytest.mark.django_db
WHAT = "Ring ikke før kl. 10."


def facts(plan, on=TODAY):
    return drafted(snapshot(plan, on=on))


def in_the_plan(plan, on=TODAY):
    return [row["what"] for row in snapshot(plan, on=on)["safeguards"]]


def ended(plan, **fields):
    told = {"ended_on": TODAY, "ended_why": "Ikke mere.", "ended_by": caseworker_of(plan.course)}
    return make_safeguard(plan, "Er slut.", **told | fields)


def test_what_holds_is_frozen_and_what_is_over_is_not(plan):
    row = make_safeguard(plan, until_on=TODAY + timedelta(weeks=4))
    ended(plan)

    assert in_the_plan(plan) == [WHAT]
    assert in_the_plan(plan, on=row.until_on) == [WHAT]
    assert in_the_plan(plan, on=row.until_on + timedelta(days=1)) == []


def test_the_version_page_tells_it_first(client, plan, jonas):
    make_safeguard(plan)
    answer(take_to_talk(plan))

    page = client.get(url(plan, "version", 1)).content.decode()

    assert "Det skal være i fred" in page
    assert page.index(WHAT) < page.index("Mine mål, og hvem der hjælper")
    assert "Hun sover dårligt. Aftalt med Freja," in page


def test_a_version_from_before_there_were_any_is_read_and_compared(client, plan, jonas):
    content = snapshot(plan, on=TODAY)
    del content["safeguards"]
    stored = {"answered_on": TODAY, "content": content, "sha256": "x", "frozen_by": jonas}
    PlanVersion.objects.create(plan=plan, number=1, **stored)
    make_safeguard(plan, until_on=None)

    assert client.get(url(plan, "version", 1)).status_code == 200
    assert "nyt hensyn" in client.get(url(plan, "compare"), {"fra": 1}).content.decode()


def test_what_is_new_changed_and_over_is_told(plan):
    before = facts(plan)
    row = make_safeguard(plan)
    begun = facts(plan)
    row.why = "Hun har nattevagt."
    row.save()
    changed = facts(plan)

    def told(was, now):
        return [(change.part, change.name, change.what) for change in compare(was, now)]

    assert told(before, begun) == [("hensyn", WHAT, "nyt hensyn")]
    assert told(begun, changed) == [("hensyn", WHAT, "hensynet er ændret")]
    assert told(changed, before) == [("hensyn", WHAT, "hensynet gælder ikke mere")]
    assert told(begun, begun) == []
    words = compare(begun, changed)[0].words
    assert [(one.label, "sover" in one.was, "nattevagt" in one.now) for one in words] == [
        ("Hensynet", True, True)
    ]


def test_the_margin_of_the_draft_tells_the_same(client, plan, jonas):
    answer(take_to_talk(plan))
    new_draft(plan, by=caseworker_of(plan.course))
    make_safeguard(plan, until_on=None)
    day = TODAY - timedelta(days=9)
    make_safeguard(plan, "Er udløbet.", agreed_on=day, review_on=day, until_on=day)

    page = client.get(url(plan)).content.decode()

    assert page.count("nyt hensyn") == 1


def printed(plan, edition=Edition.CITIZEN, source=None):
    access = access_to(konsulent_of(plan.course), plan.course_id)
    return as_html(WorkingCopy(source or plan, access=access, edition=edition, on=TODAY).content)


@pytest.mark.parametrize("edition", [Edition.CITIZEN, Edition.AUTHORITY])
def test_the_paper_says_what_to_leave_in_peace(plan, edition):
    make_safeguard(plan)

    paper = printed(plan, edition)

    assert "Det skal være i fred" in paper
    assert f"{WHAT} Hun sover dårligt. Aftalt med Freja," in paper


def given(plan, edition, **fields):
    access = access_to(konsulent_of(plan.course), plan.course_id)
    limit = fields.pop("limit", access)
    giving = Giving("Nogen", limit=limit, **fields)
    view = View(access, edition, str(main_person(plan.course).pk), giving)
    return [row["what"] for row in view.project(facts(plan))["safeguards"]]


@pytest.mark.parametrize(
    ("edition", "is_told"),
    [
        (Edition.CITIZEN, True),
        (Edition.FAMILY, True),
        (Edition.CUSTODY, False),
        (Edition.PARENT, False),
        (Edition.PROFESSIONAL, True),
        (Edition.AUTHORITY, True),
        (Edition.NETWORK, False),
    ],
)
def test_who_listens_is_not_told_on_paper_what_not_to_say(plan, edition, is_told):
    make_safeguard(plan)

    assert given(plan, edition) == ([WHAT] if is_told else [])


@pytest.mark.parametrize("edition", [Edition.CITIZEN, Edition.FAMILY])
def test_what_is_about_the_whole_family_stands_on_nobodys_own_paper(plan, edition):
    make_safeguard(plan, person=None)

    assert given(plan, edition) == []
    assert given(plan, Edition.AUTHORITY) == [WHAT]


def test_one_in_the_network_is_told_what_names_her_as_long_as_it_is_for_all(plan):
    ida, other = make_network_person(plan.course), make_network_person(plan.course, "Ib Holm")
    row = make_safeguard(plan, network_person=ida)
    make_safeguard(plan, "Et andet.", network_person=other)

    assert given(plan, Edition.NETWORK, network_person=ida.pk) == [WHAT]

    plan.course.assignments.update(domains=["social"])
    before = snapshot(plan, on=TODAY)
    Safeguard.objects.filter(pk=row.pk).update(network_person=None, level=Level.DOMAIN, domain="social")
    access = access_to(konsulent_of(plan.course), plan.course_id)
    giving = Giving("Ida", network_person=ida.pk)
    view = View(access, Edition.NETWORK, str(main_person(plan.course).pk), giving)
    assert view.project(frozen(before, marks_today(plan.pk)))["safeguards"] == []


def test_an_external_professional_is_told_of_the_fields_that_a_consent_opens(plan):
    make_safeguard(plan, domain="health")

    assert given(plan, Edition.PROFESSIONAL, limit=None, domains=frozenset({"health"})) == [WHAT]
    assert given(plan, Edition.PROFESSIONAL, limit=None, domains=frozenset({"school"})) == []


def test_what_is_shielded_stands_on_no_paper_and_in_no_version_of_others(client, plan, jonas):
    make_safeguard(plan, level="shielded")
    version = answer(take_to_talk(plan))

    assert WHAT not in printed(plan, Edition.AUTHORITY)
    assert WHAT not in printed(plan, Edition.AUTHORITY, version)
    assert WHAT not in client.get(url(plan, "version", 1)).content.decode()


@pytest.mark.parametrize("has_ended", [False, True])
def test_what_is_shielded_since_is_closed_in_the_old_version(client, plan, jonas, has_ended):
    row = make_safeguard(plan)
    answer(take_to_talk(plan))
    new_draft(plan, by=caseworker_of(plan.course))
    row.level = "shielded"
    if has_ended:
        row.ended_on, row.ended_why, row.ended_by = TODAY, "Slut.", jonas
    row.save()

    for page in (url(plan), url(plan, "version", 1), f"{url(plan, 'compare')}?fra=1"):
        words = client.get(page).content.decode()
        assert WHAT not in words, page
        assert "hensynet gælder ikke mere" not in words, page
    assert marks_today(plan.pk)["safeguards", str(row.pk)].level == "shielded"


def test_another_field_reads_what_is_of_that(plan):
    make_safeguard(plan, domain="health", level="domain")
    nurse = make_user("Sygeplejerske")
    assign(nurse, plan.course, domains=["health"])
    found = frozen(snapshot(plan, on=TODAY), marks_today(plan.pk))

    def read(user):
        return [row["what"] for row in readable(found, access_to(user, plan.course_id))["safeguards"]]

    assert read(nurse) == [WHAT]
    assert read(konsulent_of(plan.course)) == []


def test_the_two_are_told_that_there_is_one_more(plan):
    row = make_safeguard(plan, domain="health", level="domain")
    found = unread_rows(plan, access_to(konsulent_of(plan.course), plan.course_id))

    assert found == {(row.person_id, "health"): 1}
