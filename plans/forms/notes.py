from django import forms

from borgerforloeb.citizens.models import Level
from plans.forms.base import PlanForm, VersionField


class NoteForm(PlanForm):
    read_by_the_citizen = ("text",)
    rows = ("text", ("about_on", "level"))
    submit_label = "Gem og underskriv"
    # A button of its own: a name that only this press sends.
    other_submit = ("as_draft", "Gem som kladde")

    text = forms.CharField(label="Note", max_length=8000, widget=forms.Textarea(attrs={"rows": 4}))
    about_on = forms.DateField(label="Dag")
    level = forms.ChoiceField(label="Hvem må læse den", choices=Level.choices)
    as_draft = forms.BooleanField(required=False)


class NoteEditForm(NoteForm):
    version = VersionField()


class AddendumForm(PlanForm):
    read_by_the_citizen = ("text",)
    submit_label = "Gem og underskriv"

    text = forms.CharField(label="Tillæg", max_length=8000, widget=forms.Textarea(attrs={"rows": 4}))


class DiscardForm(forms.Form):
    version = VersionField()
