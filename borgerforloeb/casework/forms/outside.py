"""Looking outside one's own courses, asking to be let in, and opening a course because it cannot wait."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms

from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.casework.forms.fields import DomainsField, LastDayField
from roles.actions.reading import Cause
from roles.actions.requests import MAY_BE_GIVEN
from roles.models import EmergencyAccess, OutsideSearch, Role, Urgency
from roles.models.emergency import SHORTEST_REASON

_CPR = re.compile(r"(\d{6})[- ]?(\d{4})", re.ASCII)
_COURSE = re.compile(r"\d{4}-\d{1,6}", re.ASCII)
TOO_SHORT = {"min_length": "Skriv mindst 20 tegn."}


def reason_field(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        min_length=SHORTEST_REASON,
        max_length=250,
        error_messages=dict(TOO_SHORT),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def course_number_field() -> forms.RegexField:
    return forms.RegexField(
        _COURSE,
        label="Forløbsnummer",
        help_text="Fx 2026-0042.",
        widget=forms.TextInput(attrs={"class": "input-char-11", "autocomplete": "off"}),
        error_messages={"invalid": "Skriv hele forløbsnummeret, fx 2026-0042."},
    )


class OutsideForm(DkfdsForm):
    """The whole of a number, never a part of it and never a name."""

    submit_label = "Søg"

    q = forms.CharField(
        label="CPR-nummer eller forløbsnummer",
        help_text="Hele nummeret, fx 010190-1234 eller 2026-0042.",
        max_length=14,
        widget=forms.TextInput(attrs={"class": "input-char-11", "autocomplete": "off"}),
    )

    def clean_q(self) -> tuple[str, str]:
        """Ten digits are looked for whether or not they can be somebody's, so that the answer is the same."""
        text = self.cleaned_data["q"]
        if match := _CPR.fullmatch(text):
            return OutsideSearch.By.CPR, match[1] + match[2]
        if _COURSE.fullmatch(text):
            return OutsideSearch.By.NUMBER, text
        raise forms.ValidationError("Skriv hele CPR-nummeret eller hele forløbsnummeret.")


class AskForm(DkfdsForm):
    submit_label = "Bed om adgang"

    reason = reason_field("Hvorfor skal du arbejde med borgeren?", "Skriv mindst 20 tegn.")


class EmergencyForm(DkfdsForm):
    submit_label = "Åbn med nødadgang"

    reason_code = forms.ChoiceField(label="Hvad haster?", choices=Urgency.choices, widget=forms.RadioSelect)
    reason = reason_field(
        "Begrundelse", "Mindst 20 tegn. Lederen og den koordinerende sagsbehandler læser den."
    )


class ReadingForm(DkfdsForm):
    submit_label = "Åbn og læs"

    number = course_number_field()
    reason_code = forms.ChoiceField(
        label="Hvad er anledningen?", choices=Cause.choices, widget=forms.RadioSelect
    )
    reason = reason_field("Begrundelse", "Mindst 20 tegn.")


class VerdictForm(DkfdsForm):
    submit_label = "Gem vurderingen"

    verdict = forms.ChoiceField(
        label="Var nødadgangen berettiget?",
        choices=EmergencyAccess.Verdict.choices,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label="Hvad bygger du det på?", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class GrantForm(DkfdsForm):
    submit_label = "Giv adgang"

    role = forms.ChoiceField(label="Rolle", choices=[(role.value, role.label) for role in MAY_BE_GIVEN])
    domains = DomainsField(label="Fagområder", required=False)
    last_day = LastDayField(required=False, help_text="Tomt: indtil rollen afsluttes.")
    answer = forms.CharField(label="Hvorfor?", max_length=300, help_text="Står ved rollen i teamet.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = Role.TEAM_MEMBER

    def chosen(self) -> dict[str, Any]:
        """An assignment tells the first day without it; people tell the last day with."""
        data = dict(self.cleaned_data)
        last_day: date | None = data.pop("last_day")
        return {**data, "ends_on": last_day + timedelta(days=1) if last_day else None}


class DeclineForm(DkfdsForm):
    submit_label = "Giv ikke adgang"

    answer = forms.CharField(
        label="Hvorfor ikke?",
        max_length=300,
        help_text="Til forløbets egen journal. Kollegaen får kun at vide, at der ikke er givet adgang.",
    )
