from datetime import timedelta

from django import forms

from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.audit.forms import PeriodForm
from borgerforloeb.logreview.models import ReviewCase, ReviewRule


class SeenForm(PeriodForm):
    """Three months of who has looked, unless the citizen asks for others."""

    REACHES = timedelta(days=90)


class QueueForm(DkfdsForm):
    rule = forms.ChoiceField(label="Regel", required=False, choices=[("", "Alle"), *ReviewRule.Code.choices])
    closed = forms.BooleanField(label="Vis også de vurderede", required=False)


class VerdictForm(DkfdsForm):
    verdict = forms.ChoiceField(
        label="Vurdering", choices=ReviewCase.Verdict.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(label="Hvorfor", required=False, max_length=500, widget=forms.Textarea)
    submit_label = "Gem vurderingen"


class AnswerForm(DkfdsForm):
    answer = forms.CharField(
        label="Hvorfor åbnede du det?",
        max_length=2000,
        widget=forms.Textarea,
        help_text="Skriv, hvilket arbejde det hørte til. Skriv ikke om borgerens forhold.",
    )
    submit_label = "Send svaret"
