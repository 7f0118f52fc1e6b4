"""*Hvad vi har lært* on its pages: who reads it, how it is searched, and that it leads to no course."""

import pytest
from django.db import connection
from django.urls import reverse

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Course
from borgerforloeb.notices.models import Notice
from plans.actions.trials import reopen_trial
from plans.models import Lesson
from tests.factories import TODAY, caseworker_of, konsulent_of, make_user
from tests.plans.factories import make_closed, make_lesson
from tests.plans.sharing_lessons import approve, make_judge, send_back, take_out
from tests.queries import all_queries

pytestmark = pytest.mark.django_db
LIBRARY = "/lessons/"


@pytest.fixture
def vibeke(client):
    user = make_judge()
    client.force_login(user)
    return user


def approved(goal, question="Hjælper en senere start?", **fields):
    """By whom is no concern of these tests."""
    return make_lesson(make_closed(goal), question, judged_by=caseworker_of(goal.plan.course), **fields)


def shown(client, address=LIBRARY, **given):
    return client.get(address, given).content.decode()


@pytest.mark.parametrize("capability", ["caseworker", "provider", "duty", "leader", "administrator"])
def test_everybody_who_works_here_reads_it_and_finds_it_in_the_menu(client, goal, capability):
    approved(goal)
    client.force_login(make_user(capabilities=[capability]))

    page = shown(client)

    assert "Hjælper en senere start?" in page
    assert f'<a href="{LIBRARY}" aria-current="page">' in page
    assert AuditEvent.objects.get(action="lessons.opened").course_id is None


def test_who_reads_the_log_alone_does_not(client, goal):
    approved(goal)
    client.force_login(make_user(capabilities=[Capability.LOG_REVIEWER]))

    assert client.get(LIBRARY).status_code == 403


def test_a_lesson_is_told_without_its_writer_its_day_and_its_course(client, vibeke, goal):
    approved(goal)
    course = goal.plan.course

    page = shown(client).partition("<main")[2]

    assert "beskæftigelse · 3 uger · kostede under 1.000 kr." in page
    assert "Prøvehandlingen stoppede." in page
    hidden = [
        course.name,
        course.number,
        str(course.pk),
        konsulent_of(course).name,
        caseworker_of(course).name,
    ]
    assert [word for word in hidden if word in page] == []
    assert "2026" not in page


def test_what_waits_was_sent_back_or_taken_out_is_not_in_it(client, goal):
    jonas, bo = konsulent_of(goal.plan.course), make_judge("Bo Bak")
    make_lesson(make_closed(goal, "A"), "Den, der venter")
    send_back(make_lesson(make_closed(goal, "B"), "Den, der er sendt tilbage"), bo)
    take_out(approve(make_lesson(make_closed(goal, "C"), "Den, der er taget ud"), bo), jonas)
    client.force_login(make_user())

    page = shown(client)

    assert "Her står ingen erfaringer endnu." in page
    assert "Den, der" not in page


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("fremmøde", True),  # as Fremmødet
        ("møderne", False),
        ("skabelse", False),
        ("morgener", True),  # as morgenen
        ("værkst", True),  # the beginning of værkstedet
        ("de", True),  # the beginning of depressionen, and a word that says nothing
        ("morgen værksted", True),  # in two of its texts
        ("morgen cykel", False),
        ("MORGEN!", True),
        ("!!", False),
        ("'; drop table", False),
    ],
)
def test_it_is_found_by_its_words_and_their_beginnings(client, vibeke, goal, text, finds):
    told = {"tried": "De begyndte i værkstedet.", "learned": "Fremmødet steg, og depressionen lettede."}
    approved(goal, "Hjælper det om morgenen?", **told)

    page = shown(client, q=text)

    assert ("Hjælper det om morgenen?" in page) == finds
    assert ("Ingen erfaringer passer." in page) == (not finds)


def test_a_search_uses_the_index():
    asked = Lesson.objects.matching("værksted")

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "lesson_words" in asked.explain()


def test_it_is_narrowed_by_field_and_outcome_and_the_address_keeps_it(client, vibeke, goal):
    for number in range(21):
        approved(goal, f"Skole {number}", domain="school", outcome="widened")
    approved(goal, "Helt andet")

    page = shown(client, omraade="school", udfald="widened")

    assert "Helt andet" not in page
    assert page.count("<article") == 20
    assert 'href="?omraade=school&amp;udfald=widened&amp;side=2"' in page
    assert shown(client, omraade="school", udfald="stopped").count("<article") == 0


def test_a_filter_that_nobody_offered_shows_all(client, vibeke, goal):
    approved(goal)

    assert shown(client, omraade="drop").count("<article") == 1


