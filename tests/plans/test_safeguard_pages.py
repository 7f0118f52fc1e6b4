"""What is to be left in peace at the top of the plan and the overview, on its own page, and its forms."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.audit.models import AuditEvent
from plans.actions.safeguards import change_safeguard
from plans.models import Safeguard
from tests.factories import assign, caseworker_of, make_network_person, make_user
from tests.plans.factories import answer, make_safeguard, take_to_talk, url
from tests.queries import all_queries

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)
WHAT = "Ring ikke før kl. 10."


def kept(plan, what=WHAT, left=2, **fields):
    """With so many weeks left until it is to be looked at, as seen from the real day."""
    today = timezone.localdate()
    days = {"agreed_on": today - 9 * WEEK, "review_on": today + left * WEEK}
    return make_safeguard(plan, what, **days | fields)


def ended(plan, what="Er slut."):
    told = {
        "ended_on": timezone.localdate(),
        "ended_why": "Ikke mere.",
        "ended_by": caseworker_of(plan.course),
    }
    return kept(plan, what, **told)


def shown(client, *address):
    return client.get(url(*address)).content.decode()


def posted(row=None, **changed):
    fields = {
        "what": "Ring ikke om søndagen.",
        "why": "Det er hendes fridag.",
        "agreed_with": "Freja",
        "review_on": (timezone.localdate() + WEEK).isoformat(),
        "domain": "common",
        "level": "common",
    }
    if row is not None:
        fields |= {"version": row.version, "responsible": row.responsible_id}
    return fields | changed


def both_pages(client, plan):
    return shown(client, plan), client.get(reverse("pages:course", args=[plan.course_id])).content.decode()


def test_it_stands_at_the_top_of_the_plan_and_of_the_overview(client, plan, jonas):
    kept(plan)
    ended(plan)

    for page in both_pages(client, plan):
        assert page.count("Det skal være i fred</h2>") == 1
        assert WHAT in page
        assert f"Aftalt med Freja, {jonas.name} ansvarlig, ses efter" in page
        assert "Er slut." not in page
        # One that simply holds is told without a mark.
        assert "skal ses efter" not in page
    page = shown(client, plan)
    assert page.index(WHAT) < page.index('id="h-dreams"')


def test_one_to_be_looked_at_and_one_that_ran_out_say_so(client, plan, jonas):
    kept(plan, "Den ene.", left=-1)
    kept(plan, "Den anden.", left=-2, until_on=timezone.localdate() - WEEK)

    for page in both_pages(client, plan):
        assert '<span class="bf-status is-half">skal ses efter</span>' in page
        assert '<span class="bf-status is-late">udløbet</span>' in page


def test_a_plan_without_any_says_nothing_at_the_top(client, plan, jonas):
    for page in both_pages(client, plan):
        assert "Det skal være i fred" not in page
    assert "Skal noget være i fred?" in shown(client, plan)
    assert "Der er ikke aftalt noget, der skal være i fred." in shown(client, plan, "safeguards")


def test_they_cost_the_plan_and_the_overview_no_question(client, plan, jonas):
    def count(address):
        client.get(address)
        with all_queries() as asked:
            client.get(address)
        return len(asked)

    addresses = [url(plan), reverse("pages:course", args=[plan.course_id])]
    before = [count(address) for address in addresses]
    for number in range(12):
        kept(plan, f"Nummer {number}.")

    assert [count(address) for address in addresses] == before


def test_what_is_closed_to_the_reader_is_nowhere(client, plan, jonas):
    hidden = kept(plan, "Skjult hensyn.", level="shielded")

    for page in (*both_pages(client, plan), shown(client, plan, "safeguards")):
        assert "Skjult hensyn." not in page
    for name in ("safeguard_edit", "safeguard_keep", "safeguard_end"):
        assert client.get(url(plan, name, hidden.pk)).status_code == 404
    assert client.post(url(plan, "safeguard_resume", hidden.pk), {"version": 1}).status_code == 404


def test_the_page_tells_those_that_hold_first(client, plan, jonas):
    ended(plan)
    kept(plan, "Senere.", left=3)
    kept(plan, "Snart.", left=1, network_person=make_network_person(plan.course))

    page = shown(client, plan, "safeguards")

    places = [page.index(f">{what}</h2>") for what in ("Snart.", "Senere.", "Er slut.")]
    assert places == sorted(places)
    assert "Hun sover dårligt." in page
    assert "Ikke mere." in page
    assert "Ida Lindqvist Holm skal også vide det" in page
    assert AuditEvent.objects.get(action="safeguards.opened").course_id == plan.course_id


def test_the_list_is_paged(client, plan, jonas):
    for number in range(51):
        kept(plan, f"Nummer {number}.")

    assert "Side 1 af 2" in shown(client, plan, "safeguards")


def test_one_is_written(client, plan, jonas):
    ida = make_network_person(plan.course)
    address = url(plan, "safeguard_add")
    assert "Ida Lindqvist Holm" in client.get(address).content.decode()

    answered = client.post(address, posted(responsible=jonas.pk, network_person=ida.pk))

    assert answered.url == url(plan, "safeguards")
    row = Safeguard.objects.get()
    assert (row.what, row.network_person, row.person) == ("Ring ikke om søndagen.", ida, ida.citizen)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"review_on": "2020-01-01"}, "Dagen er gået"),
        ({"until_on": "2020-01-01"}, "Dagen er gået"),
        ({"why": ""}, "Udfyld"),
    ],
)
def test_what_cannot_be_is_told_in_the_form_and_nothing_is_lost(client, plan, jonas, fields, words):
    answered = client.post(url(plan, "safeguard_add"), posted(responsible=jonas.pk, **fields))

    page = answered.content.decode()
    assert answered.status_code == 422
    assert words in page
    assert "Ring ikke om søndagen." in page
    assert not Safeguard.objects.exists()


def test_a_stale_change_shows_both_texts(client, plan, jonas):
    row = kept(plan)
    change = {"today": timezone.localdate(), "by": caseworker_of(plan.course), "why": "Hun har nattevagt."}
    change_safeguard(row, version=1, **change)

    answered = client.post(url(plan, "safeguard_edit", row.pk), posted(row, what=WHAT))

    page = answered.content.decode()
    assert answered.status_code == 409
    assert "Hun har nattevagt." in page
    assert "Det er hendes fridag." in page


def test_one_is_changed_and_the_log_tells_of_its_field(client, plan, jonas):
    row = kept(plan, domain="social")

    answered = client.post(url(plan, "safeguard_edit", row.pk), posted(row))

    assert answered.url == url(plan, "safeguards")
    row.refresh_from_db()
    assert row.what == "Ring ikke om søndagen."
    assert AuditEvent.objects.filter(action="safeguard.opened", domain="social").exists()


def test_one_is_kept_until_another_day(client, plan, jonas):
    row, today = kept(plan, left=-1), timezone.localdate()
    answer(take_to_talk(plan))
    address = url(plan, "safeguard_keep", row.pk)
    wrong = client.post(address, {"review_on": today.isoformat(), "version": 1})
    assert wrong.status_code == 422
    assert "Skriv en dag, der kommer." in wrong.content.decode()
    order = {
        "review_on": (today + 2 * WEEK).isoformat(),
        "until_on": (today + WEEK).isoformat(),
        "version": 1,
    }
    assert "før det udløber" in client.post(address, order).content.decode()

    client.post(address, {"review_on": (today + WEEK).isoformat(), "version": 1})

    row.refresh_from_db()
    assert row.review_on == today + WEEK


def test_one_is_ended_and_the_end_is_undone(client, plan, jonas):
    row = kept(plan)
    address = url(plan, "safeguard_end", row.pk)
    assert client.post(address, {"why": "", "version": 1}).status_code == 422

    assert client.post(address, {"why": "Ikke mere.", "version": 1}).url == url(plan, "safeguards")
    assert "Fortryd afslutningen" in shown(client, plan, "safeguards")
    for name in ("safeguard_end", "safeguard_keep", "safeguard_edit"):
        assert client.get(url(plan, name, row.pk)).status_code == 404
    client.post(url(plan, "safeguard_resume", row.pk), {"version": 2})

    row.refresh_from_db()
    assert not row.has_ended


def test_words_are_not_lost_when_a_colleague_ended_it_meanwhile(client, plan, jonas):
    row = kept(plan)
    told = {"ended_on": timezone.localdate(), "ended_why": "x", "ended_by": jonas, "version": 2}
    Safeguard.objects.update(**told)

    answered = client.post(url(plan, "safeguard_edit", row.pk), posted(row, version=2))

    assert answered.status_code == 422
    assert "allerede slut" in answered.content.decode()
    assert "Ring ikke om søndagen." in answered.content.decode()


@pytest.mark.parametrize("sent", [{"version": 7}, {}])
def test_an_undoing_from_an_old_page_changes_nothing(client, plan, jonas, sent):
    row = ended(plan)

    page = client.post(url(plan, "safeguard_resume", row.pk), sent, follow=True).content.decode()

    assert "siden du så det" in page
    row.refresh_from_db()
    assert row.has_ended


def test_an_undoing_that_is_refused_says_why(client, plan, jonas):
    page = client.post(url(plan, "safeguard_resume", kept(plan).pk), {"version": 1}, follow=True)

    assert "ikke slut" in page.content.decode()


def test_a_team_member_reads_and_does_nothing(client, plan):
    anna = make_user()
    assign(anna, plan.course)
    client.force_login(anna)
    row = kept(plan)
    ended(plan)

    page = shown(client, plan, "safeguards")

    assert WHAT in page
    for word in ("Gælder stadig", "Afslut", "Fortryd", ">Ret<", "Nyt hensyn"):
        assert word not in page
    assert client.get(url(plan, "safeguard_add")).status_code == 403
    for name in ("safeguard_edit", "safeguard_keep", "safeguard_end", "safeguard_resume"):
        assert client.post(url(plan, name, row.pk), {"version": 1}).status_code == 403
