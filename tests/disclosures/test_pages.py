from io import BytesIO

import pdfplumber
import pytest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.models import HeldForm
from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Citizen
from borgerforloeb.disclosures.models import Disclosure
from tests.casework.outside import proven
from tests.disclosures.family import give, in_hiding
from tests.factories import (
    assign,
    caseworker_of,
    main_person,
    make_consent,
    make_goal,
    make_plan,
    make_section,
    make_user,
)

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(name, args=args)


def press(client, row, do, **fields):
    return client.post(at("pages:disclosure", row.course_id, row.pk), {"do": do, **fields}, follow=True)


def decisions(row, decision, why=""):
    found = {f"decision_{finding.pk}": decision for finding in row.findings.all()}
    return found | {f"why_{finding.pk}": why for finding in row.findings.all()}


def shown(response) -> str:
    return response.content.decode()


def read(content: bytes) -> str:
    with pdfplumber.open(BytesIO(content)) as pdf:
        return " ".join(page.extract_text() for page in pdf.pages)


def test_one_press_gives_the_citizen_the_plan(client):
    plan = make_plan()
    client.force_login(caseworker_of(plan.course))
    assert "Udlever til" in shown(client.get(at("plans:plan", plan.course_id)))

    answer = client.post(at("pages:give_plan", plan.course_id), {"recipient": "own"}, follow=True)

    assert answer["Content-Type"] == "application/pdf"
    assert "Jeg vil gerne stå op til noget." in read(answer.content)
    row = Disclosure.objects.get()
    assert (row.status, row.recipient) == ("released", "Freja Lindqvist Holm")
    plan.goals.update(title="Et helt andet mål")
    again = client.get(at("disclosures:copy", plan.course_id, row.pk))
    assert again.content == answer.content
    assert "Freja Lindqvist Holm" in shown(client.get(at("disclosures:ledger", plan.course_id)))
    assert AuditEvent.objects.filter(action="disclosure.copy_opened").count() == 2


def _letters(answer) -> float:
    with pdfplumber.open(BytesIO(answer.content)) as pdf:
        words = pdf.pages[0].extract_words(extra_attrs=["size"])
        return next(word["size"] for word in words if word["text"].startswith("Borgerens"))


def test_large_type_is_chosen_once_and_then_as_before(client):
    plan = make_plan()
    client.force_login(caseworker_of(plan.course))
    where = at("pages:give_plan", plan.course_id)
    small = _letters(client.post(where, {"recipient": "own"}, follow=True))
    assert "checked" not in shown(client.get(where)).partition('name="large_type"')[2].partition(">")[0]

    freja = main_person(plan.course).pk
    chosen = {"recipient": f"citizen:{freja}:{freja}", "large_type": "on"}
    large = _letters(client.post(where, chosen, follow=True))

    assert large == pytest.approx(small * 4 / 3)
    assert "med stor skrift" in shown(client.get(at("disclosures:ledger", plan.course_id)))
    # In one press it is as the citizen had it last, and the choice stands in the form.
    assert _letters(client.post(where, {"recipient": "own"}, follow=True)) == pytest.approx(large)
    assert "checked" in shown(client.get(where)).partition('name="large_type"')[2].partition(">")[0]
    # Who takes it away in the form has it small again.
    del chosen["large_type"]
    assert _letters(client.post(where, chosen, follow=True)) == pytest.approx(small)
    assert not Disclosure.objects.latest("made_at").large_type


def test_from_choosing_to_two_people_and_the_copy(client):
    world = in_hiding(custody=True)
    proven(client, world.katrine)
    page = shown(client.get(at("pages:give_plan", world.course.pk)))
    assert "Samir Said, forælder til Yusuf. Har forældremyndighed over Yusuf." in page
    assert "Er 10 år. Det gives til den, der har forældremyndigheden." in page

    key = f"citizen:{world.samir.pk}:{world.yusuf.pk}"
    answer = client.post(at("pages:give_plan", world.course.pk), {"recipient": key}, follow=True)
    row = Disclosure.objects.get()
    assert "<mark>" in shown(answer)
    assert "Adresse eller by" in shown(answer)
    assert "Tag stilling" in shown(press(client, row, "release"))
    assert "Godkend</button>" not in shown(press(client, row, "second", **decisions(row, "stand", "Aftalt.")))

    proven(client, world.jonas)
    assert "Godkend</button>" in shown(client.get(at("pages:disclosure", world.course.pk, row.pk)))
    press(client, row, "approve")
    client.force_login(world.katrine)
    answer = press(client, row, "release")

    assert answer["Content-Type"] == "application/pdf"
    row.refresh_from_db()
    assert (row.status, row.approved_by) == ("released", world.jonas)
    page = shown(client.get(at("disclosures:ledger", world.course.pk)))
    assert "godkendt af Jonas Bech" in page
    assert shown(client.get(at("disclosures:ledger", world.course.pk), {"to": "network"})).count("Samir") == 0


