"""A lesson is read by somebody who does not know the family, and who is not told which it was."""

import pytest
from django.core.exceptions import PermissionDenied

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Course, Stale
from borgerforloeb.notices.models import NO_COURSE, Notice
from plans.actions.lessons import ANSWERED
from plans.models import Lesson
from roles.models import Assignment, Block, Role, StaffCitizen
from tests.factories import LONG_AGO, TODAY, assign, caseworker_of, konsulent_of, main_person, make_user
from tests.plans.factories import make_closed, make_lesson
from tests.plans.sharing_lessons import approve, make_judge, send_back, take_out
from tests.plans.trying import refused

pytestmark = pytest.mark.django_db
State = Lesson.State
BOTH = [Role.COORDINATING_CASEWORKER, Role.BORGERKONSULENT]


@pytest.fixture
def lesson(goal):
    return make_lesson(make_closed(goal))


@pytest.mark.parametrize("role", BOTH)
def test_who_holds_another_plan_approves_and_the_log_names_no_course(lesson, role):
    vibeke = make_judge(role=role)

    approved = approve(lesson, vibeke)

    assert approved.is_in_the_library
    assert (approved.judged_by, approved.judged_on) == (vibeke, TODAY)
    event = AuditEvent.objects.get(action="lesson.approved")
    assert (event.target, event.course_id, event.person_ids) == (f"plans.lesson:{lesson.pk}", None, [])


def test_it_is_sent_back_with_words(lesson):
    returned = send_back(lesson, make_judge(), "Skriv det om uden alderen.")

    assert (returned.state, returned.answer) == (State.RETURNED, "Skriv det om uden alderen.")
    event = AuditEvent.objects.get(action="lesson.returned")
    assert (event.course_id, "alderen" in str(event.details)) == (None, False)


def test_without_words_it_is_not_sent_back(lesson):
    assert "skrives om" in refused(send_back, lesson, make_judge(), "  ")


@pytest.mark.parametrize("act", [approve, send_back])
def test_whoever_wrote_it_hears_of_the_answer_without_the_course(lesson, act):
    act(lesson, make_judge())

    notice = Notice.objects.get(kind=ANSWERED)
    assert (notice.recipient, notice.course_id) == (lesson.proposed_by, NO_COURSE)
    assert notice.path == "/lessons/?vis=egne"


@pytest.mark.parametrize("act", [approve, send_back])
def test_neither_of_the_two_nor_the_writer_judges_also_with_another_plan(lesson, act):
    plan = lesson.origin.plan
    for user in (konsulent_of(plan.course), caseworker_of(plan.course)):
        role = Role.BORGERKONSULENT
        elsewhere = Assignment.objects.filter(user=make_judge(f"En {user.name}"), role=BOTH[0]).get().course
        elsewhere.assignments.filter(role=role).update(user=user)
        with pytest.raises(PermissionDenied):
            act(lesson, user)


def _worked_there(vibeke, course):
    assign(vibeke, course, Role.TEAM_MEMBER, ends_on=TODAY)


def _works_there(vibeke, course):
    assign(vibeke, course, Role.TEAM_MEMBER)


def _is_not_wanted(vibeke, course):
    said = {"why": "x", "set_by": vibeke, "set_on": LONG_AGO}
    Block.objects.create(citizen=main_person(course), user=vibeke, **said)


def _is_the_citizen(vibeke, course):
    StaffCitizen.objects.create(user=vibeke, citizen=main_person(course), noted_by=vibeke, noted_on=LONG_AGO)


@pytest.mark.parametrize("near", [_worked_there, _works_there, _is_not_wanted, _is_the_citizen])
@pytest.mark.parametrize("act", [approve, send_back])
def test_who_knows_the_family_neither_judges_nor_hears_that_it_waits(lesson, near, act):
    vibeke = make_judge()
    assert list(Lesson.objects.to_judge(vibeke)) == [lesson]

    near(vibeke, lesson.origin.plan.course)

    assert list(Lesson.objects.to_judge(vibeke)) == []
    with pytest.raises(PermissionDenied):
        act(lesson, vibeke)


@pytest.mark.parametrize("act", [approve, send_back])
@pytest.mark.parametrize("role", [Role.TEAM_MEMBER, Role.CASEWORKER, None])
def test_who_writes_in_no_plan_judges_nothing(lesson, act, role):
    anna = make_user(capabilities=[Capability.CASEWORKER, Capability.LEADER])
    if role:
        make_judge()
        assign(anna, Course.objects.exclude(pk=lesson.origin.plan.course_id).get(), role)

    with pytest.raises(PermissionDenied):
        act(lesson, anna)


@pytest.mark.parametrize("act", [approve, send_back])
def test_who_holds_a_closed_plan_alone_judges_nothing(lesson, act):
    vibeke = make_judge()
    closed = {"status": "closed", "closed_on": TODAY, "closing": "job"}
    Course.objects.exclude(pk=lesson.origin.plan.course_id).update(**closed)

    with pytest.raises(PermissionDenied):
        act(lesson, vibeke)


@pytest.mark.parametrize("act", [approve, send_back])
def test_what_no_longer_waits_is_not_judged_again(lesson, act):
    vibeke, bo = make_judge(), make_judge("Bo Bak")
    judged = send_back(lesson, vibeke)

    assert "venter ikke længere" in refused(act, judged, bo)


@pytest.mark.parametrize("act", [approve, send_back])
def test_what_was_taken_out_meanwhile_is_not_judged(lesson, act):
    gone = take_out(lesson, lesson.proposed_by)

    assert "venter ikke længere" in refused(act, gone, make_judge())


@pytest.mark.parametrize("act", [approve, send_back])
def test_other_words_than_those_read_are_not_judged(lesson, act):
    vibeke = make_judge()

    with pytest.raises(Stale):
        act(lesson, vibeke, version=lesson.version - 1)


def test_a_lesson_without_its_origin_is_near_to_everybody(lesson):
    vibeke = make_judge()
    lesson.origin.delete()

    assert list(Lesson.objects.to_judge(vibeke)) == []


def test_what_waits_for_a_judge_is_neither_ones_own_nor_judged_already(lesson):
    judge = make_judge()
    assert list(Lesson.objects.to_judge(judge)) == [lesson]

    approve(lesson, make_judge(name="Hanne Holm"))
    assert not Lesson.objects.to_judge(judge).exists()

    Lesson.objects.update(state=State.WAITING, judged_by=None, judged_on=None, proposed_by=judge)
    assert not Lesson.objects.to_judge(judge).exists()


def test_why_it_was_taken_out_is_told_to_those_who_know_the_family_alone(client, lesson):
    judge = make_judge()
    lesson = approve(lesson, judge)
    konsulent = konsulent_of(lesson.origin.plan.course)
    take_out(lesson, konsulent, "Majas mor har kendt sig selv i den.")

    for user, is_told in ((konsulent, True), (judge, False)):
        client.force_login(user)
        page = client.get("/lessons/", {"vis": "egne"}).content.decode()
        assert ("Majas mor" in page) is is_told
        assert "taget ud" in page
