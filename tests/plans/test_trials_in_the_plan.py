"""What is tried stands in the version, is compared, is printed, and is read by those alone who may."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from borgerforloeb.disclosures.models import Edition
from plans.actions.versions import accept_plan, fingerprint, new_draft
from plans.changes import compare
from plans.marks import drafted, frozen
from plans.models import PlanVersion, Trial
from plans.pdf import WorkingCopy, _told, as_html
from plans.reading import marks_today, readable
from plans.snapshot import snapshot
from plans.unread import unread_rows
from roles.permissions import access_to
from tests.factories import TODAY, assign, caseworker_of, konsulent_of, main_person, make_user
from tests.plans.factories import answer, make_trial, take_to_talk, url

pytestmark = pytest.mark.django_db
LAST_DAY = TODAY + timedelta(weeks=3)


def in_the_plan(plan, on=TODAY):
    return [row["question"] for goal in snapshot(plan, on=on)["goals"] for row in goal["trials"]]


def closed(goal, **fields):
    by = caseworker_of(goal.plan.course)
    return make_trial(
        goal, "Hjalp det?", outcome="stopped", learned="Nej.", closed_on=TODAY, closed_by=by, **fields
    )


def test_what_is_tried_and_planned_is_frozen_and_what_is_over_is_not(plan, goal):
    make_trial(goal, cost_cap=2400)
    closed(goal)

    assert in_the_plan(plan) == ["Hjælper det at begynde kl. 10?"]
    assert in_the_plan(plan, on=LAST_DAY) == ["Hjælper det at begynde kl. 10?"]
    assert in_the_plan(plan, on=LAST_DAY + timedelta(days=1)) == []
    assert "2400" not in str(snapshot(plan, on=TODAY))


def test_the_version_page_tells_what_is_tried(client, plan, goal, jonas):
    make_trial(goal)
    answer(take_to_talk(plan))

    page = client.get(url(plan, "version", 1)).content.decode()

    assert "<strong>Vi prøver:</strong> Hjælper det at begynde kl. 10?" in page
    assert "To formiddage i tre uger." in page


def test_a_version_from_before_there_were_trials_is_read_and_compared(client, plan, goal, jonas):
    make_trial(goal, starts_on=timezone.localdate(), stops_on=timezone.localdate())
    content = snapshot(plan, on=TODAY)
    for row in content["goals"]:
        del row["trials"]
    stored = {"answered_on": TODAY, "content": content, "sha256": "x", "frozen_by": jonas}
    PlanVersion.objects.create(plan=plan, number=1, **stored)

    assert client.get(url(plan, "version", 1)).status_code == 200
    page = client.get(url(plan, "compare"), {"fra": 1}).content.decode()
    assert "ny prøvehandling: Hjælper det at begynde kl. 10?" in page


def changes(was, now):
    return [change.what for change in compare(was, now)]


def test_what_is_new_changed_and_at_its_end_is_told(plan, goal):
    before = drafted(snapshot(plan, on=TODAY))
    trial = make_trial(goal)
    begun = drafted(snapshot(plan, on=TODAY))
    trial.what = "Tre formiddage."
    trial.save()
    changed = drafted(snapshot(plan, on=TODAY))

    question = "Hjælper det at begynde kl. 10?"
    assert changes(before, begun) == [f"ny prøvehandling: {question}"]
    assert changes(begun, changed) == [f"prøvehandling ændret: {question}"]
    assert changes(changed, before) == [f"prøvehandling slut: {question}"]
    words = compare(begun, changed)[0].words
    assert [(one.label, "Tre formiddage." in one.now) for one in words] == [("Prøvehandling", True)]


def test_the_margin_of_the_draft_tells_the_same(client, plan, goal, jonas):
    today = timezone.localdate()
    answer(take_to_talk(plan))
    new_draft(plan, by=caseworker_of(plan.course))
    make_trial(goal, starts_on=today, stops_on=today)
    make_trial(goal, "Er slut?", starts_on=today - timedelta(days=2), stops_on=today - timedelta(days=1))

    page = client.get(url(plan)).content.decode()

    assert "ny prøvehandling: Hjælper det at begynde kl. 10?" in page
    assert "ny prøvehandling: Er slut?" not in page


def printed(plan, user, edition=Edition.CITIZEN, source=None):
    access = access_to(user, plan.course_id)
    return as_html(WorkingCopy(source or plan, access=access, edition=edition, on=TODAY).content)


def test_the_citizens_paper_says_what_is_tried(plan, goal, jonas):
    make_trial(goal, cost_cap=2400)

    paper = printed(plan, jonas)

    assert "Det prøver vi" in paper
    assert "Hjælper det at begynde kl. 10? To formiddage i tre uger. Vi ser på: fremmøde." in paper
    assert "2400" not in paper


def test_what_is_shielded_stands_on_no_paper_and_in_no_version_of_others(client, plan, goal, jonas):
    make_trial(goal, level="shielded")
    version = answer(take_to_talk(plan))

    assert "Det prøver vi" not in printed(plan, jonas, Edition.AUTHORITY)
    assert "kl. 10?" not in printed(plan, jonas, Edition.AUTHORITY, version)
    assert "kl. 10?" not in client.get(url(plan, "version", 1)).content.decode()


@pytest.mark.parametrize("ended", [False, True])
def test_what_is_shielded_since_is_closed_in_the_old_version(client, plan, goal, jonas, ended):
    trial = make_trial(goal)
    answer(take_to_talk(plan))
    new_draft(plan, by=caseworker_of(plan.course))
    trial.level = "shielded"
    if ended:
        trial.outcome, trial.learned = "stopped", "Nej."
        trial.closed_on, trial.closed_by = TODAY, jonas
    trial.save()

    for page in (url(plan), url(plan, "version", 1), f"{url(plan, 'compare')}?fra=1"):
        words = client.get(page).content.decode()
        assert "kl. 10?" not in words, page
        assert "prøvehandling slut" not in words, page
    assert marks_today(plan.pk)["trials", str(trial.pk)].level == "shielded"


def test_another_field_reads_the_goal_and_not_what_is_tried_in_that(plan, goal):
    goal.level, goal.domain = "common", "social"
    goal.save()
    make_trial(goal, domain="health", level="domain")
    nurse = make_user("Sygeplejerske")
    assign(nurse, plan.course, domains=["health"])
    facts = frozen(snapshot(plan, on=TODAY), marks_today(plan.pk))

    def read(user):
        found = readable(facts, access_to(user, plan.course_id))
        return [row["question"] for one in found["goals"] for row in one["trials"]]

    assert read(nurse) == ["Hjælper det at begynde kl. 10?"]
    assert read(konsulent_of(plan.course)) == []


def test_the_two_are_told_that_more_is_tried_than_they_may_read(plan, goal):
    make_trial(goal, domain="health", level="domain")
    found = unread_rows(plan, access_to(konsulent_of(plan.course), plan.course_id))

    assert found == {(goal.person_id, "health"): 1}


def test_what_the_news_of_a_paper_names_is_asked_about_too(plan, goal):
    """A trial of the version before, which has ended: its name stands in the news of the next."""
    trial = make_trial(goal)
    told = _told(plan, on=trial.stops_on + timedelta(days=1))
    before = told.marks_key

    Trial.objects.update(level="shielded")

    assert _told(plan, on=trial.stops_on + timedelta(days=1)).marks_key != before


def test_an_answer_of_yesterday_is_taken_although_a_trial_ended_since(goal, plan):
    trial = make_trial(goal)
    take_to_talk(plan)
    today = trial.stops_on + timedelta(days=1)
    shown = fingerprint(snapshot(plan, on=today))
    answers = [(main_person(plan.course), "yes", "")]
    given = {"answers": answers, "way": "talk", "answered_on": trial.stops_on, "seen": shown}

    with pytest.raises(ValidationError, match="rettet"):
        accept_plan(plan, **given, by=konsulent_of(plan.course))
    version = accept_plan(plan, **given, seen_on=today, by=konsulent_of(plan.course))

    assert [row["id"] for row in version.content["goals"][0]["trials"]] == [trial.pk]
