from datetime import date, timedelta
from typing import Any

from django import forms

from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.sorting import danish
from borgerforloeb.casework.forms.fields import ColleagueField, LastDayField, NumberField, PersonField


class DeputyForm(DkfdsForm):
    submit_label = "Udpeg"

    user = ColleagueField(label="Medarbejder")
    starts_on = forms.DateField(label="Fra")
    last_day = LastDayField(help_text="Adgangen slutter af sig selv.")
    sees_shielded = forms.BooleanField(label="Må læse det, der er skærmet", required=False)
    reason = forms.CharField(label="Hvorfor?", max_length=300, help_text="Fx ferie eller kursus.")

    def chosen(self) -> dict[str, Any]:
        """An assignment tells the first day without it; people tell the last day with."""
        data = dict(self.cleaned_data)
        last_day: date = data.pop("last_day")
        return {**data, "ends_on": last_day + timedelta(days=1)}


class BlockForm(DkfdsForm):
    submit_label = "Spær"

    citizen = PersonField(label="Hvem ønsker det?", empty_label="Vælg person")
    user = ColleagueField(label="Medarbejder")
    why = forms.CharField(
        label="Borgerens ønske", max_length=300, widget=forms.Textarea(attrs={"rows": 2, "class": "bf-own"})
    )

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["citizen"].only_one(members)


class LiftBlockForm(DkfdsForm):
    submit_label = "Ophæv spærringen"

    reason = forms.CharField(label="Hvad ønsker borgeren nu?", max_length=300)


class EndStaffCitizenForm(DkfdsForm):
    submit_label = "Det var en fejl"

    reason = forms.CharField(
        label="Hvad var fejlen?",
        max_length=300,
        help_text="Fx et forkert CPR-nummer. Det står i loggen. Skriv ikke om borgerens forhold.",
    )


class StaffCitizenForm(DkfdsForm):
    submit_label = "Notér"

    user = forms.ModelChoiceField(
        label="Medarbejder",
        queryset=User.objects.active().order_by(danish("name")),
        empty_label="Vælg medarbejder",
    )
    number = NumberField(label="Medarbejderens CPR-nummer", help_text="Fx 010190-1234")
