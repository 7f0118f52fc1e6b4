"""What a trial taught is shared by the two of its plan, in words by which nobody knows the family."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Course, Stale
from plans.actions.lessons import approve_lesson
from plans.actions.trials import reopen_trial
from plans.models import Lesson, LessonOrigin
from roles.models import Role
from tests.factories import TODAY, assign, caseworker_of, konsulent_of, make_user
from tests.plans.factories import make_closed, make_lesson, make_trial
from tests.plans.sharing_lessons import (
    WORDS,
    approve,
    make_judge,
    propose,
    put_back,
    rewrite,
    send_back,
    take_out,
)
from tests.plans.trying import refused

pytestmark = pytest.mark.django_db
State = Lesson.State


@pytest.fixture
def trial(goal):
    return make_closed(goal)


def colleague(plan, role=Role.TEAM_MEMBER):
    anna = make_user()
    assign(anna, plan.course, role)
    return anna


def last_event(action):
    return AuditEvent.objects.get(action=action)


def test_it_waits_and_the_log_has_the_trial_without_the_lesson(trial):
    lesson = propose(trial)

    assert {name: getattr(lesson, name) for name in WORDS} == WORDS
    assert (lesson.state, lesson.outcome, lesson.proposed_on) == (State.WAITING, "stopped", TODAY)
    assert LessonOrigin.objects.get().trial == trial
    event = last_event("lesson.proposed")
    assert event.target == f"plans.trial:{trial.pk}"
    assert event.course_id == trial.plan.course_id


def test_a_lesson_has_no_key_to_a_course_a_person_a_unit_or_a_trial():
    points_at = {field.related_model._meta.model_name for field in Lesson._meta.fields if field.is_relation}

    assert points_at == {"user"}


def test_sent_twice_it_is_one_and_other_words_are_refused(trial):
    first, second = propose(trial), propose(trial)

    assert first == second == Lesson.objects.get()
    assert "allerede skrevet" in refused(propose, trial, tried="Noget andet.")
    assert AuditEvent.objects.filter(action="lesson.proposed").count() == 1


def test_it_is_shared_when_the_trial_has_ended(goal):
    running = make_trial(goal)

    assert "ikke afsluttet" in refused(propose, running)
    assert Lesson.objects.count() == 0


@pytest.mark.parametrize("where", ["trial", "goal"])
def test_what_is_shielded_is_not_shared(trial, where):
    plan = trial.plan
    plan.course.assignments.update(sees_shielded=True)
    row = trial if where == "trial" else trial.goal
    type(row).objects.filter(pk=row.pk).update(level="shielded")
    row.level = "shielded"

    assert "skærmet" in refused(propose, trial)
    assert Lesson.objects.count() == 0


def test_nobody_shares_without_having_thought_of_who_might_know_them(trial):
    assert "Sæt kryds" in refused(propose, trial, is_unrecognisable=False)


@pytest.mark.parametrize("role", [Role.TEAM_MEMBER, Role.CASEWORKER])
def test_others_of_the_course_share_nothing(trial, role):
    anna = colleague(trial.plan, role)
    lesson_trial = make_closed(trial.goal, "Hjælper det at ringe?")
    make_lesson(lesson_trial)

    for act, row in ((propose, trial), (rewrite, lesson_trial)):
        with pytest.raises(PermissionDenied):
            act(row, by=anna)


def test_of_a_trial_that_one_may_not_read_one_shares_nothing(trial):
    type(trial).objects.filter(pk=trial.pk).update(domain="health", level="domain")
    trial.refresh_from_db()

    with pytest.raises(PermissionDenied):
        propose(trial)


def test_in_a_closed_course_nothing_is_shared_or_rewritten(trial):
    make_lesson(other := make_closed(trial.goal, "Hjælper det at ringe?"))
    day = {"closed_on": TODAY, "closing": "job"}
    Course.objects.filter(pk=trial.plan.course_id).update(status="closed", **day)

    for act, row in ((propose, trial), (rewrite, other)):
        with pytest.raises(PermissionDenied):
            act(row)


def test_what_was_sent_back_is_written_anew_by_either_and_waits_again(trial):
    lesson = send_back(make_lesson(trial), make_judge())
    katrine = caseworker_of(trial.plan.course)

    rewritten = rewrite(trial, tried="En ung begyndte senere.", by=katrine, version=lesson.version)

    assert (rewritten.state, rewritten.answer, rewritten.judged_by) == (State.WAITING, "", None)
    assert (rewritten.tried, rewritten.proposed_by) == ("En ung begyndte senere.", katrine)
    event = last_event("lesson.rewritten")
    assert event.target == f"plans.trial:{trial.pk}"
    assert event.details["fields"] == ["tried", "learned", "domain"]


def test_what_has_been_approved_is_written_anew_only_when_it_has_been_taken_out(trial):
    jonas = konsulent_of(trial.plan.course)
    lesson = approve(make_lesson(trial), make_judge())
    assert "Tag den ud" in refused(rewrite, trial, version=lesson.version)

    lesson = take_out(lesson, jonas)
    rewritten = rewrite(trial, version=lesson.version)

    assert (rewritten.waits, rewritten.taken_out_why, rewritten.judged_by) == (True, "", None)


def test_what_nobody_has_shared_is_not_rewritten(trial):
    with pytest.raises(PermissionDenied):
        rewrite(trial, version=1)


def test_a_trial_that_was_opened_again_is_told_of_when_it_has_ended_anew(trial):
    make_lesson(trial)
    trial = reopen_trial(trial, version=trial.version, by=konsulent_of(trial.plan.course))

    assert "ikke afsluttet" in refused(rewrite, trial)


def test_two_who_write_it_anew_at_once_lose_nothing(trial):
    lesson = make_lesson(trial)
    rewrite(trial)

    with pytest.raises(Stale):
        rewrite(trial, tried="Noget andet.", version=lesson.version)


def test_a_lesson_is_taken_out_and_put_back_by_the_same(trial):
    vibeke = make_judge()
    lesson = take_out(approve(make_lesson(trial), vibeke), vibeke)
    assert (lesson.is_in_the_library, lesson.taken_out_by, lesson.taken_out_on) == (False, vibeke, TODAY)
    assert last_event("lesson.taken_out").course_id is None

    lesson = put_back(lesson, vibeke)

    assert (lesson.is_in_the_library, lesson.taken_out_why) == (True, "")
    assert last_event("lesson.put_back").target == f"plans.lesson:{lesson.pk}"


def test_whoever_wrote_it_the_other_of_the_two_and_who_approved_take_it_out(trial):
    vibeke, lesson = make_judge(), make_lesson(trial)
    for by in (konsulent_of(trial.plan.course), caseworker_of(trial.plan.course)):
        lesson = put_back(take_out(lesson, by), by)
    lesson = approve(lesson, vibeke)

    assert take_out(lesson, vibeke).is_taken_out


def test_nobody_else_takes_it_out_and_only_the_same_puts_it_back(trial):
    lesson = approve(make_lesson(trial), make_judge())
    for stranger in (make_judge("Bo Bak"), colleague(trial.plan)):
        with pytest.raises(PermissionDenied):
            take_out(lesson, stranger)
    lesson = take_out(lesson, konsulent_of(trial.plan.course))

    for other in (caseworker_of(trial.plan.course), lesson.judged_by):
        with pytest.raises(PermissionDenied):
            put_back(lesson, other)


def test_it_is_taken_out_of_a_closed_course_too(trial):
    lesson = make_lesson(trial)
    Course.objects.filter(pk=trial.plan.course_id).update(status="closed", closed_on=TODAY, closing="job")

    assert take_out(lesson, konsulent_of(trial.plan.course)).is_taken_out


def test_it_is_taken_out_once_with_a_word_and_put_back_once(trial):
    jonas, lesson = konsulent_of(trial.plan.course), make_lesson(trial)
    assert "hvorfor" in refused(take_out, lesson, jonas, why="  ")
    assert "ikke taget ud" in refused(put_back, lesson, jonas)
    lesson = take_out(lesson, jonas)

    assert "allerede taget ud" in refused(take_out, lesson, jonas)
    with pytest.raises(Stale):
        put_back(lesson, jonas, version=lesson.version - 1)


def test_who_no_longer_works_here_takes_nothing_out(trial):
    lesson, jonas = make_lesson(trial), konsulent_of(trial.plan.course)
    jonas.capabilities = ["log_reviewer"]
    jonas.save()

    with pytest.raises(PermissionDenied):
        take_out(lesson, jonas)


@pytest.mark.parametrize("state", ["approved", "returned"])
def test_the_database_refuses_a_lesson_that_its_writer_judged(trial, state):
    lesson = make_lesson(trial)
    lesson.state, lesson.judged_by, lesson.judged_on = state, lesson.proposed_by, TODAY
    lesson.answer = "x" if state == "returned" else ""

    with pytest.raises(Exception, match="lesson_judged_by_another"):
        lesson.save()


def test_an_unknown_lesson_is_told_as_gone(trial):
    lesson = make_lesson(trial)
    vibeke = make_judge()
    LessonOrigin.objects.all().delete()
    Lesson.objects.all().delete()

    with pytest.raises(ValidationError):
        approve_lesson(lesson, version=lesson.version, on=TODAY, by=vibeke)
