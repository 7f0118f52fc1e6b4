"""The page that follows an agreement on a condition, its forms, and where the condition stands."""

from datetime import timedelta

import pytest
from django.urls import reverse

from borgerforloeb.audit.models import AuditEvent
from plans.models import Agreement, AgreementLook
from tests.factories import assign, caseworker_of, make_agreement, make_user
from tests.plans.factories import url

pytestmark = pytest.mark.django_db
TERMS = "kun hvis hun passer sin skole, belønning: 300 kr. hver gang"


@pytest.fixture
def promise(plan, today):
    return make_agreement(
        plan,
        "Praktik om onsdagen",
        agreed_on=today - timedelta(weeks=3),
        due_on=None,
        due_words="hver uge",
        condition="hun passer sin skole",
        reward_kr=300,
        looked_at_every=1,
    )


def looks(promise, *rest):
    return "/".join([f"{url(promise.plan)}agreements/{promise.pk}/looks", *map(str, rest), ""])


def make_look(promise, on, **fields):
    told = {
        "kept": "yes",
        "reward_given": True,
        "given_kr": 300,
        "noted_by": caseworker_of(promise.plan.course),
    }
    return AgreementLook.objects.create(agreement=promise, on=on, **told | fields)


def test_the_plan_tells_of_the_condition_and_leads_to_the_page(client, jonas, promise, today):
    page = client.get(url(promise.plan)).content.decode()
    assert TERMS in page
    assert f'href="{looks(promise)}">Følg' in page

    make_look(promise, today)
    assert "Holdt 1 af 1 gang, 300 kr. givet" in client.get(url(promise.plan)).content.decode()


def test_the_page_tells_each_day_and_sums_up(client, jonas, promise, today):
    make_look(promise, today - timedelta(days=7))
    make_look(promise, today, kept="no", reward_given=False, given_kr=None, words="Hun var syg.")

    page = client.get(looks(promise)).content.decode()

    for words in (
        "Holdt 1 af 2 gange, 300 kr. givet",
        "Ses efter hver uge, næste gang",
        "Hun var syg.",
        "ikke givet",
    ):
        assert words in page
    event = AuditEvent.objects.get(action="agreement.looks_opened")
    assert event.course_id == promise.plan.course_id


def test_an_empty_page_says_what_to_do(client, jonas, promise):
    page = client.get(looks(promise)).content.decode()

    assert "Ingen har set efter endnu." in page
    assert "Når I har set efter sammen" in page


def test_a_look_is_noted_by_the_form(client, jonas, promise, today):
    given = {"was_kept": "yes", "on": today.strftime("%d.%m.%Y"), "reward_given": "on", "given_kr": "250"}

    answer = client.post(looks(promise, "new"), given | {"words": "Hver dag."}, follow=True)

    assert answer.redirect_chain[-1][0] == looks(promise)
    look = AgreementLook.objects.get()
    assert (look.given_kr, look.words, look.noted_by) == (250, "Hver dag.", jonas)


def test_without_the_tick_nothing_was_given(client, jonas, promise, today):
    client.post(
        looks(promise, "new"), {"was_kept": "no", "on": today.strftime("%d.%m.%Y"), "given_kr": "300"}
    )

    assert AgreementLook.objects.get().given_kr is None


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"was_kept": ""}, "Vælg et svar ved ”Blev det holdt?”"),
        ({"reward_given": "on", "given_kr": ""}, "hvor mange kroner"),
        ({"on": "01.01.2090"}, "som har været"),
    ],
)
def test_what_is_missing_is_told_at_its_field_and_nothing_is_lost(
    client, jonas, promise, today, given, error
):
    right = {"was_kept": "yes", "on": today.strftime("%d.%m.%Y"), "words": "Hver dag."}

    answer = client.post(looks(promise, "new"), right | given)

    assert answer.status_code == 422
    assert error in answer.content.decode()
    assert "Hver dag." in answer.content.decode()
    assert AgreementLook.objects.count() == 0


def test_where_no_reward_was_promised_none_is_asked_about(client, jonas, promise):
    Agreement.objects.update(reward_kr=None)

    page = client.get(looks(promise, "new")).content.decode()

    assert "Belønningen er givet" not in page
    assert "Kroner givet" not in page


def test_it_is_taken_back_by_the_form(client, jonas, promise, today):
    look = make_look(promise, today)

    client.post(looks(promise, look.pk, "take-back"), {"why": "Forkert uge."})

    page = client.get(looks(promise)).content.decode()
    assert "Forkert uge." in page
    assert "Ingen har set efter endnu." in page


def test_a_colleague_takes_back_only_what_is_hers(client, promise, today):
    helper = make_user("Sanne Krogh")
    assign(helper, promise.plan.course)
    client.force_login(helper)
    theirs, hers = make_look(promise, today), make_look(promise, today - timedelta(days=7), noted_by=helper)

    assert client.get(looks(promise, theirs.pk, "take-back")).status_code == 403
    assert client.get(looks(promise, hers.pk, "take-back")).status_code == 200


def test_an_agreement_without_a_condition_or_in_another_field_has_no_page(client, promise):
    plain = make_agreement(promise.plan)
    helper = make_user("Sanne Krogh")
    assign(helper, promise.plan.course)
    client.force_login(helper)
    Agreement.objects.filter(pk=promise.pk).update(domain="health", level="domain")

    for agreement in (plain, promise):
        for address in (looks(agreement), looks(agreement, "new")):
            assert client.get(address).status_code == 404


def test_what_was_noted_is_read_when_the_condition_is_gone(client, jonas, promise, today):
    make_look(promise, today)
    Agreement.objects.update(condition="", reward_kr=None, looked_at_every=None)

    page = client.get(looks(promise)).content.decode()

    assert "Aftalen har ingen betingelse længere." in page
    assert "Notér, hvordan det gik" not in page
    assert f'href="{looks(promise)}">Holdt 1 af 1 gang' in client.get(url(promise.plan)).content.decode()


def test_the_form_of_an_agreement_asks_for_the_condition_first(client, jonas, plan):
    path = reverse("plans:agreement_add", args=[plan.course_id])
    given = {"who": f"user:{jonas.pk}", "what": "Praktik", "due_words": "hver uge", "domain": "common"}
    given |= {"level": "common", "reward_kr": "300", "looked_at_every": "1"}

    answer = client.post(path, given)
    assert "Skriv, hvad der skal holdes" in answer.content.decode()

    client.post(path, given | {"condition": "hun passer sin skole"})
    agreement = Agreement.objects.get()
    assert (agreement.reward_kr, agreement.looked_at_every) == (300, 1)
