from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Field, Fieldset, Layout
from django import forms

from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.accounts.models import User
from borgerforloeb.law.models import Section
from plans.models import FollowUp

WIDE = {"rows": 4}
NEXT = ("due_on", "reason", "responsible", "sections")


class FollowUpForm(DkfdsForm):
    """When the plan is looked at next, why then, and which laws it counts for."""

    submit_label = "Gem datoen"
    read_by_the_citizen = ("reason",)

    due_on = forms.DateField(label="Næste opfølgning senest")
    reason = forms.CharField(
        label="Hvorfor da",
        max_length=300,
        help_text="Fx: Praktikken begynder 1. oktober, og de første uger er de sværeste.",
    )
    responsible = forms.ModelChoiceField(User.objects.none(), label="Ansvarlig")
    sections = forms.ModelMultipleChoiceField(
        Section.objects.none(),
        label="Tæller som opfølgning efter",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, staff: Any, sections: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = staff
        self.fields["sections"].queryset = sections
        if not sections:
            del self.fields["sections"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        return {"sections": []} | cleaned

    def next_fields(self) -> Sequence[str]:
        return [name for name in NEXT if name in self.fields]


class HoldFollowUpForm(FollowUpForm):
    """The three questions of a follow-up, and the next date, so that no plan is left without one."""

    submit_label = "Gem opfølgningen"
    guarded = True

    followup = forms.ModelChoiceField(FollowUp.objects.none(), widget=forms.HiddenInput)
    done_on = forms.DateField(label="Holdt")
    does_it_work = forms.CharField(
        label="Virker indsatsen?",
        max_length=4000,
        widget=forms.Textarea(attrs=WIDE),
        help_text="Det, I skriver om opfølgningen, læses af jer to, der har planen.",
    )
    right_things = forms.CharField(
        label="Gør vi det rigtige?", max_length=4000, widget=forms.Textarea(attrs=WIDE)
    )
    done_right = forms.CharField(
        label="Gør vi det rigtigt?", max_length=4000, widget=forms.Textarea(attrs=WIDE)
    )

    def __init__(self, *args: Any, followups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["followup"].queryset = followups

    def get_layout(self) -> Layout:
        return Layout(
            Field("followup"),
            Field("done_on"),
            Field("does_it_work"),
            Field("right_things"),
            Field("done_right"),
            Fieldset("Den næste opfølgning", *self.next_fields()),
        )
