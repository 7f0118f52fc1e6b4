from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.casework.forms.fields import PersonField
from borgerforloeb.casework.queries import Member
from borgerforloeb.citizens.models import Citizen, Domain, Level
from borgerforloeb.decisions.actions.deciding import GROWN
from borgerforloeb.decisions.models import Decision
from borgerforloeb.decisions.queries import sections_to_decide_by
from borgerforloeb.law.models import Section


class GrantingSectionField(forms.ModelChoiceField):
    """A section that can carry help on that day, under the name of its law; one chosen before is kept."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Section.objects.none(), label="Paragraf", empty_label="Vælg", **kwargs)

    def on(self, day: date, kept: int | None) -> None:
        offered = Q(pk__in=sections_to_decide_by(day)) | Q(pk=kept)
        rows = Section.objects.filter(offered).select_related("act")
        self.queryset = rows
        groups: dict[str, list[tuple[int, str]]] = {}
        for row in rows:
            groups.setdefault(row.act.short_name.capitalize(), []).append(
                (row.pk, f"{row.number}: {row.title}")
            )
        self.choices = [("", "Vælg"), *groups.items()]


class DecisionForm(DkfdsForm):
    is_brought_together = True
    submit_label = "Gem kladden"
    read_by_the_citizen = ("what", "reasons", "not_heard_why")

    person = PersonField(label="Hvem handler den om?", widget=forms.RadioSelect, empty_label=None)
    section = GrantingSectionField()
    what = forms.CharField(label="Hvad afgøres?", max_length=200, help_text="Fx bostøtte i eget hjem.")
    outcome = forms.ChoiceField(label="Udfald", choices=Decision.Outcome.choices, widget=forms.RadioSelect)
    hours_per_week = forms.DecimalField(
        label="Timer om ugen", max_digits=5, decimal_places=2, min_value=0, required=False
    )
    starts_on = forms.DateField(label="Fra", required=False)
    ends_on = forms.DateField(label="Til og med", required=False)
    reasons = forms.CharField(
        label="Begrundelse",
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Reglen, de vigtigste oplysninger og skønnet, skrevet til borgeren. Kan vente.",
    )
    heard_on = forms.DateField(label="Partshørt den", required=False)
    heard_words = forms.CharField(
        label="Hvad borgeren svarede",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    not_heard_why = forms.CharField(
        label="Eller: hvorfor partshøring ikke er nødvendig",
        max_length=300,
        required=False,
        help_text="Fx at borgeren selv har søgt og kender alle oplysninger.",
    )
    childs_view = forms.CharField(
        label="Barnets syn",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ved en afgørelse efter barnets lov om et barn under 18: hvad barnet sagde, "
        "eller hvorfor der ikke er holdt en samtale.",
    )
    # Chosen by whoever writes: what is common is read by everybody who works with the citizen.
    domain = forms.ChoiceField(label="Område", choices=[("", "Vælg"), *Domain.choices])
    level = forms.ChoiceField(label="Hvem må læse den?", choices=Level.choices)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, members: Sequence[Member], today: date, kept: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.only_one(members)
        section: Any = self.fields["section"]
        section.on(today, kept)
        if kept is None:
            del self.fields["version"]
        if not any(_is_child(member.citizen, today) for member in members):
            del self.fields["childs_view"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", "Det kan ikke ophøre, før det begynder.")
        return cleaned


def _is_child(citizen: Citizen, on: date) -> bool:
    age = citizen.age(on)
    return age is not None and age < GROWN


class DecideForm(DkfdsForm):
    """The draft has been read once more; a newer text is told and not decided."""

    submit_label = "Træf afgørelsen"

    version = forms.IntegerField(widget=forms.HiddenInput)


class TellForm(DkfdsForm):
    submit_label = "Notér, at den er meddelt"

    told_on = forms.DateField(label="Hvornår har borgeren fået den?")
    told_way = forms.ChoiceField(label="Hvordan?", choices=Decision.Way.choices, widget=forms.RadioSelect)
