from django import forms

from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.citizens.models import Course
from outcomes.models import TRIN_MEANING, Trin


class AssessForm(DkfdsForm):
    submit_label = "Gem vurderingen"
    guarded = True
    read_by_the_citizen = ("reason",)

    person = forms.ChoiceField(label="Hvem?", widget=forms.RadioSelect)
    trin = forms.TypedChoiceField(
        label="Hvor er borgeren på vejen nu?",
        choices=[(trin.value, f"{trin.label.capitalize()}: {TRIN_MEANING[trin]}") for trin in Trin],
        coerce=int,
        widget=forms.RadioSelect,
        help_text="Trin siger, hvor tæt borgeren er på job eller uddannelse, ikke hvad I må gøre nu.",
    )
    assessed_on = forms.DateField(label="Hvilken dag gælder vurderingen?")
    reason = forms.CharField(
        label="Hvorfor?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Skriv det, så borgeren selv kan læse det. Borgeren kan bede om at se det.",
    )

    def __init__(self, *args, citizens, **kwargs):
        super().__init__(*args, **kwargs)
        self.by_id = {str(citizen.pk): citizen.pk for citizen in citizens}
        self.fields["person"].choices = [(str(citizen.pk), citizen.name) for citizen in citizens]
        if len(citizens) == 1:
            self.fields["person"].initial = str(citizens[0].pk)
            self.fields["person"].widget = forms.HiddenInput()

    def assessment(self):
        data = {name: self.cleaned_data[name] for name in ("trin", "assessed_on", "reason")}
        return data | {"person_id": self.by_id[self.cleaned_data["person"]]}


class ViewForm(forms.Form):
    """What the leaders' page counts. The address holds a unit and a kind, nothing about a person."""

    enhed = forms.ChoiceField(label="Enhed", required=False)
    slags = forms.ChoiceField(
        label="Forløb", choices=[("", "Alle slags"), *Course.Kind.choices], required=False
    )

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["enhed"].choices = [("", "Alle enheder"), *((str(unit.pk), unit.name) for unit in units)]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"