def test_the_library_asks_the_same_of_the_database_for_three_and_for_three_hundred(client, vibeke, goal):
    def asked(**given):
        with all_queries() as queries:
            client.get(LIBRARY, given)
        return len(queries)

    for _ in range(3):
        approved(goal)
    shown(client)
    few = [asked(), asked(q="start"), asked(vis="egne")]
    for _ in range(297):
        approved(goal)

    assert [asked(), asked(q="start"), asked(vis="egne")] == few


def test_what_waits_is_counted_for_those_who_may_judge_it_alone(client, vibeke, goal):
    make_lesson(make_closed(goal))
    assert "1 venter på at blive læst" in shown(client)

    for other in (konsulent_of(goal.plan.course), make_user(capabilities=[Capability.LEADER])):
        client.force_login(other)
        assert "venter på at blive læst</a>" not in shown(client)


def test_the_two_find_their_own_and_the_way_back_to_the_trial(client, goal):
    trial = make_closed(goal)
    send_back(make_lesson(trial), make_judge(), "Uden alderen.")
    own = f'href="{reverse("plans:lesson_share", args=[goal.plan.course_id, trial.pk])}"'
    for user in (konsulent_of(goal.plan.course), caseworker_of(goal.plan.course)):
        client.force_login(user)

        page = shown(client, vis="egne")

        assert "Sendt tilbage: Uden alderen." in page
        assert own in page
    assert Notice.objects.get().settled_at is not None


def _close(trial):
    closed = {"status": "closed", "closed_on": TODAY, "closing": "job"}
    Course.objects.filter(pk=trial.plan.course_id).update(**closed)


def _open_again(trial):
    reopen_trial(trial, version=trial.version, by=konsulent_of(trial.plan.course))


def _shield(trial):
    trial.plan.course.assignments.update(sees_shielded=True)
    type(trial).objects.filter(pk=trial.pk).update(level="shielded")


def _shield_the_goal(trial):
    trial.plan.course.assignments.update(sees_shielded=True)
    type(trial.goal).objects.filter(pk=trial.goal_id).update(level="shielded")


@pytest.mark.parametrize("happens", [_close, _open_again, _shield, _shield_the_goal])
def test_the_way_back_is_offered_where_it_can_be_written_alone(client, jonas, goal, happens):
    trial = make_closed(goal)
    make_lesson(trial)
    assert "Skriv om" in shown(client, vis="egne")

    happens(trial)

    page = shown(client, vis="egne")
    assert "Hjælper en senere start?" in page
    assert "Skriv om" not in page


def test_whoever_judged_it_finds_it_and_no_way_to_the_course(client, vibeke, goal):
    approve(make_lesson(make_closed(goal)), vibeke)

    page = shown(client, vis="egne")

    assert "i biblioteket" in page
    assert str(goal.plan.course_id) not in page


def test_a_notice_tells_the_writer_in_their_own_work(client, goal):
    send_back(make_lesson(make_closed(goal)), make_judge(), on=TODAY)
    client.force_login(konsulent_of(goal.plan.course))

    page = shown(client, reverse("pages:worklist"))

    assert "Svar på en erfaring, du har skrevet" in page
    assert 'href="/lessons/?vis=egne"' in page


def test_it_is_taken_out_and_put_back_on_the_page(client, goal):
    lesson = make_lesson(make_closed(goal))
    client.force_login(lesson.proposed_by)
    out, back = (reverse(f"lessons:{name}", args=[lesson.pk]) for name in ("take_out", "put_back"))
    assert "Udfyld ”Hvorfor skal den ikke læses mere?”" in client.post(out, {"version": 1}).content.decode()

    answered = client.post(out, {"why": "Nogen kunne kende dem.", "version": lesson.version}, follow=True)

    assert "Taget ud: Nogen kunne kende dem." in answered.content.decode()
    assert client.get(out).status_code == 404
    late = client.post(out, {"why": "Også mig.", "version": lesson.version})
    assert (late.status_code, "Også mig." in late.content.decode()) == (409, True)
    assert "gemt igen" in client.post(back, {"version": 0}, follow=True).content.decode()
    answered = client.post(back, {"version": lesson.version + 1}, follow=True)
    assert "Erfaringen er lagt tilbage" in answered.content.decode()
    assert "ikke taget ud" in client.post(back, {"version": lesson.version + 2}, follow=True).content.decode()


def test_a_stranger_finds_no_way_to_take_it_out(client, vibeke, goal):
    lesson = approved(goal)

    for name in ("take_out", "put_back"):
        assert client.post(reverse(f"lessons:{name}", args=[lesson.pk])).status_code == 404
