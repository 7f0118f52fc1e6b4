from django import forms

from borgerforloeb.citizens.models import Level
from plans.forms.base import PlanForm
from plans.models import Measurement


class MeasurementForm(PlanForm):
    rows = ("kind", ("value", "on"), ("source", "level"))
    submit_label = "Gem tallet"

    kind = forms.ChoiceField(
        label="Hvad",
        choices=[
            (Measurement.Kind.ATTENDANCE, "Fremmøde i skolen, i procent"),
            (Measurement.Kind.HOURS, "Ordinære timer om ugen"),
            (Measurement.Kind.CAPACITY, "Så mange timer om ugen er der kræfter til"),
        ],
    )
    value = forms.DecimalField(label="Tal", max_digits=5, decimal_places=2, min_value=0, max_value=100)
    on = forms.DateField(label="Dag")
    source = forms.CharField(label="Hvor kommer tallet fra?", max_length=200, required=False)
    level = forms.ChoiceField(label="Hvem må læse det", choices=Level.choices)


class TakeBackForm(PlanForm):
    submit_label = "Tag tallet tilbage"

    why = forms.CharField(label="Hvad var forkert?", max_length=300)
