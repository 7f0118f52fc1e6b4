from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Citizen, Domain
from plans.actions.placements import MOST_STEPS
from plans.forms.base import PlanForm, ReadersForm, VersionField, with_the_one_of_now
from plans.models import EmployerContact, Goal, Placement
from plans.models.placement import FULL_TIME, Step

WORDS = forms.Textarea(attrs={"rows": 3})


def hours_field(label: str = "Timer om ugen") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        max_digits=4,
        decimal_places=2,
        min_value=Decimal("0.25"),
        max_value=FULL_TIME,
        required=False,
        localize=True,
    )


class OfAPersonForm(ReadersForm):
    """Of one of the course: where there are several, it is asked whom; a row that exists keeps its person."""

    def __init__(self, *args: Any, persons: Sequence[Citizen], **kwargs: Any) -> None:
        super().__init__(*args, persons=persons, **kwargs)
        if "person" in self.fields:
            asked = self.fields["person"]
            asked.required, asked.choices = True, [("", "Vælg"), *asked.choices[1:]]
        self.fields["domain"].initial = Domain.EMPLOYMENT


class PlacementForm(OfAPersonForm):
    read_by_the_citizen = ("company", "purpose", "support")
    submit_label = "Gem"
    rows = (
        "person",
        ("kind", "company"),
        "goal",
        ("contact_name", "contact_phone"),
        "purpose",
        "support",
        ("starts_on", "ends_on", "hours"),
        "responsible",
    )

    kind = forms.ChoiceField(label="Slags", initial=Placement.Kind.WORK)
    company = forms.CharField(label="Virksomhed", max_length=160)
    goal = forms.ModelChoiceField(
        Goal.objects.none(), label="Mål i planen", required=False, empty_label="Ikke til et bestemt mål"
    )
    contact_name = forms.CharField(label="Kontakt på stedet", max_length=120, required=False)
    contact_phone = forms.CharField(label="Kontaktens telefon", max_length=30, required=False)
    purpose = forms.CharField(label="Hvad skal det føre til?", max_length=1000, required=False, widget=WORDS)
    support = forms.CharField(
        label="Hvem støtter, og hvordan?", max_length=1000, required=False, widget=WORDS
    )
    starts_on = forms.DateField(label="Fra")
    ends_on = forms.DateField(label="Til og med", required=False)
    hours = hours_field("Timer om ugen fra begyndelsen")
    responsible = forms.ModelChoiceField(
        User.objects.none(), label="Ansvarlig medarbejder", required=False, empty_label="Ikke valgt"
    )
    version = VersionField()

    def __init__(
        self, *args: Any, goals: QuerySet[Goal], staff: QuerySet[User], is_new: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(key, word.capitalize()) for key, word in Placement.Kind.choices]
        self.fields["goal"].queryset = goals
        self.fields["responsible"].queryset = with_the_one_of_now(staff, self.initial.get("responsible"))
        del self.fields["version" if is_new else "hours"]
        if not is_new:
            # A row that exists keeps its person.
            self.fields.pop("person", None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Praktikken kan ikke slutte, før den begynder.")
        return cleaned


class HoursForm(PlanForm):
    """One pair of fields for each step; a pair that is emptied is taken away."""

    submit_label = "Gem timerne"
    version = VersionField()

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any) -> None:
        posted = args[0] if args and args[0] else {}
        filled = sum(f"from_{place}" in posted for place in range(MOST_STEPS))
        initial = {"version": placement.version} | _in_pairs(placement.steps)
        super().__init__(*args, initial=initial, **kwargs)
        # Room for two more, and for all that was written where somebody has saved fewer since.
        self._make_room(max(4, len(placement.steps) + 2, filled))

    def _make_room(self, pairs: int) -> None:
        self.places = range(min(MOST_STEPS, pairs))
        for place in self.places:
            label = f"{place + 1}. fra"
            self.fields.setdefault(f"from_{place}", forms.DateField(label=label, required=False))
            self.fields.setdefault(f"hours_{place}", hours_field(f"{place + 1}. timer om ugen"))
        self.rows = tuple((f"from_{place}", f"hours_{place}") for place in self.places)

    def kept_elsewhere(self, stored: Placement) -> dict[str, Any]:
        """Each step under the fields of its place; with room for all that somebody saved meanwhile."""
        self._make_room(max(len(self.places), len(stored.steps)))
        pairs = {name: "" for fields in self.rows for name in fields}
        return pairs | _in_pairs(stored.steps)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        steps: list[Step] = []
        for names in self.rows:
            day, number = (cleaned.get(name) for name in names)
            if any(name in self.errors for name in names):
                continue
            if day and number:
                steps.append((day, number))
            elif day or number:
                self.add_error(names[1] if day else names[0], "Skriv både dagen og timerne.")
        cleaned["steps"] = sorted(steps)
        return cleaned


def _in_pairs(steps: Sequence[Step]) -> dict[str, Any]:
    pairs: dict[str, Any] = {}
    for place, (day, number) in enumerate(steps):
        pairs |= {f"from_{place}": day, f"hours_{place}": number.normalize()}
    return pairs


class EndPlacementForm(PlanForm):
    read_by_the_citizen = ("outcome_words",)
    rows = (("outcome", "ended_on"), "outcome_words")
    submit_label = "Gem"

    outcome = forms.ChoiceField(label="Hvordan endte det?", required=False)
    ended_on = forms.DateField(label="Sidste dag", required=False)
    outcome_words = forms.CharField(label="Hvordan gik det?", max_length=300, required=False)
    version = VersionField()

    def __init__(self, *args: Any, has_ended: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = "Er ikke slut: fortryd afslutningen" if has_ended else "Vælg"
        words = [(key, word.capitalize()) for key, word in Placement.Outcome.choices]
        self.fields["outcome"].choices = [("", first), *words]


class EmployerContactForm(OfAPersonForm):
    submit_label = "Gem kontakten"
    rows = ("person", ("company", "kind", "on"), "words")

    company = forms.CharField(label="Virksomhed", max_length=160)
    kind = forms.ChoiceField(label="Hvordan")
    on = forms.DateField(label="Dag")
    words = forms.CharField(label="Hvad handlede det om?", max_length=300, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(key, word.capitalize()) for key, word in EmployerContact.Kind.choices]
        self.fields["on"].initial = today


class TakeBackPlacementForm(PlanForm):
    submit_label = "Tag tilbage"

    why = forms.CharField(label="Hvad var forkert?", max_length=300)