def test_the_choices_wait_while_the_proof_is_shown_anew(client):
    world = in_hiding(custody=True)
    row, _ = give(world, world.samir.pk)
    proven(client, world.katrine, ago=400)
    url = at("pages:disclosure", world.course.pk, row.pk)

    sent = client.post(url, {"do": "second", **decisions(row, "stand", "Aftalt med Amina.")})

    kept = at("accounts:held_form", HeldForm.objects.get().pk)
    assert sent.url == f"{at('account_reauthenticate')}?next={kept.replace('/', '%2F')}"
    row.refresh_from_db()
    assert (row.status, row.findings.filter(why="").count() > 0) == ("draft", True)
    proven(client, world.katrine)
    client.post(url, dict(client.get(kept).context["fields"]))
    row.refresh_from_db()
    assert (row.status, row.findings.filter(why="").count()) == ("waiting", 0)


def test_what_has_changed_is_told_and_looked_through_again(client):
    world = in_hiding(protected=False, custody=True)
    client.force_login(world.katrine)
    key = f"citizen:{world.samir.pk}:{world.yusuf.pk}"
    client.post(at("pages:give_plan", world.course.pk), {"recipient": key})
    row = Disclosure.objects.get()
    press(client, row, "decide", **decisions(row, "remove"))

    Citizen.objects.filter(pk=world.amina.pk).update(protected_address=True)
    answer = press(client, row, "release")

    assert "Beskyttelse eller personer er ændret" in shown(answer)
    assert "Se igennem igen" in shown(answer)
    assert "Adresse eller by" in shown(press(client, row, "again"))
    assert "Stoppet: Forkert dag" in shown(press(client, row, "stop", why="Forkert dag"))
    row.refresh_from_db()
    assert (row.status, row.stopped_why) == ("stopped", "Forkert dag")


def test_an_authority_is_named_with_its_ground(client):
    plan = make_plan()
    section = make_section("§ 12", title="oplysninger")
    make_goal(plan, "Hemmelig sundhed", level="shielded")
    client.force_login(caseworker_of(plan.course))
    give = at("pages:give_plan", plan.course_id) + "?authority=1"

    assert client.post(give, {}).status_code == 422
    fields = {"name": "Familieretshuset", "ground": f"section-{section.pk}"}
    assert client.post(give, fields).status_code == 422
    client.post(give, fields | {"why": "En sag om samvær"})
    row = Disclosure.objects.get()
    answer = press(client, row, "release")

    assert (row.basis, row.section) == ("serviceloven § 12: En sag om samvær", section)
    assert "Jeg klarer post" in read(answer.content)
    assert "Hemmelig" not in read(answer.content)


def test_a_consent_opens_its_own_fields_and_stops_with_its_withdrawal(client):
    plan = make_plan()
    today = timezone.localdate()
    consent = make_consent(plan.course, domains=["social"], given_on=today, expires_on=today)
    make_goal(plan, "Arbejdet går godt", domain="employment")
    client.force_login(caseworker_of(plan.course))
    fields = {"name": "Regionen", "ground": f"consent-{consent.pk}"}
    client.post(at("pages:give_plan", plan.course_id) + "?authority=1", fields)
    row = Disclosure.objects.get()
    assert "Arbejdet går godt" not in shown(client.get(at("pages:disclosure", plan.course_id, row.pk)))

    consent.withdrawn_on, consent.withdrawn_to = today, caseworker_of(plan.course)
    consent.save()

    assert "Samtykket gælder ikke længere" in shown(press(client, row, "release"))
    row.refresh_from_db()
    assert row.status == "draft"


def test_the_copy_is_for_those_who_may_read_all_of_it(client):
    plan = make_plan()
    make_goal(plan, "Sover dårligt", domain="social", level="domain")
    client.force_login(caseworker_of(plan.course))
    client.post(at("pages:give_plan", plan.course_id), {"recipient": "own"})
    row = Disclosure.objects.get()
    nurse = make_user("Lone Sund")
    assign(nurse, plan.course, domains=["health"])

    client.force_login(nurse)
    assert client.get(at("disclosures:copy", plan.course_id, row.pk)).status_code == 403
    assert client.get(at("pages:disclosure", plan.course_id, row.pk)).status_code == 403
    assert "Viser mere, end du må læse" in shown(client.get(at("disclosures:ledger", plan.course_id)))
    client.force_login(make_user("Fremmed"))
    assert client.get(at("disclosures:copy", plan.course_id, row.pk)).status_code == 404
    assert client.get(at("disclosures:ledger", plan.course_id)).status_code == 404


def test_a_youth_gets_the_own_plan_and_a_child_does_not(client):
    plan = make_plan()
    today = timezone.localdate()
    client.force_login(caseworker_of(plan.course))
    Citizen.objects.filter(pk=main_person(plan.course).pk).update(
        born_on=today.replace(year=today.year - 9, day=1)
    )

    answer = client.post(at("pages:give_plan", plan.course_id), {"recipient": "own"})

    assert answer.status_code == 422
    assert not Disclosure.objects.exists()
