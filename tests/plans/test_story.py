"""*Min historie*: written, approved, taken out and asked for again; other words take a new yes."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Stale
from plans.actions.story import take_back_asked
from plans.models import StoryAsked, StoryPart
from tests.factories import TODAY, konsulent_of
from tests.plans.factories import answer, make_part, take_to_talk
from tests.plans.telling import approve, ask_again, change, colleague, put_back, take_out, withdraw, write

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def refused(act, *arguments, **fields):
    with pytest.raises(ValidationError) as refusal:
        act(*arguments, **fields)
    return " ".join(refusal.value.messages)


def event(action):
    return AuditEvent.objects.get(action=action)


def test_a_part_is_written_and_told_to_the_log_without_its_words(plan):
    part = write(plan, domain="school", level="common")

    assert (part.noted_by, part.version, part.is_approved) == (konsulent_of(plan.course), 1, False)
    told = event("story_part.added")
    assert (told.domain, told.level, told.person_ids) == ("school", "common", [part.person_id])
    assert part.text not in str(told.details)


def test_the_same_part_sent_twice_is_one(plan):
    assert write(plan) == write(plan)
    assert write(plan, heading="Arbejdet") != write(plan)


def test_it_is_written_also_while_the_plan_is_agreed(plan):
    answer(take_to_talk(plan))

    assert approve(write(plan)).is_approved


def test_what_the_writer_may_not_read_is_not_saved(plan):
    assert "selv må læse" in refused(write, plan, domain="health", level="domain")


def test_the_approval_says_on_which_day_how_and_who_noted_it(plan, jonas):
    part = approve(write(plan), on=TODAY - DAY, way="herself")

    assert (part.approved_on, part.approved_way, part.approval_noted_by) == (TODAY - DAY, "herself", jonas)
    assert event("story_part.approved").details["way"] == "herself"


@pytest.mark.parametrize(
    ("fields", "words"), [({"on": TODAY + DAY}, "har været"), ({"way": "guessed"}, "hvordan delen blev læst")]
)
def test_an_approval_that_cannot_be_is_refused(plan, fields, words):
    part = write(plan)

    assert words in refused(approve, part, **fields)
    part.refresh_from_db()
    assert not part.is_approved


@pytest.mark.parametrize(
    "fields",
    [{"text": "Jeg gik der i otte år."}, {"heading": "Min skole"}, {"domain": "social"}],
)
def test_other_words_or_another_field_take_a_new_yes(plan, fields):
    part = change(make_part(plan), **fields)

    assert (part.approved_on, part.approved_way, part.approval_noted_by) == (None, "", None)
    assert not StoryPart.objects.visible_to(colleague(plan)).exists()


@pytest.mark.parametrize(
    ("before", "now", "is_kept"),
    [("domain", "common", False), ("common", "domain", True), ("common", "common", True)],
)
def test_more_readers_take_a_new_yes_and_fewer_do_not(plan, before, now, is_kept):
    part = change(make_part(plan, domain="social", level=before), level=now)

    assert part.is_approved == is_kept


def test_what_is_shielded_stays_shielded(plan):
    plan.course.assignments.update(sees_shielded=True)

    assert "skærmet" in refused(change, make_part(plan, level="shielded"), level="common").lower()


def test_the_citizen_may_change_her_mind(plan):
    part = withdraw(make_part(plan))

    assert not part.is_approved
    assert event("story_part.unapproved").course_id == plan.course_id
    assert "ikke godkendt" in refused(withdraw, part)


def test_a_part_is_taken_out_with_a_word_and_read_by_the_two_alone(plan, jonas):
    part = make_part(plan)
    assert "hvorfor" in refused(take_out, part, why=" ")

    part = take_out(part)

    assert (part.is_approved, part.taken_back_by, part.taken_back_why) == (False, jonas, "Vil ikke.")
    assert not StoryPart.objects.visible_to(colleague(plan)).exists()
    assert "Vil ikke." not in str(event("story_part.taken_back").details)
    for act in (change, approve, take_out):
        assert "taget ud" in refused(act, part)


def test_it_is_put_back_and_waits_for_a_new_yes(plan):
    part = put_back(take_out(make_part(plan)))

    assert (part.is_taken_back, part.is_approved, part.taken_back_why) == (False, False, "")
    assert event("story_part.put_back").course_id == plan.course_id
    assert "ikke taget ud" in refused(put_back, part)


def test_a_change_is_told_to_the_log_by_the_names_of_its_fields(plan):
    change(write(plan), text="Jeg gik der i otte år.")

    told = event("story_part.changed")
    assert told.details["fields"] == ["text"]
    assert "otte" not in str(told.details)


def test_a_second_writer_is_stopped(plan):
    part = make_part(plan)
    change(part, text="Ti år.")

    for act in (change, approve, withdraw, take_out, put_back):
        with pytest.raises(Stale):
            act(part, version=1)


def test_somebody_asked_again(plan, jonas):
    part = make_part(plan, domain="social", level="domain")

    about_part, about_all = ask_again(plan, part), ask_again(plan)

    assert (about_part.part, about_part.domain, about_part.level) == (part, "social", "domain")
    assert (about_all.part, about_all.domain, about_all.level) == (None, "common", "common")
    assert event_fields("story_asked.noted") == {("social", "domain"), ("common", "common")}


def event_fields(action):
    return {(one.domain, one.level) for one in AuditEvent.objects.filter(action=action)}


def test_a_team_member_notes_it_and_twice_is_once(plan):
    anna, part = colleague(plan), make_part(plan)

    assert ask_again(plan, part, by=anna) == ask_again(plan, part, by=anna)
    assert StoryAsked.objects.get().noted_by == anna
    assert ask_again(plan, part) != ask_again(plan, part, by=anna)


def test_a_day_to_come_is_refused(plan):
    assert "har været" in refused(ask_again, plan, on=TODAY + DAY)


def test_nobody_can_have_asked_for_what_is_not_approved(plan):
    written = write(plan)

    assert "ikke godkendt" in refused(ask_again, plan, written)
    assert "ikke godkendt" in refused(ask_again, plan, take_out(make_part(plan)))


def test_it_is_taken_back_by_who_noted_it_and_by_the_two(plan, jonas):
    anna, other = colleague(plan), colleague(plan)
    asked = ask_again(plan, by=anna)
    with pytest.raises(PermissionDenied):
        take_back_asked(asked, why="Fejl.", on=TODAY, by=other)
    assert "hvorfor" in refused(take_back_asked, asked, why=" ", on=TODAY, by=anna)

    take_back_asked(asked, why="Fejl.", on=TODAY, by=anna)

    assert not StoryAsked.objects.standing().exists()
    assert event("story_asked.taken_back").course_id == plan.course_id
    assert "allerede taget tilbage" in refused(take_back_asked, asked, why="Igen.", on=TODAY, by=jonas)


@pytest.mark.parametrize(
    "fields",
    [
        {"approved_on": None},
        {"approved_way": ""},
        {"taken_back_on": TODAY},
        {"person": None},
        {"taken_back_on": TODAY, "taken_back_by": 1, "taken_back_why": "x"},
    ],
)
def test_the_database_keeps_no_half_of_an_approval(plan, fields):
    part = make_part(plan)
    if "taken_back_by" in fields:
        fields = fields | {"taken_back_by": konsulent_of(plan.course)}

    with pytest.raises(IntegrityError), transaction.atomic():
        StoryPart.objects.filter(pk=part.pk).update(**fields)
