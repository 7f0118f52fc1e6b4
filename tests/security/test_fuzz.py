"""Whatever is written or sent: a parser answers or refuses, a form never breaks, a cell never calculates.

Hypothesis makes the words for the parsers and the cells (D41, D61). Forms: test_odd_forms.py.
"""

import csv
import json
import re
from contextlib import suppress
from datetime import date
from html import unescape
from html.parser import HTMLParser
from io import StringIO

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from borgerforloeb.accounts.markup import html
from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.citizens.numbers import read_number
from borgerforloeb.documents import spreadsheet
from borgerforloeb.logreview.management.commands import breach_report
from borgerforloeb.pages import blocked
from tests.security.payloads import SCRIPTS

words = st.text(max_size=60)
# Signs that begin something in a table, with what may stand unseen before them.
BEGINS = st.builds(
    "".join,
    st.lists(
        st.sampled_from([*"=+-@|%", "\t", "\r", "\n", " ", "\ufeff", "\u200b", "\x00", "\xa0"]), max_size=4
    ),
)
cells = st.builds("{}{}".format, BEGINS, words)
UNSEEN = re.compile(r"^[\s\x00-\x20\ufeff\u200b\xa0]+")
TERSE = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


# --- parsers


@TERSE
@given(st.one_of(words, st.from_regex(r"\A\d{6}[- ]?\d{4}\Z"), st.from_regex(r"\A[0-9٠-٩]{10}\Z")))
@example("3102990000")
@example("711299-4123\n")
def test_a_number_is_read_or_refused(text):
    try:
        number = read_number(text)
    except ValidationError:
        return
    assert re.fullmatch(r"[0-9]{10}", number.digits)
    assert number.born_on.strftime("%d%m%y")[2:] == number.digits[2:6]
    assert date(1858, 1, 1) <= number.born_on <= date(2057, 12, 31)


@TERSE
@given(st.one_of(words, st.dates().map(longdate), st.from_regex(r"\A\d{1,4}[./-]\d{1,4}[./-]\d{1,5}\Z")))
@pytest.mark.parametrize(
    "field",
    [
        forms.DateField(),
        forms.TimeField(),
        forms.IntegerField(),
        forms.UUIDField(),
        forms.DecimalField(max_digits=5, decimal_places=2),
    ],
    ids=lambda one: type(one).__name__,
)
def test_a_field_is_read_or_refused(field, text):
    with suppress(ValidationError):
        field.clean(text)


leaves = st.none() | st.booleans() | st.floats() | words | st.sampled_from(["script-src", "https://[::1"])
keys = st.sampled_from(["csp-report", "violated-directive", "effective-directive", "blocked-uri", "x"])
made_up = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner), max_leaves=9
)


@TERSE
@given(st.binary(max_size=80) | made_up.map(lambda one: json.dumps({"csp-report": one}).encode()))
@example(b"[" * 7000)
@example(b'{"csp-report": {"violated-directive": "img-src", "blocked-uri": "http://[::1"}}')
def test_what_a_browser_blocked_is_read_or_refused(body):
    try:
        directive, place = blocked.read(body)
    except blocked.NoReport:
        return
    assert directive in blocked.DIRECTIVES
    assert place in {blocked.OTHER, *blocked.WORDS} or blocked.PLACE.fullmatch(place.partition("://")[2])


class Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags, self.text, self.attributes = [], "", []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data


@TERSE
@given(st.one_of(words, st.sampled_from(SCRIPTS)), words)
def test_words_in_markup_are_words(text, title):
    reader = Reader()
    reader.feed(html('<p title="{title}">{text}</p>', text=text, title=title))
    reader.close()

    assert reader.tags == ["p"]
    assert [name for name, _ in reader.attributes] == ["title"]
    assert unescape(str(html("{text}", text=text))) == text


# --- cells


@TERSE
@given(cells)
@example(" =1+1")
@example("\ufeff=1+1")
@example("\uff1d1+1")
@example("|calc")
@example("%0A=1")
def test_no_cell_is_a_formula_and_what_was_said_can_be_read_back(text):
    cell = spreadsheet.cell(text)

    assert UNSEEN.sub("", cell)[:1] not in ("=", "+", "-", "@", "|", "%")
    assert cell[:1] not in ("\t", "\r", "\n")
    assert cell.removeprefix("'") == text or cell == text


@TERSE
@given(
    cells.filter(lambda text: not re.search("[\ud800-\udfff\x00]", text)),
    cells.filter(lambda text: "\x00" not in text),
)
def test_a_file_reads_back_as_the_same_rows(tmp_path_factory, name, other):
    lists = dict.fromkeys(("kinds", "data", "fields", "basis", "seen_by", "functions"), [other])
    plain = {"person_id": "", "protected_address": False, "course": other, "times": 1, "prints": 0}
    one = breach_report.Reached(name=name, first=date.min, last=date.max, **plain, **lists)
    path = tmp_path_factory.mktemp("brud") / "brud.csv"
    breach_report._write(path, [one])

    [row] = csv.DictReader(StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), delimiter=";")
    assert row["name"].removeprefix("'") == name.removeprefix("'")
    assert all(
        UNSEEN.sub("", cell)[:1] not in ("=", "+", "-", "@", "|", "%") for cell in row.values() if cell
    )
