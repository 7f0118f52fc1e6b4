from datetime import date, time
from decimal import Decimal

import pytest
from crispy_forms.layout import Div, Fieldset, Row
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template import Context, Template

from borgerforloeb.accounts import formstyle
from tests.look.gallery import AgreementFormSet, ComponentForm

GOOD = {
    "name": "Selma Kaya",
    "on": "2/9-26",
    "at": "10",
    "weekly": "2,5",
    "people": "4",
    "signs": ["school"],
    "why": "Fordi",
    "how": "phone",
    "where": "home",
    "knows": "on",
    "course": "1",
}


def test_danish_ways_of_writing_are_understood():
    form = ComponentForm(GOOD)

    assert form.errors == {}
    assert form.cleaned_data["on"] == date(2026, 9, 2)
    assert form.cleaned_data["at"] == time(10, 0)
    assert form.cleaned_data["weekly"] == Decimal("2.5")


@pytest.mark.parametrize(
    "written",
    ["2.9.2026", "02-09-2026", "2/9/2026", "2/9 2026", "2.9.26", "020926", "02092026", "2026-09-02"],
)
def test_a_date_may_be_written_as_people_do(written):
    assert ComponentForm(GOOD | {"on": written}).is_valid()


def test_what_was_stored_is_shown_as_it_is_written():
    form = ComponentForm(initial={"on": date(2026, 9, 2), "at": time(9, 5), "weekly": Decimal("2.5")})

    assert 'value="2.9.2026"' in str(form["on"])
    assert 'value="09.05"' in str(form["at"])
    assert 'value="2,5"' in str(form["weekly"])


def test_what_was_typed_wrongly_stays_in_the_field():
    form = ComponentForm(GOOD | {"on": "i morgen"})

    assert form.errors["on"] == ["Skriv datoen med dag, måned og år, fx 2.9.2026"]
    assert 'value="i morgen"' in str(form["on"])


def test_missing_answers_name_their_question():
    errors = ComponentForm({}).errors

    assert errors["name"] == ["Udfyld ”Hvem indstiller du?”"]
    assert errors["how"] == ["Vælg et svar ved ”Hvordan har I talt sammen?”"]
    assert errors["knows"] == ["Sæt kryds ved ”Borgeren ved, at jeg indstiller”"]


def test_a_question_that_is_put_in_other_words_is_named_by_them():
    form = ComponentForm({})
    form.fields["how"].label = "Hvordan talte I?"

    assert form.errors["how"] == ["Vælg et svar ved ”Hvordan talte I?”"]


def test_own_message_is_kept():
    class Own(formstyle.DkfdsForm):
        name = forms.CharField(label="Navn", error_messages={"required": "Skriv, hvem det er"})

    assert Own({}).errors["name"] == ["Skriv, hvem det er"]


def test_the_rarer_kind_of_field_is_marked():
    class MostlyOptional(formstyle.DkfdsForm):
        a = forms.CharField(label="A")
        b = forms.CharField(label="B", required=False)
        c = forms.CharField(label="C", required=False)

    class Alike(formstyle.DkfdsForm):
        a = forms.CharField(label="A")

    few, most = MostlyOptional(), ComponentForm()
    assert [formstyle.mark_word(few[name]) for name in "abc"] == ["(skal udfyldes)", "", ""]
    assert [formstyle.mark_word(most[name]) for name in ("name", "at")] == ["", "(frivilligt)"]
    assert formstyle.mark_word(Alike()["a"]) == ""


def test_summary_counts_links_and_names():
    form = ComponentForm(GOOD | {"name": "", "how": "", "on": "x", "people": "13"})

    assert formstyle.summary_heading(form) == "Fire ting skal rettes"
    assert formstyle.summary_lines(form) == [
        ("", "Tretten til bords går ikke."),
        ("id_name", "Udfyld ”Hvem indstiller du?”"),
        ("id_on", "Hvornår?: Skriv datoen med dag, måned og år, fx 2.9.2026"),
        ("id_how_0", "Vælg et svar ved ”Hvordan har I talt sammen?”"),
    ]


def test_every_field_is_rendered_with_its_class_hint_and_error():
    html = render_crispy_form(ComponentForm({}))

    assert html.count('class="form-radio"') == 3
    assert html.count('class="form-checkbox"') == 5
    assert 'class="form-input bf-own"' in html
    assert 'aria-describedby="id_on_helptext id_on_error"' in html
    assert '<fieldset aria-describedby="id_signs_helptext id_signs_error">' in html
    assert 'tabindex="-1" data-module="error-summary"' in html
    assert 'enctype="multipart/form-data"' in html
    assert " data-guard" in html
    assert 'data-maxlength="300"' in html
    assert "maxlength=" not in str(ComponentForm()["why"])


def test_chosen_answers_are_checked_again():
    html = render_crispy_form(ComponentForm(GOOD | {"name": ""}))

    assert html.count(" checked") == 3


def test_layout_objects():
    class Laid(formstyle.DkfdsForm):
        a = forms.CharField(label="A")
        b = forms.CharField(label="B")
        c = forms.CharField(label="C")

        def get_layout(self):
            return self.made(Fieldset("Hvem", Row("a", "b")), Div("c", css_class="bf-gap"))

        made = staticmethod(lambda *parts: formstyle.Layout(*parts))

    html = render_crispy_form(Laid())

    assert "<legend><h2>Hvem</h2></legend>" in html
    assert [html.index(f'name="{name}"') for name in "abc"] == sorted(
        html.index(f'name="{n}"') for n in "abc"
    )
    assert html.count('<button type="submit" class="button button-primary">Gem</button>') == 1


def test_formset_and_single_field_by_hand():
    page = Template(
        "{% load crispy_forms_tags %}{{ agreements|crispy }}{% summary form %}{% field form.name %}"
    )

    html = page.render(Context({"agreements": AgreementFormSet(prefix="aftale"), "form": ComponentForm({})}))

    assert 'name="aftale-TOTAL_FORMS"' in html
    assert 'name="aftale-1-due_on"' in html
    assert html.count('data-module="error-summary"') == 1
    assert html.count('id="id_name"') == 1


@pytest.mark.parametrize(
    ("written", "meant"), [("930", time(9, 30)), ("9:30", time(9, 30)), ("14", time(14, 0))]
)
def test_a_time_may_be_written_as_people_do(written, meant):
    form = ComponentForm(GOOD | {"at": written})

    assert form.is_valid()
    assert form.cleaned_data["at"] == meant
