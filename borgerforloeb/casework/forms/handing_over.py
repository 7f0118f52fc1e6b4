from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.sorting import danish
from borgerforloeb.casework.forms.fields import ColleagueField
from roles.actions import Absence


class EmployeeForm(DkfdsForm):
    """Whose courses the leader must see handed over, because the employee is away."""

    employee = forms.ModelChoiceField(
        label="Medarbejder", queryset=User.objects.none(), empty_label="Vælg medarbejder"
    )

    def __init__(self, *args: Any, among: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["employee"].queryset = User.objects.filter(pk__in=among).order_by(danish("name"))


class HandOverForm(DkfdsForm):
    submit_label = "Udpeg"

    user = ColleagueField(label="Hvem skal tage over?")
    starts_on = forms.DateField(label="Fra", help_text="Den anden slutter samme dag.")
    cause = forms.ChoiceField(label="Hvorfor?", choices=Absence.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Besked til teamet",
        max_length=250,
        help_text="Står ved rollen i forløbet. Skriv ikke om borgeren.",
    )

    def __init__(self, *args: Any, cause: str, today: date, **kwargs: Any) -> None:
        """Where the reason is known already, it is not asked for."""
        super().__init__(*args, initial={"starts_on": today}, **kwargs)
        self.known = cause
        if cause:
            del self.fields["cause"]
        else:
            self.fields["cause"].choices = [
                choice for choice in Absence.choices if choice[0] != Absence.BARRED
            ]

    def chosen(self) -> dict[str, Any]:
        return {"cause": self.known} | self.cleaned_data
