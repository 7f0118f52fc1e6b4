"""What is to be left in peace: agreed with a day to look at it, kept, ended with a word, and undone."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Course, Stale
from plans.models import Safeguard
from plans.safeguards import about_whom
from roles.models import Role
from tests.factories import TODAY, assign, konsulent_of, make_course, make_network_person, make_user
from tests.plans.factories import answer, make_safeguard, take_to_talk
from tests.plans.safeguarding import DAY, LAST_DAY, REVIEW, agree, change, end, keep, resume

pytestmark = pytest.mark.django_db
State = Safeguard.State


def refused(act, *arguments, **fields):
    with pytest.raises(ValidationError) as refusal:
        act(*arguments, **fields)
    return " ".join(refusal.value.messages)


def event(action):
    return AuditEvent.objects.get(action=action)


def test_it_is_agreed_and_told_to_the_log_without_its_words(plan):
    row = agree(plan, domain="health", level="common")

    assert (row.agreed_on, row.noted_by, row.version) == (TODAY, konsulent_of(plan.course), 1)
    told = event("safeguard.added")
    assert (told.domain, told.level, told.person_ids) == ("health", "common", [row.person_id])
    assert row.what not in str(told.details)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (TODAY, State.HOLDS),
        (REVIEW - DAY, State.HOLDS),
        (REVIEW, State.REVIEW),
        (LAST_DAY, State.REVIEW),
        (LAST_DAY + DAY, State.OVER),
    ],
)
def test_its_state_follows_from_the_day_alone(plan, today, state):
    row = make_safeguard(plan, review_on=REVIEW, until_on=LAST_DAY)

    assert row.state(today) == state
    assert Safeguard.objects.not_over(today).exists() == (state != State.OVER)
    assert end(row, today=today).state(today) == State.ENDED


def test_one_without_a_last_day_does_not_run_out(plan):
    row = make_safeguard(plan, review_on=TODAY, until_on=None)

    assert row.state(TODAY + timedelta(days=4000)) == State.REVIEW


def test_the_same_sent_twice_is_one(plan):
    assert agree(plan) == agree(plan)
    assert agree(plan, what="Ring ikke om søndagen.") != agree(plan)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"review_on": TODAY - DAY}, "Dagen er gået"),
        ({"until_on": TODAY - DAY}, "Dagen er gået"),
        ({"until_on": REVIEW - DAY}, "før det udløber"),
        ({"why": ""}, "ikke være tomt"),
    ],
)
def test_what_cannot_be_is_refused(plan, fields, words):
    assert words in refused(agree, plan, **fields)
    assert not Safeguard.objects.exists()


def test_only_one_who_works_with_the_course_is_responsible(plan):
    assert "arbejder med forløbet" in refused(agree, plan, responsible=make_user())


def test_what_the_writer_may_not_read_is_not_saved(plan):
    assert "selv må læse" in refused(agree, plan, domain="health", level="domain")


def test_one_in_the_network_of_the_same_person_may_be_named(plan):
    ida = make_network_person(plan.course)

    assert agree(plan, network_person=ida).network_person == ida
    assert "omkring den" in refused(agree, plan, what="Andet.", network_person=ida, person=None)
    elsewhere = make_network_person(make_course(name="Andre"))
    assert "omkring den" in refused(agree, plan, what="Andet.", network_person=elsewhere)


def test_what_one_in_the_network_is_to_know_is_not_for_the_few(plan):
    ida = make_network_person(plan.course)

    assert "de få alene" in refused(agree, plan, network_person=ida, domain="social", level="domain")


def test_an_agreed_plan_takes_keeps_and_ends_one_but_rewrites_none(plan):
    answer(take_to_talk(plan))

    row = agree(plan)
    assert "Lav en ny kladde" in refused(change, row, what="Ring ikke.")
    row = keep(row)
    assert row.review_on == REVIEW + DAY
    assert end(row).has_ended


def test_its_words_are_changed_and_the_log_names_the_fields(plan):
    row = change(agree(plan), what="Ring ikke før kl. 11.", review_on=REVIEW + DAY)

    assert (row.what, row.version) == ("Ring ikke før kl. 11.", 2)
    assert event("safeguard.changed").details["fields"] == ["what", "review_on"]


def test_a_day_that_has_gone_may_stand_but_not_be_written(plan):
    row = make_safeguard(plan, review_on=TODAY - DAY, agreed_on=TODAY - 9 * DAY)

    assert change(row, what="Ring ikke før kl. 11.").what == "Ring ikke før kl. 11."
    assert "Dagen er gået" in refused(change, row, version=2, review_on=TODAY - 2 * DAY)


def test_what_is_shielded_stays_shielded(plan):
    plan.course.assignments.update(sees_shielded=True)
    row = agree(plan, level="shielded")

    assert "skærmet" in refused(change, row, level="common").lower()


def test_it_is_kept_with_new_days(plan):
    row = keep(agree(plan), until_on=LAST_DAY + DAY)

    assert (row.review_on, row.until_on, row.version) == (REVIEW + DAY, LAST_DAY + DAY, 2)
    assert event("safeguard.kept").domain == "common"


def test_one_is_kept_until_a_day_that_comes(plan):
    row = agree(plan)

    assert "Dagen er gået" in refused(keep, row, review_on=TODAY)
    assert "før det udløber" in refused(keep, row, until_on=REVIEW)


def test_it_ends_with_a_word_and_who_said_it(plan):
    row = end(agree(plan))

    assert (row.ended_on, row.ended_by) == (TODAY, konsulent_of(plan.course))
    assert row.ended_why == "Freja vil gerne ringes op."
    assert "ringes op" not in str(event("safeguard.ended").details)


def test_an_end_without_a_word_is_refused(plan):
    row = agree(plan)

    assert "hvorfor" in refused(end, row, why="  ")
    row.refresh_from_db()
    assert not row.has_ended


def test_what_has_ended_is_neither_ended_kept_nor_changed(plan):
    row = end(agree(plan))

    for act in (end, keep, change):
        assert "allerede slut" in refused(act, row)


def test_an_end_is_undone(plan):
    row = resume(end(agree(plan)))

    assert (row.ended_on, row.ended_why, row.ended_by, row.version) == (None, "", None, 3)
    assert event("safeguard.resumed").course_id == plan.course_id
    assert "ikke slut" in refused(resume, row)


def test_a_second_writer_is_stopped(plan):
    row = agree(plan)
    change(row, why="Noget andet.")

    for act in (change, keep, end, resume):
        with pytest.raises(Stale):
            act(row, version=1)


ACTS = {
    "add": lambda row, by: agree(row.plan, what="Nyt.", by=by),
    "change": lambda row, by: change(row, by=by, what="x"),
    "keep": lambda row, by: keep(row, by=by),
    "end": lambda row, by: end(row, by=by),
    "resume": lambda row, by: resume(row, by=by),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", [None, Role.TEAM_MEMBER, Role.CASEWORKER])
def test_those_who_do_not_write_the_plan_agree_on_nothing(plan, act, role):
    row, anna = make_safeguard(plan), make_user()
    if role:
        assign(anna, plan.course, role)

    with pytest.raises(PermissionDenied):
        ACTS[act](row, anna)


@pytest.mark.parametrize("act", ACTS)
def test_a_closed_course_takes_nothing(plan, act):
    row = make_safeguard(plan)
    Course.objects.update(status="closed", closed_on=TODAY, closing="job")

    with pytest.raises(PermissionDenied):
        ACTS[act](row, konsulent_of(plan.course))


@pytest.mark.parametrize("act", ["change", "keep", "end", "resume"])
def test_what_is_closed_to_the_writer_is_not_written(plan, act):
    with pytest.raises(PermissionDenied):
        ACTS[act](make_safeguard(plan, level="shielded"), konsulent_of(plan.course))


def test_it_is_read_by_its_marks(plan, jonas):
    shown = make_safeguard(plan)
    make_safeguard(plan, "Skærmet", level="shielded")

    assert list(Safeguard.objects.visible_to(jonas)) == [shown]
    assert not Safeguard.objects.visible_to(make_user()).exists()


@pytest.mark.parametrize(
    "fields",
    [{"ended_on": TODAY}, {"ended_why": "Slut."}, {"ended_on": TODAY, "ended_why": "Slut."}],
)
def test_the_database_keeps_no_end_that_is_half_told(plan, fields):
    row = make_safeguard(plan)

    with pytest.raises(IntegrityError), transaction.atomic():
        Safeguard.objects.filter(pk=row.pk).update(**fields)


def test_keeping_it_begins_with_the_last_day_that_it_has(client, plan, jonas):
    row = make_safeguard(plan, review_on=REVIEW, until_on=LAST_DAY)
    client.force_login(jonas)

    form = client.get(reverse("plans:safeguard_keep", args=[plan.course_id, row.pk])).context["form"]

    assert form["until_on"].value() == LAST_DAY


def test_who_has_left_the_course_is_not_the_family(plan):
    names = {"1": "Amina", "2": "Yusuf"}

    assert [about_whom(one, names) for one in (None, "1", "3")] == [
        "Hele familien",
        "Amina",
        "En, der ikke er med mere",
    ]
    assert about_whom("1", {"1": "Amina"}) == ""
