"""Texts that are too long, too deep or too large: a PDF within half a minute, or a refusal in words (D40)."""

import io
import time
from contextlib import suppress
from datetime import UTC, datetime

import pdfplumber
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from borgerforloeb.documents.engine import MAX_CHARACTERS, MAX_TAGS, DocumentError, render
from plans.models import Goal, PlanSection
from tests.factories import caseworker_of, konsulent_of, make_plan

NOW = datetime(2026, 9, 2, 8, 30, tzinfo=UTC)
# The press stops at 30, and is asked once a second whether it has.
LONGEST = 32
HUGE = "9" * 30
# What markup could ask for, were a text ever taken for markup.
ODD = {
    "deep": "<div>" * 900 + "x",
    "deep lists": "<ul><li>" * 200 + "x",
    "start of a list": f'<ol start="{HUGE}"><li>x</li></ol>',
    "value of a line": f'<ol><li value="-{HUGE}">x</li></ol>',
    "columns": f'<table><tr><td colspan="{HUGE}">x</td></tr></table>',
    "rows": f'<table><tr><td rowspan="{HUGE}">x</td></tr></table>',
    "width": f'<p style="width:{HUGE}px">x</p>',
    "letters": f'<p style="font-size:{HUGE}px">x</p>',
    "margin": f'<p style="margin:{HUGE}mm">x</p>',
    "picture": f'<svg width="{HUGE}" height="{HUGE}" viewBox="0 0 {HUGE} 1"><path d="M0 0L{HUGE} 1"/></svg>',
    "pages": '<p style="break-after:page">x</p>' * 500,
    "not a number": '<p style="width:calc(1e999px * 1e999)">x</p>',
    "one word": "å" * 50_000,
    "long words": ("å" * 199 + " ") * 100 + "å" * 9_000 + " ord" * 5_000,
    "combining": "a" + "\u0301" * 20_000,
    "directions": "\u202e\u2066" * 5_000 + "x",
}
LONG = {
    "words": "ord " * ((MAX_CHARACTERS - 400) // 4),
    "lines": "<p>En linje.</p>" * (MAX_TAGS // 2 - 10),
    "table": "<table>" + "<tr><td>x</td></tr>" * (MAX_TAGS // 4 - 10) + "</table>",
}


def make(body: str) -> float:
    """How many seconds somebody waited, made or refused."""
    began = time.monotonic()
    with suppress(DocumentError):
        render(f"<html><body><main>{body}</main>", stylesheets=["print.css"], title="Prøve", made_at=NOW)
    return time.monotonic() - began


@pytest.mark.parametrize("body", ODD.values(), ids=ODD.keys())
def test_what_is_odd_is_made_or_refused(body):
    assert make(body) < LONGEST


@pytest.mark.long
@pytest.mark.parametrize("body", LONG.values(), ids=LONG.keys())
def test_what_is_just_short_enough_is_made_in_time(body):
    assert make(body) < LONGEST


def test_a_very_long_word_is_drawn_and_can_be_read_back():
    word = "å" * 950 + "&amp;" + "ø" * 950
    pdf = render(f"<html><body><p>{word}", stylesheets=["print.css"], title="Prøve", made_at=NOW)

    with pdfplumber.open(io.BytesIO(pdf.content)) as plumbed:
        [page] = plumbed.pages
        text = "".join(page.extract_text().split())
        fonts = {char["fontname"].split("+")[1] for char in page.chars}
        right = max(char["x1"] for char in page.chars)
    assert "å" * 950 + "&" + "ø" * 950 in text
    assert fonts == {"IBM-Plex-Sans"}
    assert right < page.width


# --- through the pages, as a person would do it


@pytest.fixture
def plan():
    return make_plan()


def ask(plan, name: str, *arguments):
    client = Client()
    client.force_login(caseworker_of(plan.course))
    began = time.monotonic()
    answer = client.get(reverse(name, args=[plan.course_id, *arguments]))
    assert time.monotonic() - began < LONGEST
    return answer


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["ord " * (MAX_CHARACTERS // 4 + 1), "<b>" * (MAX_CHARACTERS // 3)])
def test_a_plan_that_is_too_long_is_refused_in_words(plan, text):
    PlanSection.objects.filter(plan=plan).update(text=text)

    answer = ask(plan, "pages:print", "citizen")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Dokumentet er for langt til en PDF." in page
    assert text[:40] not in page
    assert ask(plan, "plans:plan").status_code == 200


@pytest.mark.django_db
def test_handing_out_what_is_too_long_is_refused_in_words(plan):
    PlanSection.objects.filter(plan=plan).update(text="ord " * (MAX_CHARACTERS // 4 + 1))
    client = Client()
    client.force_login(konsulent_of(plan.course))

    answer = client.post(reverse("pages:give_plan", args=[plan.course_id]), {"recipient": "own"}, follow=True)

    assert answer.status_code in (200, 422)
    assert "Dokumentet er for langt til en PDF." in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["9" * 400, "1e400", "-1", "NaN", "٣", "1,5", "0x10", " "])
def test_numbers_that_no_column_holds_are_refused_in_the_form(plan, number):
    goal = plan.goals.get()
    client = Client()
    client.force_login(konsulent_of(plan.course))
    given = {
        "title": "Bostøtte",
        "hours_per_week": number,
        "status": "idea",
        "domain": "social",
        "level": "common",
    }

    answer = client.post(reverse("plans:intervention_add", args=[plan.course_id, goal.pk]), given)

    assert answer.status_code in (302, 422)
    assert Goal.objects.filter(pk=goal.pk).exists()


def test_the_refusal_is_one_that_forms_and_pages_know():
    assert issubclass(DocumentError, ValidationError)
