from collections.abc import Sequence
from uuid import UUID

from django import forms

from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.batches.models import PrintBatch
from borgerforloeb.citizens.models import Course


class SearchForm(DkfdsForm):
    q = forms.CharField(
        label="Søg blandt dine borgere",
        help_text="Skriv en del af navnet, et CPR-nummer eller et forløbsnummer.",
        max_length=120,
        error_messages={"required": "Skriv et navn, et CPR-nummer eller et forløbsnummer."},
    )
    submit_label = "Søg"


class BatchForm(DkfdsForm):
    """Which plans, and how large. Each has its tick from the beginning, unless one asked for none."""

    courses = forms.TypedMultipleChoiceField(
        label="Hvilke planer?",
        coerce=UUID,
        error_messages={"required": "Vælg mindst én plan."},
        widget=forms.CheckboxSelectMultiple,
    )
    size = forms.ChoiceField(
        label="Hvor stor skal skriften være?",
        choices=PrintBatch.Size.choices,
        initial=PrintBatch.Size.AS_LAST,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, courses: Sequence[Course], none: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.shown = [str(course.pk) for course in courses]
        self.fields["courses"].choices = [(str(course.pk), course.name) for course in courses]
        self.fields["courses"].initial = [] if none else self.shown

    def ticked(self) -> list[bool]:
        chosen = set(map(str, self["courses"].value() or []))
        return [key in chosen for key in self.shown]
