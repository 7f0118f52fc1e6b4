from typing import Any

from django import forms

from borgerforloeb.accounts.presentation import genitive
from plans.forms.base import PlanForm, ReadersForm, VersionField, one_to_ten
from plans.forms.who import Around, Holder, WhoChoices
from plans.models import Goal, SubGoal
from plans.sharing import FIELDS
from plans.steps import holder_of_step

OPEN_STATUSES = [choice for choice in Goal.Status.choices if choice[0] not in Goal.ENDED]


class GoalForm(ReadersForm):
    read_by_the_citizen = ("title",)
    rows = (
        "title",
        "why",
        "person",
        ("status", "review_on", "horizon"),
        "with_domains",
    )

    title = forms.CharField(
        label="Mål",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Skriv, så borgeren kan genkende det: jeg klarer, jeg møder, jeg bor.",
    )
    why = forms.CharField(
        label="Hvorfor",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "bf-own"}),
    )
    status = forms.ChoiceField(label="Status", choices=OPEN_STATUSES, initial=Goal.Status.NOT_BEGUN)
    review_on = forms.DateField(label="Vi ser på det", required=False)
    horizon = forms.ChoiceField(label="Hvornår", choices=[("now", "Mål nu"), ("later", "Mål til senere")])
    with_domains = forms.MultipleChoiceField(
        label="Fælles med andre områder",
        choices=FIELDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Siger kun, hvem I arbejder sammen med. Det giver ingen adgang: "
        "målet læses af dem, der må læse det i forvejen.",
    )
    version = VersionField()

    def __init__(self, *args: Any, whose: str, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].label = f"Hvorfor, med {genitive(whose)} ord"
        if not is_new:
            # Now and later are moved by their own button, which also gives the goal its place.
            del self.fields["horizon"]
        else:
            del self.fields["version"]


class ProgressForm(PlanForm):
    rows = (("citizen_progress", "worker_progress"),)

    citizen_progress = one_to_ten("Hvor langt, fra 1 til 10, siger borgeren")
    worker_progress = one_to_ten("Hvor langt, siger medarbejderen")
    version = VersionField()


class EndGoalForm(PlanForm):
    read_by_the_citizen = ("why",)
    submit_label = "Afslut målet"

    status = forms.ChoiceField(
        label="Hvordan sluttede det?",
        choices=[(status.value, status.label.capitalize()) for status in Goal.ENDED],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(label="Et ord om hvorfor", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class SubGoalForm(PlanForm):
    read_by_the_citizen = ("text",)
    rows = ("text", ("who", "due_on"))
    submit_label = "Tilføj delmål"
    guarded = False

    text = forms.CharField(label="Nyt delmål", max_length=300)
    who = forms.ChoiceField(label="Hvem gør det", required=False)
    due_on = forms.DateField(label="Inden", required=False)
    version = VersionField()

    def __init__(
        self,
        *args: Any,
        around: Around,
        step: SubGoal | None = None,
        now: Holder | None = None,
        **kwargs: Any,
    ) -> None:
        """`now` is who takes the step, where the writer may know of that one."""
        super().__init__(*args, **kwargs)
        self.whos = WhoChoices(around, nobody="Ikke aftalt")
        if step is None:
            del self.fields["version"]
        else:
            self.submit_label = "Gem delmålet"
            self.fields["text"].label = "Delmål"
            self.initial["who"] = self.whos.keep(holder_of_step(step), now)
        self.fields["who"].choices = self.whos.choices

    def kept_elsewhere(self, stored: SubGoal) -> dict[str, Any]:
        return {"who": self.whos.keep(holder_of_step(stored), None)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        return cleaned | self.whos.chosen(cleaned.pop("who", ""))
