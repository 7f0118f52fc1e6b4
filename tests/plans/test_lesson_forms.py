"""The way from a trial into the library: the form of the two, and that of whoever reads it first."""

import pytest
from django.urls import reverse

from borgerforloeb.audit.models import AuditEvent
from plans.models import Lesson
from tests.factories import assign, caseworker_of, konsulent_of, make_user
from tests.plans.factories import make_closed, make_lesson, make_trial, url
from tests.plans.sharing_lessons import WORDS, approve, make_judge, rewrite, send_back, take_out

pytestmark = pytest.mark.django_db
POSTED = WORDS | {"is_unrecognisable": "on"}


@pytest.fixture
def trial(goal):
    return make_closed(goal)


def share(trial):
    return url(trial.plan, "lesson_share", trial.pk)


def judge_at(lesson):
    return reverse("lessons:judge", args=[lesson.pk])


def shown(client, address):
    return client.get(address).content.decode()


def test_the_form_begins_with_the_words_of_the_trial(client, jonas, trial):
    form = client.get(share(trial)).context["form"]

    began = {name: form[name].value() for name in WORDS}
    assert began == {
        "question": trial.question,
        "tried": trial.what,
        "learned": trial.learned,
        "weeks": 4,
        "cost": "",
        "domain": trial.domain,
    }
    assert AuditEvent.objects.get(action="lesson.share_opened").target == f"plans.trial:{trial.pk}"


@pytest.mark.parametrize(
    ("cap", "band"),
    [(None, ""), (0, "nothing"), (999, "little"), (1000, "some"), (20_000, "much"), (20_001, "most")],
)
def test_what_it_cost_is_proposed_to_those_who_see_prices(client, jonas, trial, cap, band):
    type(trial).objects.filter(pk=trial.pk).update(cost_cap=cap)
    assert client.get(share(trial)).context["form"]["cost"].value() == ""

    client.force_login(caseworker_of(trial.plan.course))

    assert client.get(share(trial)).context["form"]["cost"].value() == band


def test_what_is_sent_waits_and_the_trial_says_so(client, jonas, trial):
    answered = client.post(share(trial), POSTED, follow=True)

    assert "Erfaringen er sendt." in answered.content.decode()
    assert "Erfaringen venter på at blive læst af en, der ikke kender familien." in answered.content.decode()
    assert Lesson.objects.get().proposed_by == jonas


def test_what_tells_who_it_is_stands_at_its_field_and_nothing_is_lost(client, jonas, trial):
    first = trial.plan.course.persons.get().first_name
    answered = client.post(share(trial), POSTED | {"tried": f"{first} kom på Solskolen klokken ti."})

    form = answered.context["form"]
    assert answered.status_code == 422
    assert form.errors["tried"] == [
        f"Skriv det om uden ”Solskolen” (skole eller institution), ”{first}” (et navn). "
        "Det kan fortælle, hvem det handler om."
    ]
    assert form["tried"].value() == f"{first} kom på Solskolen klokken ti."
    assert Lesson.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"is_unrecognisable": ""}, "Sæt kryds ved"),
        ({"weeks": 14}, "13"),
        ({"cost": ""}, "Vælg et svar ved ”Hvad kostede det?”"),
        ({"tried": ""}, "Udfyld ”Hvad prøvede I?”"),
        ({"learned": "x" * 1001}, "1000"),
        ({"domain": "drop"}, "Område"),
    ],
)
def test_what_is_missing_is_told_in_danish(client, jonas, trial, fields, words):
    answered = client.post(share(trial), POSTED | fields)

    assert answered.status_code == 422
    assert words in answered.content.decode()


def test_a_trial_that_runs_or_is_shielded_has_no_such_form(client, jonas, goal, trial):
    running = make_trial(goal)
    goal.plan.course.assignments.update(sees_shielded=True)
    assert client.get(share(trial)).status_code == 200
    type(trial).objects.filter(pk=trial.pk).update(level="shielded")

    assert [client.get(share(one)).status_code for one in (running, trial)] == [404, 404]
    assert "skærmet" in client.post(share(trial), POSTED).content.decode()


def test_others_of_the_course_have_neither_form_nor_word_of_it(client, trial):
    anna = make_user()
    assign(anna, trial.plan.course)
    send_back(make_lesson(trial), make_judge(), "Uden alderen.")
    make_closed(trial.goal, "En til")
    client.force_login(anna)

    page = shown(client, url(trial.plan, "trials"))

    assert trial.question in page
    assert [word for word in ("Del, hvad vi lærte", "sendt tilbage", "Uden alderen") if word in page] == []
    assert client.get(share(trial)).status_code == 403


