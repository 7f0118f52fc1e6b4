from typing import Any

from django import forms

from plans.forms.base import ReadersForm, VersionField
from plans.models import PlanSection

HINTS = {
    PlanSection.Kind.DREAMS: "Skriv ordene, som de blev sagt.",
    PlanSection.Kind.OWN_SOLUTION: "Løsningen kommer før paragrafferne. Skriv ordene, som de blev sagt.",
    PlanSection.Kind.RESOURCES: "Én ting på hver linje.",
    PlanSection.Kind.DIFFICULTIES: "Én ting på hver linje.",
    PlanSection.Kind.END_GOAL: "Job eller uddannelse, og hvornår. Det kan stå åbent: endnu ikke afklaret.",
    PlanSection.Kind.NETWORK: "Hvem hjælper med hvad? De enkelte personer står under Familie og netværk.",
}


class SectionForm(ReadersForm):
    read_by_the_citizen = ("text",)
    rows = ("text", ("said_on", "written_with"))

    text = forms.CharField(
        label="Tekst", max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    said_on = forms.DateField(label="Sagt eller skrevet", required=False)
    written_with = forms.CharField(label="Sammen med", max_length=120, required=False)
    version = VersionField()

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = PlanSection.Kind(kind).label
        self.fields["text"].help_text = HINTS.get(PlanSection.Kind(kind), "")
        if kind in PlanSection.OWN_WORDS:
            self.fields["text"].widget.attrs["class"] = "bf-own"
        else:
            del self.fields["said_on"], self.fields["written_with"]
