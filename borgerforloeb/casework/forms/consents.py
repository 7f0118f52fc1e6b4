from django import forms

from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.casework.forms.fields import DomainsField, PersonField
from borgerforloeb.citizens.models import Consent, Domain

TEXTS = ("information", "from_whom", "to_whom", "purpose", "consequence_of_no", "interpreter")


class ConsentForm(DkfdsForm):
    """The record of a yes: each field is a part of the sentence that is read aloud."""

    submit_label = ""
    guarded = True

    citizen = PersonField(label="Hvem siger ja?", empty_label="Vælg person")
    to_whom = forms.CharField(label="Hvem må få oplysningerne?", max_length=160, help_text="Fx Katrine Dahl")
    from_whom = forms.CharField(
        label="Hvem kommer de fra?", max_length=160, help_text="Fx distriktspsykiatrien"
    )
    information = forms.CharField(
        label="Hvilke oplysninger?",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Præcist, fx: min søvnbehandling (dato, aftaler, råd). »Alt relevant« gælder ikke.",
    )
    domains = DomainsField(label="Hvilke områder hører de til?", choices=Domain.choices)
    purpose = forms.CharField(
        label="Hvad skal de bruges til?", max_length=300, help_text="Fx: at finde den rette støtte"
    )
    consequence_of_no = forms.CharField(
        label="Hvad betyder et nej?",
        max_length=300,
        help_text="Fx: det kan tage længere tid at finde den rette støtte",
    )
    given_on = forms.DateField(label="Givet")
    given_way = forms.ChoiceField(
        label="Hvordan?",
        choices=[(Consent.Way.SIGNATURE, "Underskrevet"), (Consent.Way.ORAL, "Mundtligt, noteret her")],
        widget=forms.RadioSelect,
        help_text="Er der helbredsoplysninger med, skal det være underskrevet.",
    )
    expires_on = forms.DateField(
        label="Gælder til og med", help_text="Højst 12 måneder, når der er helbredsoplysninger med."
    )
    interpreter = forms.CharField(
        label="Tolk", max_length=120, required=False, help_text="Hvem tolkede, og til hvilket sprog."
    )

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["citizen"].only_one(members)

    def unsaved(self) -> Consent:
        """As it would be stored, to be read aloud first."""
        return Consent(**{name: self.cleaned_data[name] for name in (*TEXTS, "given_on", "expires_on")})
