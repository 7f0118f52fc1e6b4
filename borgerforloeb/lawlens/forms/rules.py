"""The law as data, in forms: for an administrator, and without code."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator

from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.citizens.models import Domain
from borgerforloeb.law.models import Check, PlanKind, Section, Situation
from borgerforloeb.lawlens.actions.rules import MOST_FIELDS
from borgerforloeb.lawlens.reading import act_names, sections_to_choose, situations_to_choose
from plans.models import PlanSection

THERE_IS_A_DAY_AFTER = MaxValueValidator(date.max - timedelta(days=1), "Vælg en tidligere dag.")


def _without_seen(cleaned: dict[str, Any]) -> dict[str, Any]:
    """How many plans she saw that the rule touches is for the view alone."""
    cleaned.pop("seen", None)
    return cleaned


class KindForm(DkfdsForm):
    submit_label = "Gem reglen"
    guarded = True

    name = forms.CharField(
        label="Planens navn",
        max_length=120,
        help_text="Samme navn som en plan her giver den en ny regel.",
    )
    section = forms.ModelChoiceField(
        label="Paragraf", queryset=Section.objects.none(), required=False, empty_label="Ingen"
    )
    duty = forms.ChoiceField(label="Pligt", choices=PlanKind.Duty.choices, widget=forms.RadioSelect)
    when = forms.ModelMultipleChoiceField(
        label="Når mindst én af disse gælder",
        queryset=Situation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    from_age = forms.IntegerField(label="Fra alder", required=False, min_value=0, max_value=120)
    to_age = forms.IntegerField(label="Til og med alder", required=False, min_value=0, max_value=120)
    valid_from = forms.DateField(label="Gælder fra")
    valid_to = forms.DateField(label="Gælder til og med", required=False)
    merged_by = forms.ModelChoiceField(
        label="Kan indgå i én plan efter",
        queryset=Section.objects.none(),
        required=False,
        empty_label="Kan ikke indgå i én plan",
    )
    note = forms.CharField(label="Bemærkning", max_length=300, required=False, help_text="Fx hvor det står.")
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["when"].queryset = situations_to_choose()
        for name in ("section", "merged_by"):
            fields[name].queryset = sections_to_choose()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for first, last, told in (
            ("from_age", "to_age", "Alderen til og med kan ikke være lavere end alderen fra."),
            ("valid_from", "valid_to", "Reglen kan ikke ophøre, før den begynder."),
        ):
            low, high = cleaned.get(first), cleaned.get(last)
            if low is not None and high is not None and high < low:
                self.add_error(last, told)
        return _without_seen(cleaned)


class EndRuleForm(DkfdsForm):
    submit_label = "Gem slutdatoen"

    valid_to = forms.DateField(label="Sidste dag, den gælder", validators=[THERE_IS_A_DAY_AFTER])
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        return _without_seen(super().clean() or self.cleaned_data)


class RequirementForm(DkfdsForm):
    submit_label = "Tilføj kravet"
    guarded = True

    words = forms.CharField(label="Hvad skal stå i planen?", max_length=200)
    source = forms.CharField(
        label="Hvor i loven?", max_length=60, required=False, help_text="Fx § 141, nr. 1."
    )
    check_by = forms.ChoiceField(label="Hvornår er det opfyldt?", choices=Check.choices)
    argument = forms.ChoiceField(
        label="Hvilket afsnit, område, lov eller antal?",
        required=False,
        help_text="Kun hvor svaret ovenfor spørger.",
    )
    from_age = forms.IntegerField(label="Først fra alder", required=False, min_value=0, max_value=120)
    valid_from = forms.DateField(label="Gælder fra")
    note = forms.CharField(label="Bemærkning", max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["argument"]
        field.choices = [
            ("", "Intet bestemt"),
            ("Afsnit", PlanSection.Kind.choices),
            ("Område", Domain.choices),
            ("Lov", [(name, name) for name in act_names()]),
            ("Antal områder", [(str(one), str(one)) for one in range(2, MOST_FIELDS + 1)]),
        ]
