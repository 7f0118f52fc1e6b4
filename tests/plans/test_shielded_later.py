"""What was agreed while many could read it is closed in the old version once its text is closed today."""

import pytest

from borgerforloeb.disclosures.models import Edition
from plans.actions.versions import new_draft
from plans.models import Agreement, Goal, Intervention, PlanSection
from plans.pdf import WorkingCopy, as_html, plan_package, plan_pdf
from plans.projection import Giving, View, marks_of
from plans.reading import marks_today
from roles.permissions import access_to
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_agreement,
    make_goal,
    make_plan,
    make_user,
)
from tests.plans.factories import answer, make_intervention, take_to_talk, url
from tests.plans.test_pdf import NOW, words
from tests.queries import all_queries

pytestmark = pytest.mark.django_db

WORDS = ("Slutmålet", "Et andet mål", "Samtaler om ugen", "Ringer til lægen")
OPEN = "Jeg klarer post og regninger selv"
LEVELS = {"shielded": {"level": "shielded"}, "another field": {"level": "domain", "domain": "health"}}
# Who reads which of them; the coordinator and the borgerkonsulent have neither.
READERS = {"coordinator": (), "konsulent": (), "trusted": ("shielded",), "nurse": ("another field",)}


@pytest.fixture
def plan():
    """Version 1 is agreed, and a draft of version 2 stands as it does."""
    plan = make_plan()
    common = {"person": main_person(plan.course), "domain": "social", "level": "common"}
    PlanSection.objects.create(plan=plan, kind="end_goal", text=WORDS[0], **common)
    Goal.objects.update(level="common")
    make_goal(plan, WORDS[1], **common)
    make_intervention(plan.goals.get(title=OPEN), WORDS[2], **common)
    make_agreement(plan, WORDS[3], due_on=None, **common)
    answer(take_to_talk(plan))
    return new_draft(plan, by=caseworker_of(plan.course))


def close(plan, level):
    kinds = (PlanSection.objects.filter(kind="end_goal"), Goal.objects.filter(title=WORDS[1]))
    for rows in (*kinds, Intervention.objects.all(), Agreement.objects.all()):
        rows.update(**LEVELS[level])


def reader(plan, name):
    course = plan.course
    if name in ("coordinator", "konsulent"):
        return caseworker_of(course) if name == "coordinator" else konsulent_of(course)
    user = make_user(name)
    fields = {"trusted": {"sees_shielded": True}, "nurse": {"domains": ["health"]}}
    assign(user, course, **fields[name])
    return user


def on_the_page(client, plan, user, name, *arguments):
    client.force_login(user)
    return client.get(url(plan, name, *arguments)).content.decode()


def on_paper(source, user, course):
    """In the edition that leaves out least."""
    copy = WorkingCopy(source, access=access_to(user, course.pk), edition=Edition.AUTHORITY, on=TODAY)
    return as_html(copy.content)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", READERS)
def test_the_old_version_is_read_as_its_texts_may_be_read_today(client, plan, name, level):
    user, version = reader(plan, name), plan.versions.get()
    assert all(text in on_the_page(client, plan, user, "version", 1) for text in WORDS)
    close(plan, level)

    shown = [on_the_page(client, plan, user, "version", 1), on_paper(version, user, plan.course)]

    expected = [level in READERS[name]] * 4
    assert [[text in page for text in WORDS] for page in shown] == [expected] * 2
    assert all(OPEN in page for page in shown)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", READERS)
def test_comparing_tells_nothing_of_what_is_merely_closed(client, plan, name, level):
    user = reader(plan, name)
    close(plan, level)

    compared = [on_the_page(client, plan, user, "plan"), on_paper(plan, user, plan.course)]

    for page in compared:
        assert [word in page for word in ("aflyst", "fjernet", "nyt mål", "ny aftale")] == [False] * 4
        assert [text in page for text in WORDS] == [level in READERS[name]] * 4


