from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.decisions.models import Decision
from borgerforloeb.law.models import Section
from plans.forms.base import PlanForm, ReadersForm, VersionField
from plans.models import Intervention
from roles.permissions import Access, Permission


def sections_in_force(on: date, kept: int | None = None) -> QuerySet[Section]:
    """Those that can carry help on that day, and the one already chosen, so that saving does not lose it."""
    bearing = Section.objects.in_force(on).filter(grants_help=True)
    sections = Section.objects.filter(Q(pk__in=bearing) | Q(pk=kept)).select_related("act")
    return sections.only("number", "title", "act__short_name")


class SectionField(forms.ModelChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Section.objects.none(),
            label="Paragraf",
            required=False,
            empty_label="Ikke valgt endnu",
            help_text="Kan vente, til der skal træffes en afgørelse.",
            **kwargs,
        )

    def label_from_instance(self, section: Section) -> str:
        return f"{section.act.short_name} {section.number}: {section.title}"


class DecisionField(forms.ModelChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Decision.objects.none(),
            label="Afgørelse",
            required=False,
            empty_label="Den nyeste efter paragraffen",
            help_text="Det, loven giver, begynder først, når det er bevilget.",
            **kwargs,
        )

    def label_from_instance(self, decision: Decision) -> str:
        return f"{longdate(decision.decided_on)}: {decision.what}, {decision.get_outcome_display()}"


class InterventionForm(ReadersForm):
    read_by_the_citizen = ("title",)
    rows = (
        "title",
        "section",
        ("provider", "provider_name"),
        ("hours_per_week", "starts_on", "ends_on"),
        ("status", "yearly_cost"),
    )

    title = forms.CharField(label="Indsats", max_length=200)
    section = SectionField()
    provider = forms.ModelChoiceField(
        User.objects.none(), label="Hvem", required=False, empty_label="En anden"
    )
    provider_name = forms.CharField(label="Hvem, uden for systemet", max_length=160, required=False)
    hours_per_week = forms.DecimalField(
        label="Timer om ugen", max_digits=5, decimal_places=2, min_value=0, required=False
    )
    starts_on = forms.DateField(label="Fra", required=False)
    ends_on = forms.DateField(label="Til og med", required=False)
    status = forms.ChoiceField(label="Status")
    yearly_cost = forms.IntegerField(label="Pris om året i kr.", min_value=0, required=False)
    version = VersionField()

    def __init__(
        self,
        *args: Any,
        access: Access,
        staff: QuerySet[User],
        today: date,
        row: Intervention | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = sections_in_force(today, row and row.section_id)
        self.fields["provider"].queryset = staff
        self.fields["status"].choices = statuses(access, row)
        if Permission.SEE_COSTS not in access:
            del self.fields["yearly_cost"]
        if row is None:
            del self.fields["version"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("provider") and cleaned.get("provider_name"):
            self.add_error("provider_name", "Vælg enten en kollega, eller skriv et navn uden for systemet.")
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Indsatsen kan ikke slutte, før den begynder.")
        return cleaned


class InterventionStatusForm(PlanForm):
    rows = (("status", "section"), "decision")

    status = forms.ChoiceField(label="Status")
    section = SectionField()
    decision = DecisionField()
    version = VersionField()

    def __init__(
        self,
        *args: Any,
        access: Access,
        today: date,
        row: Intervention,
        decisions: QuerySet[Decision],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = decisions
        self.fields["section"].queryset = sections_in_force(today, row.section_id)
        self.fields["status"].choices = statuses(access, row)


def statuses(access: Access, row: Intervention | None) -> list[tuple[str, str]]:
    """Decisions are offered to those who decide, the rest to those who write the plan."""
    now = row.status if row else Intervention.Status.IDEA
    may_write, may_decide = Permission.EDIT_PLAN in access, Permission.DECIDE in access
    return [
        (value, label.capitalize())
        for value, label in Intervention.Status.choices
        if value == now or (may_decide if value in Intervention.DECIDED else may_write)
    ]
