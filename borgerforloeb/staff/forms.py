from datetime import date
from typing import Any, Self

from crispy_forms.layout import Layout, Row
from django import forms

from borgerforloeb.accounts.formstyle import DkfdsForm, FilterForm
from borgerforloeb.accounts.models import Capability, OrgUnit, User
from borgerforloeb.accounts.sorting import danish
from borgerforloeb.casework.forms.people import VersionedForm
from borgerforloeb.staff.queries import CLOSED, OPEN

STATUSES = [(OPEN, "åbne"), (CLOSED, "lukkede"), ("", "alle")]


class EmployeeFilterForm(FilterForm):
    text = forms.CharField(label="Navn eller brugernavn", max_length=120, required=False)
    status = forms.ChoiceField(label="Konti", choices=STATUSES, required=False)
    unit = forms.ModelChoiceField(
        label="Enhed", queryset=OrgUnit.objects.order_by(danish("name")), required=False, empty_label="alle"
    )
    capability = forms.ChoiceField(
        label="Ansat til", choices=[("", "alle"), *Capability.choices], required=False
    )


class EmployeeForm(DkfdsForm):
    """Two administrators may write it at the same time: it brings the version that its writer saw."""

    guarded = True

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label="Navn", max_length=120)
    title = forms.CharField(label="Stilling", max_length=80, required=False)
    unit = forms.ModelChoiceField(
        label="Enhed",
        queryset=OrgUnit.objects.none(),
        required=False,
        empty_label="Ingen enhed",
        help_text="Flytter medarbejderen, slutter rollerne i den gamle enheds forløb i dag.",
    )
    email = forms.EmailField(label="E-mail", required=False)
    phone = forms.CharField(label="Telefon", max_length=20, required=False)
    capabilities = forms.MultipleChoiceField(
        label="Ansat til",
        choices=Capability.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Det åbner ingen forløb: det gør en rolle i forløbet.",
    )

    def __init__(self, *args: Any, employee: User | None = None, **kwargs: Any) -> None:
        if employee is not None:
            kwargs["initial"] = {name: getattr(employee, name) for name in self.base_fields if name != "unit"}
            kwargs["initial"]["unit"] = employee.unit_id
        super().__init__(*args, **kwargs)
        units = OrgUnit.objects.filter(active=True)
        if employee is not None and employee.unit_id is not None:
            units |= OrgUnit.objects.filter(pk=employee.unit_id)
        self.fields["unit"].queryset = units.order_by(danish("name"))

    def again(self, stored: User) -> Self:
        """As it was written, for whoever has now seen what is stored: the next save is a choice."""
        data = self.data.copy()
        data["version"] = str(stored.version)
        form = type(self)(data, employee=stored)
        form.is_valid()
        return form

    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class NewEmployeeForm(EmployeeForm):
    submit_label = "Opret"

    username = forms.CharField(
        label="Brugernavn", max_length=60, help_text="Det, medarbejderen logger ind med. Det kan ikke ændres."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        self.fields["unit"].help_text = ""

    def get_layout(self) -> Layout:
        return Layout("name", "username", Row("title", "unit"), Row("email", "phone"), "capabilities")


class CloseForm(DkfdsForm):
    submit_label = "Luk kontoen"

    last_day = forms.DateField(label="Sidste dag", help_text="Kontoen lukker med det samme.")
    reason = forms.CharField(
        label="Hvorfor?",
        max_length=200,
        help_text="Fx holdt op eller telefonen er stjålet. Det står i loggen.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"last_day": today}, **kwargs)


class WayInForm(DkfdsForm):
    submit_label = "Giv en ny adgangskode"

    PASSWORD, SECOND_FACTOR = "password", "second_factor"
    lost = forms.ChoiceField(
        label="Hvad er tabt?",
        choices=[
            (PASSWORD, "Adgangskoden. Totrinsbekræftelsen er, som den var"),
            (SECOND_FACTOR, "Telefonen eller nøglen. Totrinsbekræftelsen sættes op forfra"),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Hvordan ved du, at det er medarbejderen selv, der beder om det?",
        max_length=200,
        help_text="Fx mødt op, eller ringet op på et nummer, du kendte i forvejen. Det står i loggen.",
    )

    def chosen(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"second_factor_too": data["lost"] == self.SECOND_FACTOR, "reason": data["reason"]}


class CloseLaidAsideForm(DkfdsForm):
    submit_label = "Luk påmindelsen"

    reason = forms.CharField(
        label="Hvorfor skal den ikke sendes?",
        max_length=200,
        help_text="Skriv ikke om en borger. Det gemmes og står i loggen.",
    )


class ReopenForm(DkfdsForm):
    submit_label = "Åbn kontoen igen"

    reason = forms.CharField(label="Hvorfor?", max_length=200, help_text="Det står i loggen.")


class WordFilterForm(FilterForm):
    text = forms.CharField(label="Ord", max_length=80, required=False)
    status = forms.ChoiceField(
        label="På listen",
        choices=[(OPEN, "i brug"), (CLOSED, "ude af brug"), ("", "alle")],
        required=False,
    )


class WordForm(VersionedForm):
    heavy = forms.CharField(
        label="Tungt ord",
        max_length=60,
        help_text="Et ord eller en vending. Skriv hver form, der skal kunne byttes, som sit eget ord.",
    )
    plain = forms.CharField(
        label="Skriv hellere", max_length=80, help_text="Det, der kan stå i stedet midt i en sætning."
    )
