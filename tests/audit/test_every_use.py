"""Each page that shows a citizen says in the log whom it showed, and on what basis; each refusal is one row.

It walks the same world as the access matrix. What is looked for on the pages are the citizens' own names, and
in the log everything that no row may hold.
"""

import pytest
from django.db import connections, transaction
from django.urls import reverse

from borgerforloeb.audit.models import AuditEvent, Kind
from tests.access.test_matrix import arguments_of, rows
from tests.access.world import make_world

pytestmark = pytest.mark.django_db

WHO = ("coordinator", "team", "stranger", "leader")
# What the courses of this world say: case text, names of citizens, numbers.
NEVER = [
    "Åbner e-Boks",
    "Ringet.",
    "Ja tak.",
    "Praktik",
    "Freja",
    "Ida ",
    "Lindqvist",
    "711299",
    "-4123",
    "994123",
]
SEARCH = "pages:search"
# To whom a paper is given, or where a text is moved to, is asked for on a page that has its own row.
BESIDES = ("disclosure.choose_opened", "text.places_listed")
SEEN = (Kind.VIEW, Kind.LIST, Kind.PRINT)
SENT = "kanariefugl-7f3a"


@pytest.fixture
def world():
    return make_world()


def ask(client, world, name: str, visitor: str, method: str, given=None):
    """The answer, and what it wrote in the log. What it did is undone; what it wrote stands."""
    url = reverse(name, kwargs={key: world.arguments[key] for key in arguments_of(name)})
    client.logout()
    with transaction.atomic():
        client.force_login(world.visitors[visitor])
        last = AuditEvent.objects.order_by("id").values_list("id", flat=True).last() or 0
        answer = getattr(client, method)(url, given)
        transaction.set_rollback(True)
    written = AuditEvent.objects.filter(pk__gt=last).exclude(kind=Kind.SIGN_IN)
    return answer, list(written.order_by("id"))


def cells() -> list[tuple[str, str, str]]:
    pages = [row["address"] for row in rows() if not row["address"].startswith(("account_", "mfa_"))]
    return [(page, visitor, method) for page in pages for visitor in WHO for method in ("get", "post")]


def test_who_is_shown_and_who_is_refused_stand_in_the_log_and_nothing_that_is_said(client, world):
    shown, refused, again = {}, {}, {}
    for cell in cells():
        answer, written = ask(client, world, *cell)
        shown[cell] = _not_told(world, answer, written)
        refused[cell] = _refusals_amiss(world, cell, answer, written)
        again[cell] = _told_again(answer, written)
        if cell[1:] == ("coordinator", "get") and answer.context and cell[0] != SEARCH:
            ask(client, world, cell[0], "coordinator", "post", _filled(answer))
    # What is searched for is logged, but a number only as its HMAC.
    ask(client, world, SEARCH, "coordinator", "post", {"q": "711299-4123"})

    assert {cell: fault for cell, fault in shown.items() if fault} == {}
    assert {cell: fault for cell, fault in refused.items() if fault} == {}
    assert {cell: fault for cell, fault in again.items() if fault} == {}
    assert _secrets_in_the_log() == []
    assert AuditEvent.objects.exclude(person_ids=[]).count() > 100
    assert AuditEvent.objects.filter(kind=Kind.REFUSAL).count() > 100


def _not_told(world, answer, written) -> list[str]:
    """What was written about the page, if it shows somebody of whom that says nothing."""
    if answer.status_code >= 300 or answer.streaming or not answer["Content-Type"].startswith("text/html"):
        return []
    page = answer.content.decode()
    shown = {person.pk for person in world.course.persons.all() if person.first_names in page}
    told = {pk for event in written if event.basis for pk in event.person_ids}
    return [f"{event.action} {event.basis!r}" for event in written] or ["nothing"] if shown - told else []


def _told_again(answer, written) -> list[str]:
    """A page that is opened is one use: what is told twice would count twice in what a citizen is told."""
    told = [event.action for event in written if event.kind in SEEN and event.action not in BESIDES]
    return told if answer.status_code < 300 and len(told) > 1 else []


def _refusals_amiss(world, cell, answer, written) -> list[str]:
    name, visitor, _ = cell
    refusals = [event for event in written if event.kind == Kind.REFUSAL]
    expected = [(world.visitors[visitor].pk, name)] if answer.status_code in (403, 404) else []
    said = [(event.actor_id, event.details["view"]) for event in refusals]
    return [] if said == expected else [str(said)]


def _secrets_in_the_log() -> list[tuple[str, str]]:
    with connections["log"].cursor() as cursor:
        cursor.execute("SELECT to_jsonb(e)::text FROM audit_auditevent AS e")
        log = [row for (row,) in cursor.fetchall()]
    return [(secret, row) for row in log for secret in [*NEVER, SENT] if secret in row]


def _filled(answer) -> dict[str, str]:
    """The page's form as it was offered, with a word of our own in each text."""
    form = answer.context.get("form")
    if form is None:
        return {}
    texts = {name for name, field in form.fields.items() if type(field).__name__ == "CharField"}
    offered = {name: form[name].value() for name in form.fields}
    return {form[name].html_name: SENT if name in texts else value or "" for name, value in offered.items()}