def test_what_was_taken_off_is_still_told(client, plan):
    Agreement.objects.update(status="cancelled")
    page = on_the_page(client, plan, konsulent_of(plan.course), "plan")
    assert "aflyst" in page

    close(plan, "shielded")
    user = konsulent_of(plan.course)
    for page in (on_the_page(client, plan, user, "plan"), on_paper(plan, user, plan.course)):
        assert "aflyst" not in page
        assert WORDS[3] not in page


def test_what_is_opened_again_is_not_told_as_new(client, plan):
    close(plan, "shielded")
    answer(take_to_talk(plan))
    new_draft(plan, by=caseworker_of(plan.course))
    for rows in (PlanSection, Goal, Intervention, Agreement):
        rows.objects.update(level="common")
    user = konsulent_of(plan.course)

    page, paper = on_the_page(client, plan, user, "plan"), on_paper(plan, user, plan.course)

    assert WORDS[3] in page
    assert [word in text for text in (page, paper) for word in ("nyt mål", "ny aftale", "aflyst")] == [
        False
    ] * 6
    # Between two versions, of which the second was made while it was closed.
    second = on_paper(plan.versions.get(number=2), user, plan.course)
    assert [word in second for word in ("aflyst", "fjernet", *WORDS)] == [False] * 6


def test_a_copy_that_was_drawn_before_is_not_given_again(plan):
    konsulent, version = konsulent_of(plan.course), plan.versions.get()
    how = {"by": konsulent, "edition": Edition.AUTHORITY, "on": TODAY, "made_at": NOW}
    before = words(plan_pdf(version, **how))
    make_goal(plan, "Et nyt mål", domain="health")
    assert words(plan_pdf(version, **how)) == before
    close(plan, "shielded")

    after = words(plan_pdf(version, **how))

    assert [text in before for text in WORDS] == [True] * 4
    assert [text in after for text in WORDS] == [False] * 4


GIVEN = {
    "custody": (Edition.CUSTODY, Giving("Mor")),
    "parent": (Edition.PARENT, Giving("Far")),
    "court": (Edition.AUTHORITY, Giving("Retten")),
    "doctor": (Edition.PROFESSIONAL, Giving("Lægen", domains=frozenset({"social"}))),
}


@pytest.mark.parametrize("to", GIVEN)
def test_an_old_version_is_given_as_its_texts_may_be_given_today(plan, to):
    """The sender may read what is shielded; who is given it may not."""
    sender, version = reader(plan, "trusted"), plan.versions.get()
    edition, giving = GIVEN[to]
    view = View(access_to(sender, plan.course_id), edition, str(main_person(plan.course).pk), giving)

    def given():
        package = plan_package(version, view, on=TODAY)
        return " ".join(text.words for text in package.texts), package

    first, before = given()
    close(plan, "shielded")
    second, after = given()

    assert [text in first for text in WORDS] == [True] * 4
    assert [text in second for text in WORDS] == [False] * 4
    assert before.fingerprint != after.fingerprint


def test_the_ledger_keeps_both_of_what_a_text_was_and_is(plan):
    """The citizen is given the own words all the same; the copy is for who may read them today."""
    sender, person = reader(plan, "trusted"), str(main_person(plan.course).pk)
    close(plan, "shielded")
    access = access_to(sender, plan.course_id)

    package = plan_package(
        plan.versions.get(), View(access, Edition.CITIZEN, person, Giving("Freja")), on=TODAY
    )

    levels = {item["level"]: item["count"] for item in package.items if item["domain"] == "social"}
    assert levels["shielded"] == 4


def test_a_text_without_marks_is_shown_to_nobody(plan):
    view = View(access_to(konsulent_of(plan.course), plan.course_id), Edition.AUTHORITY, "")

    with pytest.raises(KeyError):
        view.project(plan.versions.get().content)
    assert (
        marks_of(
            {
                "sections": [],
                "goals": [],
                "agreements": [],
                "placements": [],
                "safeguards": [],
                "network": [],
                "consents": [],
            }
        )
        == {}
    )


def test_whose_the_texts_are_is_one_question(plan):
    for number in range(20):
        make_agreement(plan, f"Aftale {number}")

    with all_queries() as asked:
        marks = marks_today(plan.pk)

    assert (len(asked), len(marks)) == (1, 2 + 2 + 1 + 21)
