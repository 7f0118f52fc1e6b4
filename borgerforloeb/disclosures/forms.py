from collections.abc import Sequence
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.disclosures.models import Disclosure, Finding
from borgerforloeb.disclosures.recipients import Around, Recipient, authority
from borgerforloeb.law.models import Section

OUTSIDE = "authority"


class RecipientForm(DkfdsForm):
    """Those who have a basis; an authority outside the house is written, with the ground for it."""

    submit_label = "Se udgaven igennem"

    recipient = forms.ChoiceField(label="Hvem skal have planen?", widget=forms.RadioSelect)
    name = forms.CharField(label="Hvilken myndighed?", max_length=240, required=False)
    ground = forms.ChoiceField(
        label="Hvad hviler det på?",
        required=False,
        help_text="Kun når det er en myndighed uden for kommunen.",
    )
    why = forms.CharField(
        label="Hvad skal myndigheden bruge det til?",
        max_length=200,
        required=False,
        help_text="Når det hviler på loven.",
    )

    def __init__(self, *args, possible: Sequence[Recipient], people: Around, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people
        self.recipients = {one.key: one for one in possible if one.basis}
        choices = [(key, f"{one.name}. {one.basis}.") for key, one in self.recipients.items()]
        self.fields["recipient"].choices = [*choices, (OUTSIDE, "En myndighed uden for kommunen")]
        self.grounds = {f"consent-{one.pk}": one for one in people.consents}
        sections = Section.objects.in_force(today).select_related("act")
        self.grounds |= {f"section-{one.pk}": one for one in sections}
        self.fields["ground"].choices = [
            ("", "Vælg grundlag"),
            *((key, _told(one)) for key, one in self.grounds.items()),
        ]

    def clean(self):
        data = super().clean()
        if data.get("recipient") != OUTSIDE:
            return data
        ground = self.grounds.get(data.get("ground", ""))
        if not data.get("name"):
            self.add_error("name", "Skriv, hvilken myndighed det er.")
        if ground is None:
            self.add_error("ground", "Vælg den paragraf eller det samtykke, som udleveringen hviler på.")
        if isinstance(ground, Section) and not data.get("why"):
            self.add_error("why", "Skriv, hvad myndigheden skal bruge det til.")
        return data

    def chosen(self) -> Recipient:
        data = self.cleaned_data
        if data["recipient"] != OUTSIDE:
            return self.recipients[data["recipient"]]
        ground = self.grounds[data["ground"]]
        given = {"section": ground} if isinstance(ground, Section) else {"consent": ground}
        return authority(data["name"], self.people, why=data["why"], **given)


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

    why = forms.CharField(label="Hvorfor stoppes den?", max_length=300)


class LedgerForm(DkfdsForm):
    to = forms.ChoiceField(
        label="Modtager", required=False, choices=[("", "Alle modtagere"), *Disclosure.To.choices]
    )


def refusal_of(error: ValidationError) -> str:
    return " ".join(error.messages)