def test_each_closed_trial_tells_the_two_how_far_its_lesson_is(client, jonas, trial):
    page_of = url(trial.plan, "trials")
    assert "Del, hvad vi lærte" in shown(client, page_of)

    vibeke, lesson = make_judge(), make_lesson(trial)
    assert "Ret erfaringen" in shown(client, page_of)
    lesson = send_back(lesson, vibeke, "Uden alderen.")
    assert "Erfaringen er sendt tilbage: Uden alderen." in shown(client, page_of)
    lesson = approve(rewrite(trial, version=lesson.version), vibeke)
    assert "Den står i Hvad vi har lært." in shown(client, page_of)
    assert client.get(share(trial)).status_code == 404
    take_out(lesson, jonas, "Nogen kunne kende dem.")
    assert "Den er taget ud af Hvad vi har lært: Nogen kunne kende dem." in shown(client, page_of)
    assert "Taget ud: Nogen kunne kende dem." in shown(client, share(trial))


def test_the_two_who_write_it_anew_at_once_see_both_texts(client, jonas, trial):
    lesson = make_lesson(trial)
    rewrite(trial, tried="En ung begyndte klokken elleve.")

    answered = client.post(share(trial), POSTED | {"tried": "En ung kom senere.", "version": lesson.version})

    page = answered.content.decode()
    assert answered.status_code == 409
    assert "En ung begyndte klokken elleve." in page
    assert "En ung kom senere." in page


def test_a_new_trial_leads_to_what_others_have_learned_in_its_field(client, jonas, goal):
    page = shown(client, url(goal.plan, "trial_add", goal.pk))

    assert f'<a href="/lessons/?omraade={goal.domain}">Se, hvad andre har lært</a>' in page


@pytest.fixture
def vibeke(client):
    user = make_judge()
    client.force_login(user)
    return user


def test_what_waits_is_listed_oldest_first_without_where_it_came_from(client, vibeke, trial):
    make_lesson(trial)

    page = shown(client, reverse("lessons:waiting")).partition("<main")[2]

    assert "Hjælper en senere start?" in page
    course = trial.plan.course
    hidden = [course.name, course.number, str(course.pk), konsulent_of(course).name]
    assert [word for word in hidden if word in page + shown(client, judge_at(Lesson.objects.get()))] == []
    assert AuditEvent.objects.get(action="lessons.to_judge_listed").course_id is None


def test_nothing_waits(client, vibeke):
    assert "Ingen venter på dig." in shown(client, reverse("lessons:waiting"))


def test_it_is_approved_on_the_page(client, vibeke, trial):
    lesson = make_lesson(trial)

    answered = client.post(judge_at(lesson), {"verdict": "approve", "version": lesson.version}, follow=True)

    assert "Dit svar er sendt" in answered.content.decode()
    assert Lesson.objects.get().is_in_the_library


def test_it_is_sent_back_on_the_page_with_words(client, vibeke, trial):
    lesson = make_lesson(trial)
    sent = {"verdict": "return", "version": lesson.version}
    without = client.post(judge_at(lesson), sent)
    assert without.context["form"].errors["answer"] == ["Skriv, hvad der skal skrives om."]

    client.post(judge_at(lesson), sent | {"answer": "Uden alderen."})

    assert (Lesson.objects.get().state, Lesson.objects.get().answer) == ("returned", "Uden alderen.")


def test_who_is_near_or_writes_in_no_plan_finds_none_to_judge(client, trial):
    lesson = make_lesson(trial)
    for user, status in ((konsulent_of(trial.plan.course), 404), (make_user(), 403)):
        client.force_login(user)
        assert client.get(judge_at(lesson)).status_code == status
        assert client.post(judge_at(lesson), {"verdict": "approve", "version": 1}).status_code == status
    client.force_login(make_user())
    assert client.get(reverse("lessons:waiting")).status_code == 403


def test_what_was_rewritten_meanwhile_is_read_again_and_the_answer_is_kept(client, vibeke, trial):
    lesson = make_lesson(trial)
    rewrite(trial, tried="En ung begyndte klokken elleve.")
    sent = {"verdict": "return", "answer": "Uden alderen.", "version": lesson.version}

    answered = client.post(judge_at(lesson), sent)

    page = answered.content.decode()
    assert answered.status_code == 409
    assert "En ung begyndte klokken elleve." in page
    assert answered.context["form"]["answer"].value() == "Uden alderen."
    assert answered.context["form"]["version"].value() == "2"


def test_a_colleague_who_answered_first_is_told_of(client, vibeke, trial, monkeypatch):
    lesson = make_lesson(trial)
    seen = Lesson.objects.get()
    approve(lesson, make_judge("Bo Bak"))
    monkeypatch.setattr("plans.views.lessons.get_object_or_404", lambda *_, **__: seen)

    answered = client.post(judge_at(lesson), {"verdict": "approve", "version": seen.version}, follow=True)

    assert "Erfaringen venter ikke længere på at blive læst." in answered.content.decode()
