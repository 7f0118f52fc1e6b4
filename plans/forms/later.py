from django import forms

from plans.forms.base import PlanForm, VersionField


class RemindForm(PlanForm):
    submit_label = "Gem dagen"

    remind_on = forms.DateField(
        label="Husk os på det den",
        required=False,
        help_text="Sagsbehandleren og borgerkonsulenten får besked den dag. Uden en dag får ingen besked.",
    )
    version = VersionField()
