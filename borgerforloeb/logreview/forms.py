from datetime import timedelta
from typing import Any

from django import forms

from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.audit.forms import PeriodForm
from borgerforloeb.casework.forms.outside import course_number_field
from borgerforloeb.logreview.models import ReviewCase, ReviewRule


class SeenForm(PeriodForm):
    """Three months of who has looked, unless the citizen asks for others."""

    REACHES = timedelta(days=90)


class FiguresForm(PeriodForm):
    """A year of the queue."""

    REACHES = timedelta(days=364)


class QueueForm(DkfdsForm):
    """What stands in an address of the queue; its pages are links."""

    rule = forms.ChoiceField(label="Regel", required=False, choices=[("", "Alle"), *ReviewRule.Code.choices])
    closed = forms.BooleanField(label="Vis også de vurderede", required=False)


class VerdictForm(DkfdsForm):
    verdict = forms.ChoiceField(
        label="Vurdering", choices=ReviewCase.Verdict.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(label="Hvorfor", required=False, max_length=1000, widget=forms.Textarea)
    submit_label = "Gem vurderingen"


class AnswerForm(DkfdsForm):
    answer = forms.CharField(
        label="Hvorfor åbnede du det?",
        max_length=2000,
        widget=forms.Textarea,
        help_text="Skriv, hvilket arbejde det hørte til. Skriv ikke om borgerens forhold.",
    )
    submit_label = "Send svaret"


class AccessFilterForm(DkfdsForm):
    """What stands in the address of the list."""

    due = forms.BooleanField(required=False)

    @property
    def is_due(self) -> bool:
        return self.is_valid() and self.cleaned_data["due"]


class LookedThroughForm(DkfdsForm):
    submit_label = "Gennemgået"

    note = forms.CharField(
        label="Note",
        required=False,
        max_length=300,
        help_text="Fx hvad der bliver ændret, og af hvem. Skriv ikke om borgeres forhold.",
    )


class RuleForm(DkfdsForm):
    """A rule without a limit is on or off."""

    submit_label = "Gem reglen"

    is_on = forms.BooleanField(label="Brug reglen", required=False)
    threshold = forms.IntegerField(label="Grænse", min_value=0, max_value=10_000)
    why = forms.CharField(label="Hvorfor ændres den?", max_length=200)

    def __init__(self, *args: Any, rule: ReviewRule, **kwargs: Any) -> None:
        super().__init__(*args, initial={"is_on": rule.is_on, "threshold": rule.threshold}, **kwargs)
        self.rule = rule
        self.fields["threshold"].help_text = f"{rule.text.capitalize()}."
        if not rule.text:
            del self.fields["threshold"]

    def chosen(self) -> dict[str, Any]:
        return {"threshold": self.rule.threshold, **self.cleaned_data}


class FlagForm(DkfdsForm):
    submit_label = "Se efter forløbet"

    number = course_number_field()
    why = forms.CharField(
        label="Hvorfor?",
        max_length=200,
        help_text="Fx at forløbet er omtalt i avisen. Skriv ikke om borgerens forhold.",
    )
    until = forms.DateField(label="Til og med")


class EndFlagForm(DkfdsForm):
    submit_label = "Se ikke længere efter"

    why = forms.CharField(label="Hvorfor ikke længere?", max_length=200)
