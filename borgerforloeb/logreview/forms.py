from datetime import date, timedelta

from django import forms

from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.audit.forms import BEGINNING
from borgerforloeb.logreview.models import ReviewCase, ReviewRule

PERIOD = timedelta(days=90)


class PeriodForm(DkfdsForm):
    """Whole days, both included; the last three months unless one asks for others."""

    from_day = forms.DateField(label="Fra", required=False)
    to_day = forms.DateField(label="Til og med", required=False)

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("from_day"), cleaned.get("to_day")
        if start and end and start > end:
            self.add_error("to_day", "Vælg samme dag som i ”Fra” eller en senere.")
        return cleaned

    @property
    def period(self) -> tuple[date, date]:
        """That of no days where they make no sense; the errors stand in the form."""
        wanted = self.cleaned_data if self.is_valid() else {}
        end = min(wanted.get("to_day") or self.today, self.today)
        return max(wanted.get("from_day") or end - PERIOD, BEGINNING), end


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
