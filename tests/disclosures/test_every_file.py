"""Every address that answers with a file hands it out by the ledger, or says why it does not."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.disclosures.actions import hand_out
from borgerforloeb.disclosures.models import Disclosure
from borgerforloeb.disclosures.views import FILES, NO_ROW
from borgerforloeb.documents.models import StoredDocument
from borgerforloeb.pages.giving import plan_paper
from networkmeetings.models import NetworkMeeting, Participant
from roles.permissions import access_to
from tests.access.test_matrix import addresses, arguments_of
from tests.access.world import make_world
from tests.factories import main_person

pytestmark = pytest.mark.django_db

PAGES = ("text/html", "text/plain", "application/json")
# Answers a script with a line of its own words.
ONE_LINE = {"borgerforloeb/drafts/views.py", "plans/views/here.py"}
OURS = ("borgerforloeb", "roles", "plans", "networkmeetings", "outcomes")


@pytest.fixture
def world():
    """With a meeting whose minutes stand, and a copy that has been given."""
    world = make_world()
    NetworkMeeting.objects.update(
        status="held", citizen_present=True, minutes="Det gik.", minutes_status="shared",
        minutes_shared_at=timezone.now(),
    )  # fmt: skip
    Participant.objects.create(meeting=NetworkMeeting.objects.get(), citizen=main_person(world.course))
    katrine = world.visitors["coordinator"]
    access = access_to(katrine, world.course.pk)
    paper = plan_paper(world.course.plan, sender=katrine, access=access, today=timezone.localdate())
    [to] = [one for one in paper.found if one.key == paper.own]
    row = hand_out(world.course, paper.package_for(to), to, by=katrine, at=timezone.now())
    world.arguments["disclosure_id"] = row.pk
    return world


def files(client, url):
    """What GET and a POST for the citizen answer with, when it is a file, also by way of a redirect."""
    for ask in (lambda: client.get(url), lambda: client.post(url, {"recipient": "own"}, follow=True)):
        answer = ask()
        is_file = "Content-Disposition" in answer or not answer["Content-Type"].startswith(PAGES)
        if answer.status_code == 200 and is_file:
            yield answer


def test_every_file_stands_in_the_ledger_or_on_the_list(client, world):
    client.raise_request_exception = False
    client.force_login(world.visitors["coordinator"])
    by_ledger, others = set(), set()

    for name in addresses():
        url = reverse(name, kwargs={key: world.arguments[key] for key in arguments_of(name)})
        with transaction.atomic():
            before = set(Disclosure.objects.values_list("pk", flat=True))
            for answer in files(client, url):
                new = StoredDocument.objects.filter(
                    pk__in=Disclosure.objects.exclude(pk__in=before).values("document")
                )
                is_kept = answer.content in {bytes(one.content) for one in new}
                if is_kept:
                    by_ledger.add(name)
                else:
                    others.add(answer.resolver_match.view_name)
            transaction.set_rollback(True)
        if name.startswith("account"):
            client.force_login(world.visitors["coordinator"])

    assert by_ledger == {
        "pages:print", "pages:give_plan", "casework:consent_print", "casework:sharing_print",
        "seen:seen_print", "networkmeetings:invitation", "networkmeetings:give_minutes", "decisions:letter",
    }  # fmt: skip
    assert others <= set(NO_ROW), others - set(NO_ROW)


def test_each_reason_is_a_sentence_and_its_address_is_there():
    assert set(NO_ROW) <= set(addresses())
    assert all(len(reason) > 20 for reason in NO_ROW.values())


def test_no_view_makes_a_file_in_another_way():
    """A file has a type of its own, or comes as a stream: both are said in one place."""
    makes = set()
    for path in (one for top in OURS for one in (settings.BASE_DIR / top).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _is_a_file(node):
                makes.add(str(Path(path).relative_to(settings.BASE_DIR)))

    assert makes - ONE_LINE == {"borgerforloeb/disclosures/views.py"}


def _is_a_file(call: ast.Call) -> bool:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    answers = name.endswith("Response") and any(word.arg == "content_type" for word in call.keywords)
    return answers or name in ("FileResponse", "StreamingHttpResponse")


def test_every_paper_has_its_file():
    assert set(FILES) == {
        "plan", "planversion", "consent", "sharing", "seen", "invitation", "minutes", "decision",
    }  # fmt: skip
