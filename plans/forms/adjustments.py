from typing import Any

from django import forms

from plans.forms.base import PlanForm
from plans.models import AdjustmentRequest
from plans.proposing import Subject

Kind, Status = AdjustmentRequest.Kind, AdjustmentRequest.Status


class AdjustmentForm(PlanForm):
    rows = ("subject", "after", "why")
    read_by_the_citizen = ("after",)
    submit_label = "Send forslaget"

    subject = forms.ChoiceField(label="Hvad skal ændres?")
    after = forms.CharField(
        label="Sådan bør der stå",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ordene til målet eller delmålet. Gælder det timer, så skriv tallet om ugen, fx 2,5.",
    )
    why = forms.CharField(label="Hvorfor", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, subjects: list[Subject], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {subject.key: subject for subject in subjects}
        self.fields["subject"].choices = [(subject.key, subject.label) for subject in subjects]

    def clean_subject(self) -> Subject:
        return self.by_key[self.cleaned_data["subject"]]


class SeenField(forms.CharField):
    """What stood there when the form was drawn; drawn again, it is what stands there now."""

    def __init__(self) -> None:
        super().__init__(required=False, strip=False, widget=forms.HiddenInput)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial


class AnswerForm(PlanForm):
    rows = ("status", "result", "reason")
    read_by_the_citizen = ("result",)
    submit_label = "Send svaret"

    status = forms.ChoiceField(
        label="Dit svar",
        choices=[
            (Status.ACCEPTED, "Ja, skriv det i planen"),
            (Status.CHANGED, "Ja, men som jeg skriver her"),
            (Status.DECLINED, "Nej"),
        ],
        widget=forms.RadioSelect,
    )
    result = forms.CharField(
        label="Sådan skal der stå",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Kun hvis du siger ja med en ændring.",
    )
    reason = forms.CharField(
        label="Hvorfor",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Skal skrives, når du siger nej.",
    )
    seen = SeenField()

    def __init__(self, *args: Any, adjustment: AdjustmentRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if adjustment.kind == Kind.HOURS:
            self.fields["result"].label = "Så mange timer om ugen"
            self.fields["result"].widget = forms.TextInput(
                attrs={"inputmode": "decimal", "class": "input-char-8"}
            )
