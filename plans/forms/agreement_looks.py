from datetime import date
from typing import Any

from django import forms

from plans.forms.base import PlanForm
from plans.models import Agreement


class LookForm(PlanForm):
    """The reward is asked about only where one was promised."""

    read_by_the_citizen = ("words",)
    submit_label = "Gem"

    # Not `kept`: by that name each form carries the key of what it keeps over a sign-in.
    was_kept = forms.ChoiceField(
        label="Blev det holdt?",
        choices=[("yes", "Ja"), ("partly", "Delvist"), ("no", "Nej")],
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label="Hvilken dag?")
    words = forms.CharField(label="Med ord", max_length=300, required=False)
    reward_given = forms.BooleanField(label="Belønningen er givet", required=False)
    given_kr = forms.IntegerField(label="Kroner givet", required=False, min_value=1, max_value=99_999)

    def __init__(self, *args: Any, agreement: Agreement, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today
        self.fields["was_kept"].help_text = f"Kun hvis {agreement.condition}"
        if not (agreement.reward or agreement.reward_kr):
            del self.fields["reward_given"], self.fields["given_kr"]
        elif not agreement.reward_kr:
            del self.fields["given_kr"]
        else:
            self.fields["given_kr"].initial = agreement.reward_kr
        self.rows = tuple(self.fields)

    def clean(self) -> dict[str, Any]:
        """The amount stands there beforehand: without the tick nothing was given."""
        cleaned = super().clean() or self.cleaned_data
        if "was_kept" in cleaned:
            cleaned["kept"] = cleaned.pop("was_kept")
        if not cleaned.get("reward_given"):
            cleaned["given_kr"] = None
        elif "given_kr" in self.fields and not cleaned.get("given_kr") and "given_kr" not in self.errors:
            self.add_error("given_kr", "Skriv, hvor mange kroner der er givet.")
        return cleaned


class TakeBackLookForm(PlanForm):
    submit_label = "Tag tilbage"

    why = forms.CharField(label="Hvad var forkert?", max_length=300)
