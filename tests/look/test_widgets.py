"""What Python draws says the same as Django's own templates for the widgets, also with hostile text in it."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.functional import lazystr

from borgerforloeb.accounts.formstyle import DanishDateInput
from borgerforloeb.accounts.widgets import DRAW, PythonRenderer

HOSTILE = """"><script>alert('x')</script>&amp;"""
CHOICES = [("", "Ikke valgt"), ("1", HOSTILE), (2, lazystr("To")), ("Gruppe " + HOSTILE, [("3", "Tre")])]
ATTRIBUTES = {"id": "a", "class": HOSTILE, "required": True, "disabled": False, "rows": 2}

WIDGETS = [
    (forms.TextInput(), HOSTILE),
    (forms.TextInput(), None),
    (forms.TextInput(), ""),
    (forms.NumberInput(), 0),
    (forms.EmailInput(), "a@b.dk"),
    (forms.PasswordInput(), "never shown"),
    (forms.HiddenInput(), 7),
    (DanishDateInput(), "i morgen"),
    (forms.TimeInput(), "9.30"),
    (forms.Textarea(), HOSTILE),
    (forms.Textarea(), "\nen linje"),
    (forms.Textarea(), None),
    (forms.CheckboxInput(), True),
    (forms.CheckboxInput(), False),
    (forms.CheckboxInput(), "ja"),
    (forms.Select(choices=CHOICES), "2"),
    (forms.Select(choices=CHOICES), None),
    (forms.SelectMultiple(choices=CHOICES), ["1", "3"]),
    (forms.RadioSelect(choices=CHOICES), "1"),
    (forms.CheckboxSelectMultiple(choices=CHOICES), ["1"]),
    (forms.ClearableFileInput(), None),
    (forms.SplitDateTimeWidget(), None),
]


@pytest.mark.parametrize(("widget", "value"), WIDGETS)
def test_the_same_as_the_templates(widget, value):
    drawn, from_template = (
        _read(widget.render("felt", value, dict(ATTRIBUTES), renderer))
        for renderer in (PythonRenderer(), TemplatesSetting())
    )

    assert drawn == from_template
    assert drawn
    assert "script" not in [tag for kind, tag, _ in drawn if kind == "<"]


def test_the_widgets_of_our_forms_need_no_template():
    for widget in (forms.TextInput, forms.Textarea, forms.Select, forms.CheckboxInput, forms.HiddenInput):
        assert widget.template_name in DRAW


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append(("<", tag, sorted(attrs, key=str)))

    def handle_endtag(self, tag):
        self.found.append((">", tag, []))

    def handle_data(self, data):
        if data.strip():
            self.found.append(("", data, []))


def _read(html):
    reader = _Reader()
    reader.feed(str(html))
    return reader.found
