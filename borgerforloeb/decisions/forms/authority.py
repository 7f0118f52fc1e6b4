from datetime import date
from typing import Any

from django import forms

from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.accounts.models import OrgUnit, User
from borgerforloeb.casework.forms.fields import ColleagueField
from borgerforloeb.decisions.queries import acts_in_force, sections_to_decide_by
from borgerforloeb.law.models import Act, Section


class AuthorityForm(DkfdsForm):
    submit_label = "Giv kompetencen"

    user = ColleagueField(label="Hvem?")
    act = forms.ModelChoiceField(Act.objects.none(), label="Efter hvilken lov?", empty_label="Vælg")
    section = forms.ModelChoiceField(
        Section.objects.none(), label="Kun én paragraf", required=False, empty_label="Hele loven"
    )
    starts_on = forms.DateField(label="Fra")
    ends_on = forms.DateField(label="Til og med", required=False)
    why = forms.CharField(
        label="Hvorfor?", max_length=200, help_text="Fx delegation af 1. marts eller oplært af teamlederen."
    )

    def __init__(self, *args: Any, leader: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user: Any = self.fields["user"]
        user.queryset = user.queryset.filter(unit__in=OrgUnit.objects.under(leader.unit_id)).exclude(
            pk=leader.pk
        )
        act, section = self.fields["act"], self.fields["section"]
        act.queryset = acts_in_force(today)  # type: ignore[attr-defined]
        section.queryset = sections_to_decide_by(today)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", "Kompetencen kan ikke ophøre, før den begynder.")
        return cleaned


class EndAuthorityForm(DkfdsForm):
    submit_label = "Lad den ophøre"

    ends_on = forms.DateField(label="Sidste dag")
