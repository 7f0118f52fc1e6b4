from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from borgerforloeb.citizens.models import Citizen
from plans.forms.base import PlanForm, ReadersForm, VersionField
from plans.models import StoryPart


class StoryPartForm(ReadersForm):
    read_by_the_citizen = ("heading", "text")
    rows = ("person", "heading", "text")
    submit_label = "Gem delen"

    heading = forms.CharField(label="Hvad handler delen om?", max_length=120)
    text = forms.CharField(
        label="Historien, med egne ord",
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text="Skriv det, som det bliver fortalt. Én ting i hver del, så den kan deles for sig.",
    )
    version = VersionField()

    def __init__(self, *args: Any, persons: Sequence[Citizen], is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, persons=persons, **kwargs)
        if "person" in self.fields:
            asked = self.fields["person"]
            asked.label, asked.required = "Hvis historie er det?", True
            asked.choices = [("", "Vælg"), *asked.choices[1:]]
        if is_new:
            del self.fields["version"]


class ApprovePartForm(PlanForm):
    rows = ("way", "on")
    submit_label = "Notér godkendelsen"

    way = forms.ChoiceField(
        label="Hvordan er delen læst?",
        choices=[
            (StoryPart.Way.ALOUD, "Jeg har læst den højt"),
            (StoryPart.Way.HERSELF, "Borgeren har selv læst den"),
        ],
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label="Hvilken dag?")
    version = VersionField()


class TakeOutPartForm(PlanForm):
    submit_label = "Tag delen ud"

    why = forms.CharField(label="Hvorfor skal den ikke fortælles mere?", max_length=300)
    version = VersionField()


class TakeBackAskedForm(PlanForm):
    submit_label = "Tag tilbage"

    why = forms.CharField(label="Hvad var forkert?", max_length=300)


class AskedForm(PlanForm):
    rows = ("about", ("asked_by", "on"))
    submit_label = "Notér, at der blev spurgt"

    about = forms.ChoiceField(label="Hvad blev der spurgt om?")
    asked_by = forms.CharField(
        label="Hvem spurgte?",
        max_length=120,
        help_text="Faget eller stedet. Fx: jobcentret, skolens psykolog.",
    )
    on = forms.DateField(label="Hvilken dag?")

    def __init__(
        self, *args: Any, persons: Sequence[Citizen], parts: Sequence[StoryPart], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.of: dict[str, tuple[Citizen, StoryPart | None]] = {}
        several = len(persons) > 1
        choices = []
        for person in persons:
            choices.append(
                (f"person:{person.pk}", f"Hele historien{f' om {person.first_name}' if several else ''}")
            )
            self.of[f"person:{person.pk}"] = (person, None)
            for part in parts:
                if part.person_id == person.pk:
                    choices.append((f"part:{part.pk}", part.heading))
                    self.of[f"part:{part.pk}"] = (person, part)
        self.fields["about"].choices = choices
        self.fields["on"].initial = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if about := cleaned.pop("about", None):
            cleaned["person"], cleaned["part"] = self.of[about]
        return cleaned
