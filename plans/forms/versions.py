from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField

from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.accounts.presentation import genitive
from borgerforloeb.citizens.models import Citizen
from plans.models import Acceptance

# Equal words for equal choices; the order is not a ranking, and nothing is chosen beforehand.
ANSWERS = [("yes", "Ja"), ("partly", "Delvist"), ("no", "Nej"), ("could_not", "Jeg kan ikke svare i dag")]


# Not a version: the plan as it is being written.
NOW = 0
NO_SUCH = {"invalid_choice": "Den version findes ikke."}


class CompareForm(DkfdsForm):
    """Two versions, the older first; beforehand the newest and the plan as it stands."""

    fra = forms.TypedChoiceField(label="Fra", coerce=int, error_messages=NO_SUCH)
    til = forms.TypedChoiceField(label="Til", coerce=int, error_messages=NO_SUCH)

    def __init__(self, chosen: Mapping[str, str], *, numbers: Sequence[int], **kwargs: Any) -> None:
        newest = {"fra": str(max(numbers, default=NOW)), "til": str(NOW)}
        super().__init__(newest | {name: chosen[name] for name in newest if name in chosen}, **kwargs)
        versions = [(str(number), f"Version {number}") for number in numbers]
        from_which, to_which = self.fields["fra"], self.fields["til"]
        from_which.choices = versions  # type: ignore[attr-defined]
        to_which.choices = [(str(NOW), "Planen, som den er nu"), *versions]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> tuple[int, int]:
        first, last = self.cleaned_data["fra"], self.cleaned_data["til"]
        return (first, last) if last == NOW else (min(first, last), max(first, last))


class AcceptForm(DkfdsForm):
    """One answer with own words per person; in a family, those who are not asked today are left open."""

    way = forms.ChoiceField(
        label="Hvordan blev svaret givet?",
        choices=[(value, label.capitalize()) for value, label in Acceptance.Way.choices],
        widget=forms.RadioSelect,
    )
    answered_on = forms.DateField(label="Dato")
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, persons: Sequence[Citizen], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.persons, self.today = persons, today
        for person in persons:
            alone = len(persons) == 1
            self.fields[f"answer_{person.pk}"] = forms.ChoiceField(
                label=f"{person.first_name}, siger du ja til planen?",
                choices=ANSWERS,
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"words_{person.pk}"] = forms.CharField(
                label="Med dine egne ord" if alone else f"Med {genitive(person.first_name)} egne ord",
                max_length=2000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3, "class": "bf-own"}),
            )

    def by_person(self) -> list[tuple[Citizen, BoundField, BoundField]]:
        return [(p, self[f"answer_{p.pk}"], self[f"words_{p.pk}"]) for p in self.persons]

    def clean_answered_on(self) -> date:
        answered_on: date = self.cleaned_data["answered_on"]
        if answered_on > self.today:
            raise forms.ValidationError("Datoen er ikke kommet endnu.")
        return answered_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        answers = [
            (person, cleaned[f"answer_{person.pk}"], cleaned.get(f"words_{person.pk}", ""))
            for person in self.persons
            if cleaned.get(f"answer_{person.pk}")
        ]
        if not answers:
            first = f"answer_{self.persons[0].pk}"
            self.add_error(first, f"Vælg et svar: {self.fields[first].label}")
        cleaned["answers"] = answers
        return cleaned
