from datetime import date, timedelta
from typing import ClassVar

from django import forms

from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.accounts.models import User
from borgerforloeb.audit.models import AuditEvent, AuditEventQuerySet, Kind

# Nothing was logged before, and the calendar of the database ends somewhere.
BEGINNING = date(2020, 1, 1)


class PeriodForm(DkfdsForm):
    """Whole days of the log, both included; the latest ones unless others are asked for."""

    # How far back from the last day, when no first one is given.
    REACHES: ClassVar[timedelta]

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
        return max(wanted.get("from_day") or end - self.REACHES, BEGINNING), end


class LogFilterForm(PeriodForm):
    """What a log reviewer looks for. Course and person come from a row of the log, by identity alone."""

    # A log of years is not read from its beginning.
    REACHES = timedelta(days=6)

    who = forms.CharField(label="Medarbejder", required=False, max_length=120)
    kind = forms.ChoiceField(label="Art", required=False, choices=[("", "Alle"), *Kind.choices])
    course = forms.UUIDField(required=False, widget=forms.HiddenInput)
    person = forms.UUIDField(required=False, widget=forms.HiddenInput)

    @property
    def is_used(self) -> list[str]:
        """The names of the filters, never what was written in them."""
        return sorted(name for name, value in self.cleaned_data.items() if value)

    def events(self) -> AuditEventQuerySet:
        wanted = self.cleaned_data
        events = AuditEvent.objects.between(*self.period)
        if wanted["who"]:
            # Asked on its own: the log is read on another connection.
            staff = User.objects.named(wanted["who"]).values_list("pk", flat=True)
            events = events.filter(actor_id__in=list(staff))
        if wanted["kind"]:
            events = events.filter(kind=wanted["kind"])
        if wanted["course"]:
            events = events.filter(course_id=wanted["course"])
        if wanted["person"]:
            events = events.filter(person_ids__contains=[wanted["person"]])
        return events
