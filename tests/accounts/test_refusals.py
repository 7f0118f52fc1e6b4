from django import forms
from django.core.exceptions import ValidationError

from borgerforloeb.accounts.refusals import attempt


class Form(forms.Form):
    name = forms.CharField()


def refused_with(refusal):
    def act(**_):
        raise refusal

    form = Form({"name": "Jonas"})
    assert form.is_valid()
    assert attempt(form, act, name="Jonas") is None
    return form.errors


def test_what_the_act_gives_comes_back():
    assert attempt(Form({"name": "Jonas"}), lambda name: name, name="Jonas") == "Jonas"


def test_a_refusal_stands_at_its_field():
    assert refused_with(ValidationError({"name": "Det er brugt."})) == {"name": ["Det er brugt."]}


def test_what_the_form_does_not_ask_for_stands_above_it_beside_what_it_does():
    both = ValidationError({"name": "Det er brugt.", "course": "Forløbet er afsluttet."})
    assert refused_with(both) == {"name": ["Det er brugt."], "__all__": ["Forløbet er afsluttet."]}


def test_a_refusal_of_no_field_stands_above_the_form_with_all_its_words():
    several = ValidationError(["Det ene.", "Det andet."])
    assert refused_with(several) == {"__all__": ["Det ene.", "Det andet."]}
