from collections.abc import Sequence
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.disclosures.models import Disclosure, Finding
from borgerforloeb.disclosures.recipients import Around, Recipient, authority
from borgerforloeb.law.models import Section

LARGE_TYPE = forms.BooleanField(
    label="Med stor skrift", required=False, help_text="Alt er en tredjedel større, og der er flere sider."
)


class RecipientForm(DkfdsForm):
    """Those who have a basis, each with it."""

    recipient = forms.ChoiceField(widget=forms.RadioSelect)
    large_type = LARGE_TYPE

    def __init__(self, *args, possible: Sequence[Recipient], ask: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["recipient"].label = ask
        self.recipients = {one.key: one for one in possible if one.basis}
        self.fields["recipient"].choices = [
            (key, f"{one.name}. {one.basis}.") for key, one in self.recipients.items()
        ]

    def chosen(self) -> Recipient:
        return self.recipients[self.cleaned_data["recipient"]]


class AuthorityForm(DkfdsForm):
    """An authority outside the house is written, with the ground for it."""

    name = forms.CharField(label="Hvilken myndighed?", max_length=240)
    ground = forms.ChoiceField(label="Hvad hviler det på?")
    why = forms.CharField(
        label="Hvad skal myndigheden bruge det til?",
        max_length=200,
        required=False,
        help_text="Når det hviler på loven.",
    )
    large_type = LARGE_TYPE

    def __init__(self, *args, people: Around, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people
        sections = Section.objects.in_force(today).select_related("act")
        readable = (one for one in people.consents if one.pk not in people.closed)
        self.grounds = {f"consent-{one.pk}": one for one in readable}
        self.grounds |= {f"section-{one.pk}": one for one in sections}
        choices = [(key, _told(one)) for key, one in self.grounds.items()]
        self.fields["ground"].choices = [("", "Vælg grundlag"), *choices]

    def clean(self):
        data = super().clean()
        if isinstance(self.grounds.get(data.get("ground", "")), Section) and not data.get("why"):
            self.add_error("why", "Skriv, hvad myndigheden skal bruge det til.")
        return data

    def chosen(self) -> Recipient:
        ground = self.grounds[self.cleaned_data["ground"]]
        given = {"section": ground} if isinstance(ground, Section) else {"consent": ground}
        return authority(self.cleaned_data["name"], self.people, why=self.cleaned_data["why"], **given)


def _told(ground) -> str:
    if isinstance(ground, Section):
        return f"{ground.act.short_name} {ground.number}: {ground.title}"
    return f"Samtykke: {ground.information} til {ground.to_whom}"[:160]


class DecisionsForm(forms.Form):
    """One choice for each finding, and why where it is to stand."""

    def __init__(self, *args, findings: Sequence[Finding], **kwargs):
        super().__init__(*args, **kwargs)
        self.findings = findings
        for finding in findings:
            self.fields[f"decision_{finding.pk}"] = forms.ChoiceField(
                choices=Finding.Decision.choices, required=False
            )
            self.fields[f"why_{finding.pk}"] = forms.CharField(max_length=300, required=False)

    def decisions(self) -> dict[int, tuple[str, str]]:
        data = self.cleaned_data
        return {
            one.pk: (data[f"decision_{one.pk}"], data[f"why_{one.pk}"])
            for one in self.findings
            if data[f"decision_{one.pk}"]
        }


class StopForm(DkfdsForm):
    submit_label = "Stop udleveringen"

    why = forms.CharField(label="Skal den ikke udleveres? Skriv hvorfor", max_length=300)


class LedgerForm(DkfdsForm):
    """Working copies are many and left nobody's hands: they are shown when they are asked for."""

    OTHERS, ALL = "", "all"
    to = forms.ChoiceField(
        label="Modtager",
        required=False,
        choices=[(OTHERS, "Uden arbejdskopier"), *Disclosure.To.choices, (ALL, "Alle")],
    )

    def chosen(self, rows):
        to = self.cleaned_data["to"] if self.is_valid() else self.OTHERS
        if to == self.OTHERS:
            return rows.exclude(to=Disclosure.To.SELF)
        return rows if to == self.ALL else rows.filter(to=to)


def refusal_of(error: ValidationError) -> str:
    return " ".join(error.messages)
