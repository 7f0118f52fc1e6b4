from django import forms

from borgerforloeb.casework.forms.people import VersionedForm

LIFT, KEEP = "lift", "keep"


class AskToLiftForm(VersionedForm):
    submit_label = "Bed en kollega godkende"

    reason = forms.CharField(
        label="Hvorfor skal beskyttelsen ophæves?",
        max_length=300,
        help_text="Fx hvad borgeren selv har sagt, og hvornår. Kollegaen læser det.",
    )


class AnswerForm(VersionedForm):
    """By the second of two."""

    submit_label = "Svar"

    answer = forms.ChoiceField(
        label="Skal beskyttelsen ophæves?",
        choices=[(LIFT, "Ja, ophæv den"), (KEEP, "Nej, behold den")],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label="Hvorfor skal den blive?", max_length=300, required=False, help_text="Når svaret er nej."
    )
