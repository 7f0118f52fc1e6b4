from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import NetworkPerson
from plans.forms.base import PlanForm, ReadersForm, VersionField
from plans.forms.who import Around, WhoChoices
from plans.models import Agreement


class AgreementForm(ReadersForm):
    read_by_the_citizen = ("what", "condition", "reward")
    rows = (
        "who",
        "what",
        ("due_on", "due_words"),
        "condition",
        ("reward_kr", "reward", "looked_at_every"),
        "person",
    )

    who = forms.ChoiceField(label="Hvem")
    what = forms.CharField(label="Gør hvad", max_length=300)
    due_on = forms.DateField(label="Senest", required=False)
    due_words = forms.CharField(
        label="Eller med ord", max_length=80, required=False, help_text="For eksempel: hver mandag."
    )
    condition = forms.CharField(
        label="Kun hvis", max_length=300, required=False, help_text="Når noget andet først skal holdes."
    )
    reward_kr = forms.IntegerField(
        label="Belønning, kroner hver gang", required=False, min_value=1, max_value=99_999
    )
    reward = forms.CharField(
        label="Eller noget andet",
        max_length=120,
        required=False,
        help_text="For eksempel: en tur i biografen.",
    )
    looked_at_every = forms.TypedChoiceField(
        label="Vi ser efter",
        choices=[("", "Ikke fast"), *Agreement.Weeks.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    version = VersionField()

    def __init__(
        self,
        *args: Any,
        staff: Sequence[User],
        network: Sequence[NetworkPerson],
        is_new: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.whos = WhoChoices(Around(self.persons, staff, network), nobody="Vælg")
        self.fields["who"].choices = self.whos.choices
        if is_new:
            del self.fields["version"]

    def kept_elsewhere(self, stored: Agreement) -> dict[str, Any]:
        return {"who": holder_of(stored)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned |= self.whos.chosen(cleaned.pop("who", ""))
        if not cleaned.get("due_on") and not cleaned.get("due_words") and not self.errors:
            self.add_error("due_on", "Skriv en dato, eller skriv med ord hvornår.")
        follows = any(cleaned.get(name) for name in ("reward", "reward_kr", "looked_at_every"))
        if follows and not cleaned.get("condition"):
            self.add_error("condition", "Skriv, hvad der skal holdes. Ellers er der intet at se efter.")
        return cleaned


def holder_of(agreement: Agreement) -> str:
    for kind in ("user", "citizen", "network_person"):
        if pk := getattr(agreement, f"{kind}_id"):
            return f"{kind}:{pk}"
    return ""


class EndAgreementForm(PlanForm):
    read_by_the_citizen = ("outcome",)
    rows = ("status", "done_on", "outcome")
    guarded = False

    status = forms.ChoiceField(
        label="Hvad skete der?",
        choices=[("done", "Det er gjort"), ("cancelled", "Aftalen er aflyst")],
        widget=forms.RadioSelect,
        initial="done",
    )
    done_on = forms.DateField(label="Hvornår", required=False)
    outcome = forms.CharField(label="Hvordan gik det?", max_length=300, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("status") == Agreement.Status.CANCELLED:
            if not cleaned.get("outcome"):
                self.add_error("outcome", "Skriv, hvorfor aftalen er aflyst.")
        elif not cleaned.get("done_on") and "done_on" not in self.errors:
            self.add_error("done_on", "Skriv, hvornår det blev gjort.")
        elif cleaned.get("done_on") and cleaned["done_on"] > self.today:
            self.add_error("done_on", "Datoen er ikke kommet endnu.")
        return cleaned
