"""What is followed of a promise on a condition: whether it was kept, and whether the reward was given."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Course
from borgerforloeb.notices.models import Notice
from plans.actions.agreement_looks import note_look, take_back_look
from plans.actions.agreements import add_agreement, change_agreement
from plans.models import Agreement, AgreementLook
from plans.reminders import LOOK, find_due
from plans.rewards import kept_in_words, rhythm_of, terms_of, with_terms
from tests.factories import TODAY, assign, caseworker_of, make_agreement, make_user

pytestmark = pytest.mark.django_db
WEEK, DAY = timedelta(weeks=1), timedelta(days=1)
SCHOOL = {"condition": "hun passer sin skole", "reward_kr": 300, "looked_at_every": 1}


@pytest.fixture
def katrine(plan):
    return caseworker_of(plan.course)


@pytest.fixture
def promise(plan):
    return make_agreement(plan, "Praktik om onsdagen", agreed_on=TODAY - 3 * WEEK, due_on=None, **SCHOOL)


def note(promise, by, **fields):
    told = {"on": TODAY, "kept": "yes", "words": "Hver dag.", "reward_given": True, "given_kr": 300}
    return note_look(promise, today=TODAY, by=by, **told | fields)


def test_a_look_is_noted_and_told_to_the_log(promise, jonas):
    look = note(promise, jonas)

    assert (look.kept, look.given_kr, look.noted_by) == ("yes", 300, jonas)
    event = AuditEvent.objects.get(action="agreement_look.noted")
    assert (event.details["kept"], event.details["reward_given"]) == ("yes", True)
    assert "Hver dag." not in str(event.details)


def test_the_same_words_twice_are_one_look_and_other_words_are_refused(promise, jonas, katrine):
    assert note(promise, jonas) == note(promise, jonas)
    with pytest.raises(ValidationError, match="allerede set på den dag"):
        note(promise, jonas, kept="no", reward_given=False, given_kr=None)
    with pytest.raises(ValidationError, match="allerede set på den dag"):
        note(promise, katrine)

    assert AgreementLook.objects.count() == 1


@pytest.mark.parametrize("day", [TODAY + DAY, TODAY - 4 * WEEK])
def test_a_day_to_come_or_from_before_it_was_agreed_is_refused(promise, jonas, day):
    with pytest.raises(ValidationError, match="som har været"):
        note(promise, jonas, on=day)


def test_an_agreement_without_a_condition_has_nothing_to_look_at(plan, jonas):
    with pytest.raises(ValidationError, match="ingen betingelse"):
        note(make_agreement(plan, agreed_on=TODAY - WEEK), jonas)


def test_money_without_the_reward_is_refused(promise, jonas):
    with pytest.raises(ValidationError, match="når belønningen er givet"):
        note(promise, jonas, reward_given=False)


def test_whoever_works_with_the_citizen_may_note_it_also_in_an_agreed_plan(promise):
    helper = make_user("Sanne Krogh")
    assign(helper, promise.plan.course)
    promise.plan.status = "agreed"
    promise.plan.save()

    assert note(promise, helper).noted_by == helper


def test_who_may_not_read_the_agreement_or_has_no_role_is_refused(promise):
    promise.level, promise.domain = "domain", "health"
    promise.save()
    helper = make_user("Sanne Krogh")
    assign(helper, promise.plan.course)

    for user in (helper, make_user("Fremmed")):
        with pytest.raises(PermissionDenied):
            note(promise, user)


def test_a_look_is_read_as_its_agreement(promise, jonas):
    look = note(promise, jonas)
    helper = make_user("Sanne Krogh")
    assign(helper, promise.plan.course)

    assert list(AgreementLook.objects.visible_to(helper)) == [look]
    assert not AgreementLook.objects.visible_to(make_user("Fremmed")).exists()
    Agreement.objects.update(domain="health", level="domain")
    assert not AgreementLook.objects.visible_to(helper).exists()


def test_nothing_is_noted_in_a_closed_course(promise, jonas):
    Course.objects.update(status="closed", closed_on=TODAY, closing="job")

    with pytest.raises(PermissionDenied):
        note(promise, jonas)


def test_a_mistake_is_taken_back_with_a_word_and_the_day_is_free_again(promise, jonas):
    wrong = note(promise, jonas, kept="no", reward_given=False, given_kr=None)

    take_back_look(wrong, why="Det var søsteren.", on=TODAY, by=jonas)

    wrong.refresh_from_db()
    assert (wrong.taken_back_by, wrong.taken_back_why) == (jonas, "Det var søsteren.")
    assert AuditEvent.objects.filter(action="agreement_look.taken_back").count() == 1
    assert note(promise, jonas).pk != wrong.pk
    with pytest.raises(ValidationError, match="allerede taget tilbage"):
        take_back_look(wrong, why="Igen.", on=TODAY, by=jonas)


def test_it_takes_a_reason_and_its_author_or_one_of_the_two(promise, jonas, katrine):
    helper, other = make_user("Sanne Krogh"), make_user("Anna Bak")
    assign(helper, promise.plan.course)
    assign(other, promise.plan.course)
    look = note(promise, helper)

    with pytest.raises(PermissionDenied):
        take_back_look(look, why="Forkert.", on=TODAY, by=other)
    with pytest.raises(ValidationError, match="hvorfor"):
        take_back_look(look, why=" ", on=TODAY, by=katrine)
    take_back_look(look, why="Forkert.", on=TODAY, by=katrine)
    assert AgreementLook.objects.standing().count() == 0


def test_a_reward_without_a_condition_is_refused(plan, jonas):
    with pytest.raises(ValidationError, match="hvad der skal holdes"):
        add_agreement(
            plan, what="Praktik", agreed_on=TODAY, user=jonas, by=jonas, reward="En tur i biografen"
        )


def test_the_reward_is_changed_as_the_rest_of_the_agreement(promise, jonas):
    changed = change_agreement(promise, version=promise.version, by=jonas, reward_kr=200)

    assert Agreement.objects.get(pk=changed.pk).reward_kr == 200
    assert AuditEvent.objects.get(action="plan.agreement_changed").details["fields"] == ["reward_kr"]


def test_what_it_is_on_condition_of_is_told_in_words():
    row = {"what": "Praktik", "condition": "hun passer sin skole.", "reward": "", "reward_kr": 300}

    assert with_terms(row) == "Praktik (kun hvis hun passer sin skole, belønning: 300 kr. hver gang)"
    assert terms_of(row | {"reward": "en bog"}).endswith("300 kr. hver gang, en bog")
    # As it stands in a version from before there were rewards.
    assert with_terms({"what": "Ringer", "condition": ""}) == "Ringer"


def test_how_it_went_is_summed_up():
    def look(kept, given=None):
        return {"kept": kept, "given_kr": given}

    assert kept_in_words([]) == ""
    assert kept_in_words([look("yes", 300)]) == "Holdt 1 af 1 gang, 300 kr. givet"
    assert (
        kept_in_words([look("yes", 300), look("yes", 300), look("partly"), look("no")])
        == "Holdt 2 af 4 gange, delvist 1 gang, 600 kr. givet"
    )


def test_the_next_day_is_counted_from_the_last(promise):
    assert rhythm_of(promise, TODAY, TODAY).startswith("Ses efter hver uge, næste gang")
    assert "skulle være set efter" in rhythm_of(promise, None, TODAY)
    promise.status = Agreement.Status.DONE
    assert rhythm_of(promise, TODAY, TODAY) == ""


def told():
    rows = Notice.objects.filter(kind=LOOK, settled_at=None).select_related("recipient")
    return [(row.object_key, row.recipient, row.due_on) for row in rows]


def test_who_has_promised_it_is_reminded_until_somebody_has_looked(promise, jonas):
    find_due(TODAY)
    assert told() == [(f"agreement:{promise.pk}", promise.user, promise.agreed_on + WEEK)]

    note(promise, jonas)
    assert told() == []
    find_due(TODAY)
    assert told() == []

    find_due(TODAY + WEEK)
    assert [row[2] for row in told()] == [TODAY + WEEK]


def test_a_day_that_was_forgotten_is_not_the_one_that_is_due(promise, jonas):
    note(promise, jonas, on=TODAY - WEEK)
    find_due(TODAY)
    due = told()
    assert [row[2] for row in due] == [TODAY]

    note(promise, jonas, on=TODAY - 2 * WEEK)

    assert told() == due


def test_what_was_taken_back_is_no_look(promise, jonas):
    take_back_look(note(promise, jonas), why="Forkert.", on=TODAY, by=jonas)

    find_due(TODAY)

    assert [row[2] for row in told()] == [promise.agreed_on + WEEK]


@pytest.mark.parametrize("fields", [{"looked_at_every": None}, {"status": "cancelled"}])
def test_nobody_is_reminded_of_what_has_no_rhythm_or_has_ended(promise, fields):
    Agreement.objects.filter(pk=promise.pk).update(**fields)

    find_due(TODAY)

    assert told() == []
