from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import NetworkPerson
from plans.forms.base import PlanForm, ReadersForm, VersionField, with_the_one_of_now
from plans.models import Safeguard


class SafeguardForm(ReadersForm):
    read_by_the_citizen = ("what", "why")
    rows = (
        "person",
        "what",
        "why",
        ("agreed_with", "responsible"),
        ("review_on", "until_on"),
        "network_person",
    )
    submit_label = "Gem hensynet"

    what = forms.CharField(
        label="Hvad skal være i fred?",
        max_length=300,
        help_text="Skriv det, som den skal gøre, der læser det. Fx: Ring ikke før kl. 10.",
    )
    why = forms.CharField(label="Hvorfor?", max_length=300)
    agreed_with = forms.CharField(label="Aftalt med", max_length=120)
    responsible = forms.ModelChoiceField(User.objects.none(), label="Ansvarlig", empty_label="Vælg")
    review_on = forms.DateField(label="Ses efter", help_text="Den dag ser I sammen, om det stadig gælder.")
    until_on = forms.DateField(
        label="Gælder til og med", required=False, help_text="Tomt: indtil I afslutter det."
    )
    network_person = forms.TypedChoiceField(
        label="Skal en i netværket vide det?", required=False, coerce=int, empty_value=None
    )
    version = VersionField()

    def __init__(
        self,
        *args: Any,
        staff: QuerySet[User],
        network: Sequence[NetworkPerson],
        row: Safeguard | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        around = {person.pk: person for person in network}
        if row is not None and row.network_person is not None:
            # Whoever is no longer in the network stays on the list until somebody else is chosen.
            around.setdefault(row.network_person.pk, row.network_person)
        self.around = around
        names = [(str(pk), person.name) for pk, person in around.items()]
        self.fields["network_person"].choices = [("", "Nej"), *names]
        if not names:
            del self.fields["network_person"]
        chosen = row.responsible_id if row else None
        self.fields["responsible"].queryset = with_the_one_of_now(staff, chosen) if row else staff
        if row is None:
            del self.fields["version"]

    def kept_elsewhere(self, stored: Safeguard) -> dict[str, Any]:
        return {"network_person": stored.network_person_id}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "network_person" in cleaned:
            cleaned["network_person"] = self.around.get(cleaned["network_person"])
        return cleaned


class KeepSafeguardForm(PlanForm):
    rows = (("review_on", "until_on"),)
    submit_label = "Det gælder stadig"

    review_on = forms.DateField(label="Ses efter igen")
    until_on = forms.DateField(label="Gælder til og med", required=False)
    version = VersionField()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        review, until = cleaned.get("review_on"), cleaned.get("until_on")
        if review and review <= self.today:
            self.add_error("review_on", "Skriv en dag, der kommer.")
        elif review and until and until < review:
            self.add_error("until_on", "Det skal ses efter, før det udløber.")
        return cleaned


class EndSafeguardForm(PlanForm):
    read_by_the_citizen = ("why",)
    submit_label = "Afslut hensynet"

    why = forms.CharField(label="Hvorfor skal det ikke gælde mere?", max_length=300)
    version = VersionField()
