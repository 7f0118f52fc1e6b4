from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from borgerforloeb.accounts.models import User
from plans.forms.base import PlanForm, ReadersForm, VersionField, with_the_one_of_now
from plans.models import Trial
from roles.permissions import Access, Permission

Outcome = Trial.Outcome
MARKS = ("domain", "level", "version")


class TrialForm(ReadersForm):
    read_by_the_citizen = ("question", "what", "looks_at", "effort")
    rows = (
        "question",
        "what",
        "looks_at",
        ("starts_on", "stops_on", "responsible"),
        ("effort", "cost_cap"),
    )
    submit_label = "Gem prøvehandlingen"

    question = forms.CharField(
        label="Hvad vil vi gerne vide?",
        max_length=300,
        help_text="Et spørgsmål. Fx: Hjælper det, at dagen begynder i værkstedet?",
    )
    what = forms.CharField(label="Hvad prøver vi?", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    looks_at = forms.CharField(
        label="Hvad ser vi på?", max_length=300, help_text="Det, der viser, om det hjælper. Fx: fremmøde."
    )
    starts_on = forms.DateField(label="Fra")
    stops_on = forms.DateField(label="Stopper efter", help_text="Højst 13 uger.")
    responsible = forms.ModelChoiceField(User.objects.none(), label="Ansvarlig", empty_label="Vælg")
    effort = forms.CharField(label="Hvad kræver det?", max_length=120, required=False)
    cost_cap = forms.IntegerField(
        label="Må højst koste (kr.)", min_value=0, max_value=9_999_999, required=False
    )
    version = VersionField()

    def __init__(
        self,
        *args: Any,
        access: Access,
        staff: QuerySet[User],
        today: date,
        row: Trial | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, persons=[], **kwargs)
        self.fields["responsible"].queryset = staff
        if row is None:
            del self.fields["version"]
        elif row.state(today) in (Trial.State.OVER, Trial.State.CLOSED) and "question" not in self.data:
            # Its words stand as they were tried; who may read them can be put right. Words that were written
            # before it ended stay in the form, and the act says why they cannot be saved.
            self.fields = {name: self.fields[name] for name in MARKS}
            self.rows, self.folded = (("domain", "level"),), ()
            return
        else:
            self.fields["responsible"].queryset = with_the_one_of_now(staff, row.responsible_id)
        if Permission.SEE_COSTS not in access:
            del self.fields["cost_cap"]


class CloseTrialForm(PlanForm):
    read_by_the_citizen = ("learned", "title")
    rows = ("learned", "outcome", "title")
    submit_label = "Afslut prøvehandlingen"

    learned = forms.CharField(
        label="Hvordan gik det?", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    outcome = forms.ChoiceField(
        label="Hvad så nu?",
        choices=[
            (Outcome.STOPPED, "Vi stopper her"),
            (Outcome.WIDENED, "Vi udvider: skriv den næste prøvehandling bagefter"),
            (Outcome.HELP, "Det bliver til en indsats"),
        ],
        widget=forms.RadioSelect,
    )
    title = forms.CharField(
        label="Hvad skal indsatsen hedde?",
        max_length=200,
        required=False,
        help_text="Kun når det bliver til en indsats. Den begynder som en idé på målet.",
    )
    version = VersionField()
