"""What a browser blocked is heard of in the machine's log: what kind and from where, and nothing else."""

import json
import logging

import pytest
from django.test import Client

from borgerforloeb.accounts.models import Session
from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.pages import blocked
from tests.factories import make_user

ADDRESS, KIND = "/csp/", "application/csp-report"
COURSE = "https://forloeb.hegnsborg.example/courses/3f0c2b5e-8f3e-4b55-9d4e-0d7b8f0a1c11/?q=010190-1234"


@pytest.fixture(autouse=True)
def _nothing_told_yet():
    blocked.told.forget()


def report(**fields) -> bytes:
    given = {"document-uri": COURSE, "referrer": COURSE, "script-sample": "Freja Holm"}
    given |= {
        "violated-directive": "script-src-elem",
        "blocked-uri": "https://evil.example/x.js?course=3f0c2b5e",
    }
    return json.dumps({"csp-report": given | fields}).encode()


def send(body: bytes, client=None, kind=KIND):
    return (client or Client()).post(ADDRESS, data=body, content_type=kind)


def lines(caplog) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "borgerforloeb.alarm"]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "script-src-elem, from https://evil.example"),
        ({"blocked-uri": "inline"}, "script-src-elem, from inline"),
        (
            {"blocked-uri": COURSE, "effective-directive": "img-src"},
            "img-src, from https://forloeb.hegnsborg.example",
        ),
        ({"blocked-uri": "chrome-extension://abcdef/x.js"}, "script-src-elem, from something else"),
        (
            {"blocked-uri": "https://who@evil.example:8443/"},
            "script-src-elem, from https://evil.example",
        ),
        ({"blocked-uri": "Freja Holm 010190-1234"}, "script-src-elem, from something else"),
        ({"blocked-uri": None}, "script-src-elem, from something else"),
        ({"violated-directive": "script-src 'self' 'nonce-x'"}, "script-src, from https://evil.example"),
    ],
)
@pytest.mark.django_db
def test_the_machines_log_hears_what_and_from_where_alone(caplog, fields, told):
    assert send(report(**fields)).status_code == 204

    assert lines(caplog) == [f"a browser blocked what a page of ours holds: {told}"]
    assert caplog.records[0].levelno == logging.ERROR
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
def test_it_is_no_sign_that_anybody_sits_there(client):
    client.force_login(make_user())
    client.get("/profile/")
    before = Session.objects.values("seen_at").get()

    send(report(), client)

    assert Session.objects.values("seen_at").get() == before


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", KIND, 400),
        (b" ", KIND, 400),
        (b"\xff", KIND, 400),
        (b'{"csp-report": []}', KIND, 400),
        (report(**{"violated-directive": "Freja Holm"}), KIND, 400),
        (report(), "application/json", 415),
        (report(**{"referrer": "x" * blocked.LONGEST}), KIND, 413),
    ],
)
@pytest.mark.django_db
def test_what_no_browser_sends_is_refused_and_told_to_nobody(caplog, body, kind, status):
    assert send(body, kind=kind).status_code == status

    assert lines(caplog) == []


@pytest.mark.django_db
def test_a_flood_fills_no_log(caplog):
    statuses = [send(report()).status_code for _ in range(blocked.TOLD_AT_MOST + 5)]

    assert statuses == [204] * blocked.TOLD_AT_MOST + [429] * 5
    assert len(lines(caplog)) == blocked.TOLD_AT_MOST


def test_an_hour_later_it_is_heard_again():
    told = blocked.Told()

    assert [told.may_tell(float(at)) for at in range(blocked.TOLD_AT_MOST + 1)][-1] is False
    assert told.may_tell(blocked.WITHIN)
