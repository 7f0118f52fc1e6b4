from django import forms

from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.accounts.sorting import danish
from borgerforloeb.casework.forms.fields import FIELDS_OF_WORK, PersonField, ReceiverField
from borgerforloeb.law.models import Section


class SectionField(forms.ModelChoiceField):
    def __init__(self, **kwargs):
        super().__init__(queryset=Section.objects.none(), empty_label="Vælg paragraf", **kwargs)

    def in_force(self, on) -> None:
        sections = Section.objects.in_force(on).select_related("act")
        self.queryset = sections.order_by(danish("act__short_name"), "number", "pk")

    def label_from_instance(self, section: Section) -> str:
        return f"{section}: {section.title}"


class LawForm(DkfdsForm):
    """A law that opens a person's field to somebody, with the days it is used and why."""

    submit_label = "Åbn for deling"
    guarded = True
    read_by_the_citizen = ("why",)

    citizen = PersonField(label="Hvem handler det om?", empty_label="Vælg person")
    domain = forms.ChoiceField(label="Hvilket område åbnes?", choices=FIELDS_OF_WORK)
    receiver = ReceiverField(
        label="Hvem åbnes det for?",
        help_text="Aldrig for dig selv, heller ikke gennem dit område: det skal en anden notere.",
    )
    section = SectionField(label="Efter hvilken paragraf?")
    starts_on = forms.DateField(label="Fra")
    ends_on = forms.DateField(label="Til og med", required=False, help_text="Tomt, når der ikke er en dag.")
    why = forms.CharField(
        label="Hvorfor er det nødvendigt?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Borgeren kan få det at læse.",
    )

    def __init__(self, *args, members, colleagues, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["citizen"].only_one(members)
        self.fields["receiver"].among(colleagues)
        self.fields["section"].in_force(today)


class EndSharingForm(DkfdsForm):
    submit_label = "Stop delingen"

    reason = forms.CharField(label="Hvorfor stopper den?", max_length=300)
