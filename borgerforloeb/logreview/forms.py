from datetime import date, timedelta

from django import forms

from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.audit.forms import BEGINNING

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
