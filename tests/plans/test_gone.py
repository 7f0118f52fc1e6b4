"""What was shielded after an agreement and then taken away stays closed in the version that holds it."""

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

from borgerforloeb.accounts.acting import acting_as
from borgerforloeb.disclosures.models import Edition
from plans.actions.versions import new_draft
from plans.marks import HELPS, Mark
from plans.models import Intervention
from plans.pdf import plan_pdf
from plans.reading import marks_today
from roles.rights import RIGHTS
from tests.factories import TODAY, assign, caseworker_of, konsulent_of, main_person, make_plan, make_user
from tests.plans.factories import answer, make_intervention, take_to_talk
from tests.plans.test_pdf import NOW, words
from tests.plans.test_shielded_later import on_paper, on_the_page
from tests.queries import all_queries

pytestmark = pytest.mark.django_db

HELP, OTHER = "Samtaler om ugen", "Bostøtte hjemme"


@pytest.fixture
def plan():
    """Version 1 is agreed with both, and a draft of version 2 stands as it does."""
    plan = make_plan()
    for title in (HELP, OTHER):
        make_intervention(plan.goals.get(), title, level="common")
    answer(take_to_talk(plan))
    return new_draft(plan, by=caseworker_of(plan.course))


def taken_away(plan, *levels):
    """As it was closed or opened, in that order, before it was taken away."""
    row = Intervention.objects.filter(title=HELP)
    for level in levels:
        row.update(level=level)
    row.delete()


def trusted_in(plan):
    user = make_user("Betroet")
    assign(user, plan.course, sees_shielded=True)
    return user


def shown(client, plan, user):
    pages = [on_the_page(client, plan, user, "version", 1), on_paper(plan.versions.get(), user, plan.course)]
    assert all(OTHER in page for page in pages)
    return [HELP in page for page in pages]


def test_it_is_as_closed_as_it_was_at_last(client, plan):
    konsulent, trusted = konsulent_of(plan.course), trusted_in(plan)
    taken_away(plan, "shielded")

    assert shown(client, plan, konsulent) == [False, False]
    assert shown(client, plan, trusted) == [True, True]


def test_what_nobody_closed_is_read_as_it_was_frozen(client, plan):
    taken_away(plan)

    assert shown(client, plan, konsulent_of(plan.course)) == [True, True]


def test_what_was_opened_again_is_open(client, plan):
    taken_away(plan, "shielded", "common")

    assert shown(client, plan, konsulent_of(plan.course)) == [True, True]


def test_the_frozen_marks_count_too(client, plan):
    """Frozen while it was closed, and opened to all before it was taken away: that version stays closed."""
    Intervention.objects.filter(title=HELP).update(level="shielded")
    answer(take_to_talk(plan))
    new_draft(plan, by=caseworker_of(plan.course))
    taken_away(plan, "common")
    user = konsulent_of(plan.course)

    assert [HELP in on_the_page(client, plan, user, "version", number) for number in (1, 2)] == [True, False]


@pytest.mark.parametrize(("level", "is_told"), [("common", True), ("shielded", False)])
def test_comparing_names_it_to_those_who_may_read_it(client, plan, level, is_told):
    taken_away(plan, level)
    user, trusted = konsulent_of(plan.course), trusted_in(plan)

    for source in (plan, None):
        pages = [
            on_paper(source, one, plan.course) if source else on_the_page(client, plan, one, "plan")
            for one in (user, trusted)
        ]
        assert [f"indsats fjernet: {HELP}" in page for page in pages] == [is_told, True]


def test_a_copy_that_was_drawn_before_is_not_given_again(plan):
    konsulent = konsulent_of(plan.course)
    how = {"by": konsulent, "edition": Edition.AUTHORITY, "on": TODAY, "made_at": NOW}
    before = words(plan_pdf(plan.versions.get(), **how))
    taken_away(plan, "shielded")

    after = words(plan_pdf(plan.versions.get(), **how))
    assert [HELP in paper for paper in (before, after)] == [True, False]


def test_whose_they_were_comes_with_whose_the_others_are(plan):
    person = str(main_person(plan.course).pk)
    gone = Intervention.objects.get(title=HELP).pk
    taken_away(plan, "shielded", "domain")
    for number in range(30):
        make_intervention(plan.goals.get(), f"Idé {number}").delete()

    with all_queries() as asked:
        marks = marks_today(plan.pk)

    assert len(asked) == 1
    assert marks[HELPS, str(gone)] == Mark(person, "social", "domain")
    assert len([kind for kind, _ in marks if kind == HELPS]) == 32


def test_what_is_gone_in_another_plan_is_not_told_in_this_one(plan):
    other = make_plan()
    make_intervention(other.goals.get()).delete()

    assert len(marks_today(other.pk)) - len(marks_today(plan.pk)) == 1 - 2


def test_no_other_frozen_text_can_be_taken_away():
    """Or its last marks must be asked for as well: see the function in the migration."""
    kinds = {"section": "plans_plansection", "goal": "plans_goal", "agreement": "plans_agreement"}

    assert [name for name, table in kinds.items() if "D" in RIGHTS[table]] == []
    assert "D" in RIGHTS["plans_intervention"]


def test_the_web_is_answered_though_it_may_read_no_history(plan):
    gone = Intervention.objects.get(title=HELP).pk
    taken_away(plan, "shielded")

    with acting_as(konsulent_of(plan.course)):
        assert marks_today(plan.pk)[HELPS, str(gone)].level == "shielded"
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            list(apps.get_model("plans.InterventionEvent").objects.all())
