from typing import Any

from django import forms

from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.citizens.models import Domain
from plans.forms.base import PlanForm, VersionField
from plans.models import Lesson, Trial

APPROVE, RETURN = "approve", "return"


class LessonForm(PlanForm):
    """The words of the trial, to be written anew so that they tell of nobody."""

    rows = ("question", "tried", "learned", ("weeks", "cost", "domain"), "is_unrecognisable")
    submit_label = "Send til en, der ikke kender familien"

    question = forms.CharField(label="Hvad ville I vide?", max_length=300)
    tried = forms.CharField(
        label="Hvad prøvede I?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Så andre kan prøve det samme. Skriv ”en ung”, ”en forælder”, ”et værksted”.",
    )
    learned = forms.CharField(
        label="Hvad lærte I?", max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    weeks = forms.IntegerField(label="Hvor mange uger?", min_value=1, max_value=Lesson.LONGEST)
    cost = forms.ChoiceField(label="Hvad kostede det?", choices=[("", "Vælg"), *Lesson.Cost.choices])
    domain = forms.ChoiceField(label="Område", choices=Domain.choices)
    is_unrecognisable = forms.BooleanField(
        label="En, der kender familien, kan ikke genkende den",
        help_text="Heller ikke på alder, diagnose, sted eller noget, der kun er sket for dem.",
    )
    version = VersionField()

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            del self.fields["version"]


class JudgeLessonForm(PlanForm):
    rows = ("verdict", "answer")
    submit_label = "Svar"

    verdict = forms.ChoiceField(
        label="Kan den stå i biblioteket?",
        choices=[
            (APPROVE, "Ja. Ingen kan genkendes, og andre kan bruge den"),
            (RETURN, "Ikke endnu. Den sendes tilbage"),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label="Hvad skal skrives om?",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kun når den sendes tilbage. Den, der skrev den, læser dine ord.",
    )
    version = VersionField()


class TakeOutLessonForm(PlanForm):
    submit_label = "Tag den ud"

    why = forms.CharField(label="Hvorfor skal den ikke læses mere?", max_length=300)
    version = VersionField()


class LibraryFilterForm(DkfdsForm):
    """Stays in the address, so that it can be linked to: what is looked for here is nobody's name."""

    q = forms.CharField(label="Søg efter ord", max_length=100, required=False)
    omraade = forms.ChoiceField(label="Område", choices=[("", "Alle"), *Domain.choices], required=False)
    udfald = forms.ChoiceField(
        label="Hvordan gik det?", choices=[("", "Alle"), *Trial.Outcome.choices], required=False
    )
