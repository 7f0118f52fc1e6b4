from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField

from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.accounts.presentation import genitive
from borgerforloeb.citizens.models import Citizen
from plans.actions.goal_answers import GoalSaid, contradiction, goals_to_answer
from plans.models import Acceptance
from plans.reopening import Part
from plans.snapshot import Facts

# Equal words for equal choices; the order is not a ranking, and nothing is chosen beforehand.
ANSWERS = [("yes", "Ja"), ("partly", "Delvist"), ("no", "Nej"), ("could_not", "Jeg kan ikke svare i dag")]
# Most answer the plan as a whole; then nothing is kept about the goal.
NOT_ASKED = "Ikke svaret for sig"


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


class SeenForm(DkfdsForm):
    """A form about the plan as it was shown with it."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def tie(self, seen: str) -> None:
        """What is shown now is what the next answer is about."""
        if self.is_bound:
            data: Any = self.data.copy()
            data["seen"] = seen
            self.data = data
        else:
            self.initial["seen"] = seen


class TakeBackForm(SeenForm):
    """Which texts of a version shall stand in the plan again; none beforehand, for each goes over another."""

    parts = forms.MultipleChoiceField(
        label="Hent tilbage",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Vælg mindst ét sted at hente tilbage.",
            "invalid_choice": "Det står i planen igen. Se det igennem igen.",
        },
    )

    def __init__(self, *args: Any, parts: Sequence[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parts"].choices = [(part.key, part.name) for part in parts]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Sequence[str]:
        return list(self["parts"].value() or ())


@dataclass(frozen=True)
class Asked:
    """What one person is asked: the whole plan, and each goal for those who want to."""

    answer: BoundField
    words: BoundField
    goals: list[tuple[BoundField, BoundField]]

    @property
    def has_said(self) -> bool:
        """Something stands at a goal, so the goals are shown open."""
        return any(bound.value() or bound.errors for pair in self.goals for bound in pair)


class AcceptForm(SeenForm):
    """One answer with own words per person; in a family, those who are not asked today are left open."""

    way = forms.ChoiceField(
        label="Hvordan blev svaret givet?",
        choices=[(value, label.capitalize()) for value, label in Acceptance.Way.choices],
        widget=forms.RadioSelect,
    )
    answered_on = forms.DateField(label="Dato")

    def __init__(
        self, *args: Any, persons: Sequence[Citizen], facts: Facts, today: date, **kwargs: Any
    ) -> None:
        """`facts` is the plan as it is shown above the form."""
        super().__init__(*args, **kwargs)
        self.persons, self.today = persons, today
        self.goals = {person.pk: goals_to_answer(facts, person) for person in persons}
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
            self._ask_about_goals(person)

    def _ask_about_goals(self, person: Citizen) -> None:
        for goal in self.goals[person.pk]:
            self.fields[f"goal_{person.pk}_{goal['id']}"] = forms.ChoiceField(
                label=goal["title"], choices=[("", NOT_ASKED), *ANSWERS], required=False
            )
            self.fields[f"goal_words_{person.pk}_{goal['id']}"] = forms.CharField(
                label="Med egne ord", max_length=500, required=False
            )

    def by_person(self) -> list[Asked]:
        return [
            Asked(self[f"answer_{pk}"], self[f"words_{pk}"], [self._at(pk, goal) for goal in goals])
            for pk, goals in self.goals.items()
        ]

    def _at(self, person: UUID, goal: Facts) -> tuple[BoundField, BoundField]:
        return self[f"goal_{person}_{goal['id']}"], self[f"goal_words_{person}_{goal['id']}"]

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
        found = [self._said(person, goal) for person in self.persons for goal in self.goals[person.pk]]
        cleaned["goal_answers"] = [said for said in found if said is not None]
        return cleaned

    def _said(self, person: Citizen, goal: Facts) -> GoalSaid | None:
        """What is refused here stands at its field; the act refuses the same."""
        name, words_name = (bound.name for bound in self._at(person.pk, goal))
        whole_name = f"answer_{person.pk}"
        whole: str = self.cleaned_data.get(whole_name, "")
        answer: str = self.cleaned_data.get(name, "")
        words: str = self.cleaned_data.get(words_name, "")
        if not answer:
            if words and not self.has_error(name):
                self.add_error(name, f"Vælg det svar, som ordene hører til: {goal['title']}")
            return None
        if not whole and not self.has_error(whole_name):
            self.add_error(whole_name, f"Vælg også {genitive(person.first_name)} svar til hele planen.")
        if refusal := contradiction(person, whole, answer, words):
            self.add_error(words_name, refusal)
        return GoalSaid(person, goal["id"], answer, words)
