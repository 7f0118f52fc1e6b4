"""Whatever stands in a text, a document fetches nothing and a page holds it as words (D29, D38)."""

import io
from html.parser import HTMLParser
from urllib.request import urlopen

import pikepdf
import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from networkmeetings.models import AgendaItem, MeetingDecision, NetworkMeeting, Participant
from plans.actions.versions import accept_plan, take_to_talk
from plans.models import Plan
from tests.access.test_matrix import arguments_of, rows
from tests.access.world import make_world
from tests.factories import main_person, make_meeting
from tests.security.payloads import FETCHES, MARK, SCRIPTS, listening, write_everywhere
from tests.security.walking import text_of_pdf

pytestmark = pytest.mark.django_db

NO_TEXTS = ("account", "mfa_", "pages:health")
ACTIVE = ("/JavaScript", "/Launch", "/GoToR", "/SubmitForm", "/ImportData")
PAPERS = (
    "pages:print", "casework:consent_print", "casework:sharing_print", "seen:seen_print",
    "networkmeetings:invitation", "networkmeetings:give_minutes",
)  # fmt: skip


def address_of(world, name):
    return reverse(name, kwargs={key: world.arguments[key] for key in arguments_of(name)})


def pages():
    return [
        row["address"]
        for row in rows()
        if row["coordinator"].startswith("200/") and not row["address"].startswith(NO_TEXTS)
    ]


def freeze(world):
    """The texts go into a version as well, with an answer of the same kind."""
    plan, katrine, today = Plan.objects.get(), world.visitors["coordinator"], timezone.localdate()
    take_to_talk(plan, on=today, by=katrine)
    answers = [(main_person(world.course), "yes", f"Ja <b {MARK}>")]
    accept_plan(plan, answers=answers, way="talk", answered_on=today, by=katrine)
    world.arguments["number"] = plan.number


def meet(world):
    """Somebody is asked to the meeting that comes, and one was held, with minutes and a decision."""
    freja, told = main_person(world.course), {"citizen_present": True, "minutes": "Det gik."}
    held = make_meeting(world.course, title="Sidste møde", status="held", minutes_status="draft", **told)
    for meeting in world.course.meetings.all():
        Participant.objects.get_or_create(
            meeting=meeting, citizen=freja, defaults={"approval": "yes", "attendance": "attended"}
        )
        AgendaItem.objects.create(meeting=meeting, text="Praktik", position=9, raised_by="Ida", notes="Ja.")
    MeetingDecision.objects.create(meeting=held, text="Vi prøver.")
    world.held = held


def share(meeting):
    """From here on nobody changes them, the test as little as others."""
    shared = {"minutes_status": "shared", "minutes_shared_at": timezone.now()}
    NetworkMeeting.objects.filter(pk=meeting.pk).update(**shared)


def test_forty_scripts_and_sixteen_fetches():
    assert (len(set(SCRIPTS)), len(set(FETCHES))) == (40, 16)


def test_the_listener_hears():
    with listening() as (address, hits):
        urlopen(address).close()

    assert hits == ["/x"]


@pytest.mark.parametrize("turn", range(0, 16, 8))
def test_a_document_fetches_nothing(client, turn, press):
    world = make_world()
    press.start()
    refused = press.child.log.read_text().count("refused")
    client.force_login(world.visitors["coordinator"])
    meet(world)
    with listening() as (address, hits):
        assert write_everywhere(tuple(text % address for text in FETCHES), turn) > 60
        freeze(world)
        share(world.held)
        for name in PAPERS:
            if name.endswith("minutes"):
                world.arguments["meeting_id"] = world.held.pk
            answer = on_paper(client, address_of(world, name))
            assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), name
            assert_holds_words_alone(answer.content)
            assert "127.0.0.1" in text_of_pdf(answer.content), name

    assert hits == []
    # What draws has no network, where the system lets it; but it was not even asked for anything.
    assert press.child.log.read_text().count("refused") == refused


def on_paper(client, address):
    """A working copy is asked for; what goes to the citizen is given."""
    answer = client.get(address)
    if answer["Content-Type"] == "application/pdf":
        return answer
    return client.post(address, {"recipient": "own"}, follow=True)


def assert_holds_words_alone(content):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert not pdf.attachments
        assert "/OpenAction" not in pdf.Root
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                assert item.get("/S") not in (
                    "/JavaScript",
                    "/Launch",
                    "/GoToR",
                    "/SubmitForm",
                    "/ImportData",
                )
                assert "127.0.0.1" not in str(item.get("/URI", ""))


class Planted(HTMLParser):
    """Reads a page as a browser does, and finds what came in by a text."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        loose = any(name.startswith("on") for name in named) or "style" in named or "srcdoc" in named
        leads = any((named.get(name) or "").startswith("javascript:") for name in ("href", "src", "action"))
        if MARK in named or loose or leads or (tag == "script" and "src" not in named):
            self.found.append((tag, attrs))


def planted_in(content):
    reader = Planted()
    reader.feed(content.decode())
    return reader.found


def open_all(client, world):
    found = {}
    for name in pages():
        if name != "pages:print":
            with transaction.atomic():
                answer = client.get(address_of(world, name))
                transaction.set_rollback(True)
            assert answer.status_code < 500, name
            if wrong := planted_in(answer.content):
                found[name] = wrong
    return found


def test_a_page_holds_scripts_as_words(client):
    world = make_world()
    write_everywhere(SCRIPTS)
    freeze(world)
    client.force_login(world.visitors["coordinator"])

    assert open_all(client, world) == {}
    assert MARK in client.get(address_of(world, "plans:plan")).content.decode()


@pytest.mark.long
@pytest.mark.parametrize("turn", range(3, 40, 4))
def test_a_page_holds_every_script_in_every_field_as_words(client, turn):
    world = make_world()
    write_everywhere(SCRIPTS, turn)
    freeze(world)
    client.force_login(world.visitors["coordinator"])

    assert open_all(client, world) == {}


def test_the_reader_finds_what_is_planted():
    assert [planted_in(f"<p>{text}".encode()) != [] for text in SCRIPTS[:33]] == [True] * 33
