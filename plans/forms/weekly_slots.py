from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import WEEKDAYS
from borgerforloeb.citizens.models import Citizen, Domain
from plans.forms.base import PlanForm, VersionField, with_the_one_of_now
from plans.forms.placements import OfAPersonForm
from plans.models import Goal, WeeklySlot

KINDS = (
    (WeeklySlot.Kind.DEMAND, "Noget, man skal eller har aftalt"),
    (WeeklySlot.Kind.CHOICE, "Noget, man selv har valgt"),
    (WeeklySlot.Kind.CHILD, "Et barn skal have en voksen hjemme"),
)


class SlotForm(OfAPersonForm):
    submit_label = "Gem"
    rows = (
        "person",
        "what",
        "kind",
        ("weekday", "starts_at", "ends_at"),
        ("starts_on", "ends_on"),
        ("place", "at_home"),
        ("user", "contact_name"),
        "goal",
    )

    what = forms.CharField(label="Hvad", max_length=120)
    kind = forms.ChoiceField(label="Slags", choices=KINDS)
    weekday = forms.TypedChoiceField(label="Ugedag", coerce=int)
    starts_at = forms.TimeField(label="Fra klokken")
    ends_at = forms.TimeField(label="Til klokken", help_text="Efter midnat: skriv bare klokken, fx 6.00")
    starts_on = forms.DateField(label="Første dag")
    ends_on = forms.DateField(label="Sidste dag", required=False, help_text="Tomt: hver uge indtil videre")
    place = forms.CharField(label="Sted", max_length=160, required=False)
    at_home = forms.BooleanField(label="Det foregår hjemme", required=False)
    user = forms.ModelChoiceField(
        User.objects.none(), label="Sammen med en medarbejder", required=False, empty_label="Ingen"
    )
    contact_name = forms.CharField(label="Eller en anden, som man møder", max_length=120, required=False)
    goal = forms.ModelChoiceField(
        Goal.objects.none(), label="Mål i planen", required=False, empty_label="Ikke til et bestemt mål"
    )
    version = VersionField()

    def __init__(
        self,
        *args: Any,
        persons: Sequence[Citizen],
        goals: QuerySet[Goal],
        staff: QuerySet[User],
        is_new: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, persons=persons, **kwargs)
        days = [(number, name.capitalize()) for number, name in enumerate(WEEKDAYS, 1)]
        self.fields["weekday"].choices = [("", "Vælg"), *days]
        self.fields["domain"].initial = Domain.COMMON
        self.fields["goal"].queryset = goals
        self.fields["user"].queryset = with_the_one_of_now(staff, self.initial.get("user"))
        if is_new:
            del self.fields["version"]
        else:
            # A row that exists keeps its person.
            self.fields.pop("person", None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("user") and cleaned.get("contact_name"):
            self.add_error("contact_name", "Vælg en medarbejder, eller skriv et navn. Ikke begge dele.")
        return cleaned


class EndSlotForm(PlanForm):
    submit_label = "Gem"

    ends_on = forms.DateField(label="Sidste dag", required=False, help_text="Tøm feltet, hvis det fortsætter")
    version = VersionField()


class TakeBackSlotForm(PlanForm):
    submit_label = "Tag tilbage"

    why = forms.CharField(label="Hvad var forkert?", max_length=300)
