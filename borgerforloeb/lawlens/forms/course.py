"""What is written about one citizen on *Lovlinsen*."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.citizens.models import Citizen, Consent
from borgerforloeb.law.models import PlanKind, Situation
from borgerforloeb.lawlens.reading import replaceable, situations_of


class _AboutOne(DkfdsForm):
    """Where there is one person, there is nothing to choose."""

    person = forms.ChoiceField(label="Hvem?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, persons: Sequence[Citizen], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.persons = {str(person.pk): person for person in persons}
        field: Any = self.fields["person"]
        field.choices = [(key, person.first_name) for key, person in self.persons.items()]
        if len(self.persons) == 1:
            field.widget = forms.HiddenInput()
            field.initial = next(iter(self.persons))

    def clean_person(self) -> Citizen:
        return self.persons[self.cleaned_data["person"]]


class CircumstanceForm(_AboutOne):
    submit_label = "Notér"

    situation = forms.ModelChoiceField(
        label="Hvad gælder?", queryset=Situation.objects.none(), empty_label="Vælg"
    )
    starts_on = forms.DateField(label="Fra")
    ends_on = forms.DateField(label="Til og med", required=False, help_text="Tom, hvis det ikke vides endnu.")
    source = forms.CharField(
        label="Hvor står det?",
        max_length=120,
        required=False,
        help_text="Fx det fagsystem, hvor ydelsen er bevilget. Skriv det ikke af.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        situations = situations_of(today)
        field: Any = self.fields["situation"]
        field.queryset = situations
        groups: dict[str, list[tuple[int, str]]] = {}
        for one in situations:
            groups.setdefault(one.get_group_display().capitalize(), []).append((one.pk, one.name))
        field.choices = [("", "Vælg"), *groups.items()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", "Det kan ikke ophøre, før det begynder.")
        return cleaned


class EndForm(DkfdsForm):
    submit_label = "Notér, at det er ophørt"

    ends_on = forms.DateField(label="Sidste dag")


class OnePlanForm(DkfdsForm):
    submit_label = "Notér ja'et"

    said_by = forms.ChoiceField(label="Hvem siger ja?", widget=forms.RadioSelect)
    way = forms.ChoiceField(
        label="Hvordan?",
        choices=[(Consent.Way.SIGNATURE, "Underskrevet"), (Consent.Way.ORAL, "Mundtligt")],
        widget=forms.RadioSelect,
    )
    said_on = forms.DateField(label="Dato")

    def __init__(self, *args: Any, answering: Sequence[Citizen], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answering = {str(one.pk): one for one in answering}
        field: Any = self.fields["said_by"]
        field.choices = [(key, one.first_name) for key, one in self.answering.items()]

    def clean_said_by(self) -> Citizen:
        return self.answering[self.cleaned_data["said_by"]]


class ReplacedForm(_AboutOne):
    submit_label = "Notér"

    kind = forms.ModelChoiceField(
        label="Hvilken plan?",
        queryset=PlanKind.objects.none(),
        required=False,
        empty_label="En anden, som jeg skriver navnet på",
    )
    name = forms.CharField(
        label="Navnet på en anden plan",
        max_length=120,
        required=False,
        help_text="Fx myndighedshandleplan for misbrug, måleskema eller forandringskompas.",
    )
    system = forms.CharField(label="Hvor lå den?", max_length=80, required=False, help_text="Fx fagsystemet.")
    replaced_on = forms.DateField(label="Erstattet fra")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.queryset = replaceable(today)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("kind") and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", "Vælg en plan, eller skriv navnet på den.")
        return cleaned


class StandsAgainForm(DkfdsForm):
    submit_label = "Den gælder for sig igen"

    on = forms.DateField(label="Fra hvornår?")
    why = forms.CharField(label="Hvorfor?", max_length=200)


class ConfirmForm(DkfdsForm):
    submit_label = "Bekræft"
    read_by_the_citizen = ("words",)

    words = forms.CharField(
        label="Hvordan er det opfyldt?",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kort, og så det kan læses i bilaget: hvor det står, eller hvad der er talt om.",
    )
