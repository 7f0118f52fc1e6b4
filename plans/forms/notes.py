from django import forms

from borgerforloeb.citizens.models import Level
from plans.forms.base import PlanForm


class NoteForm(PlanForm):
    read_by_the_citizen = ("text",)
    rows = ("text", ("about_on", "level"))
    submit_label = "Gem noten"

    text = forms.CharField(label="Note", max_length=8000, widget=forms.Textarea(attrs={"rows": 4}))
    about_on = forms.DateField(label="Dag")
    level = forms.ChoiceField(label="Hvem må læse den", choices=Level.choices)
