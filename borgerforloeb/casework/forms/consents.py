from collections.abc import Sequence

from django import forms

from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.casework.answerers import YOUNG
from borgerforloeb.casework.consents import OUTSIDE
from borgerforloeb.casework.forms.fields import DomainsField, PersonField, ReceiversField
from borgerforloeb.casework.queries import Member
from borgerforloeb.citizens.models import Citizen, Consent, Domain

ASKED = (
    "citizen", "domains", "information", "from_whom", "to_whom", "purpose", "consequence_of_no",
    "how_to_withdraw",
)  # fmt: skip
UNSAVED = (*ASKED, "given_on", "expires_on", "language", "interpreter")


class AnswerForm(DkfdsForm):
    """How one person said yes; for another one who is asked the same, this is all of it."""

    submit_label = "Notér svaret"
    guarded = True

    given_by = PersonField(label="Hvem siger ja?", required=False, empty_label="Personen selv")
    childs_view = forms.CharField(
        label="Barnets eget syn",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "class": "bf-own"}),
        help_text="Altid når barnet er under 15 år. Med barnets egne ord.",
    )
    given_on = forms.DateField(label="Givet")
    given_way = forms.ChoiceField(
        label="Hvordan?",
        choices=[(Consent.Way.SIGNATURE, "Underskrevet"), (Consent.Way.ORAL, "Mundtligt, noteret her")],
        widget=forms.RadioSelect,
        help_text="Er der helbredsoplysninger med, skal det være underskrevet.",
    )
    oral_note = forms.CharField(
        label="Notat om det mundtlige ja",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Hvad blev der sagt, og hvem hørte det?",
    )
    language = forms.CharField(label="På hvilket sprog?", max_length=40, required=False)
    interpreter_way = forms.ChoiceField(
        label="Tolkning", choices=Consent.Interpreting.choices, required=False, widget=forms.Select
    )
    interpreter = forms.CharField(label="Hvem tolkede?", max_length=120, required=False)

    def __init__(self, *args, answering: Sequence[Citizen], members: Sequence[Member], **kwargs):
        super().__init__(*args, **kwargs)
        if all(member.age is None or member.age >= YOUNG for member in members):
            del self.fields["childs_view"]
        known = {member.citizen.pk for member in members}
        field = self.fields["given_by"]
        field.queryset = Citizen.objects.filter(pk__in=[one.pk for one in answering])
        # Somebody who is in no course that the reader works with is not named to the reader.
        if len(answering) == 1:
            field.widget = field.hidden_widget()
        field.label_from_instance = lambda one: one.name if one.pk in known else OUTSIDE.capitalize()

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or "dansk"


class ConsentForm(AnswerForm):
    """The record of a yes: each field is a part of the sentence that is read aloud."""

    submit_label = ""
    read_by_the_citizen = ("information", "purpose", "consequence_of_no")

    citizen = PersonField(label="Hvem handler det om?", empty_label="Vælg person")
    to_whom = forms.CharField(label="Hvem må få oplysningerne?", max_length=160, help_text="Fx Katrine Dahl")
    receivers = ReceiversField(
        label="Hvem åbnes de for her i systemet?",
        required=False,
        help_text="De kan læse, så længe samtykket gælder. Ingen, hvis modtageren er uden for systemet.",
    )
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
    how_to_withdraw = forms.CharField(
        label="Hvordan trækkes det tilbage?", max_length=300, required=False, initial=Consent.HOW_TO_WITHDRAW
    )
    expires_on = forms.DateField(
        label="Gælder til og med", help_text="Højst 12 måneder, når der er helbredsoplysninger med."
    )
    field_order = (
        "citizen", "to_whom", "receivers", "from_whom", "information", "domains", "purpose",
        "consequence_of_no", "how_to_withdraw", "expires_on", "given_by", "childs_view", "given_on",
        "given_way", "oral_note", "language", "interpreter_way", "interpreter",
    )  # fmt: skip

    def __init__(self, *args, members, colleagues, **kwargs):
        super().__init__(*args, members=members, **kwargs)
        self.fields["citizen"].only_one(members)
        self.fields["receivers"].among(colleagues)

    def clean_how_to_withdraw(self) -> str:
        return self.cleaned_data["how_to_withdraw"] or Consent.HOW_TO_WITHDRAW

    def unsaved(self) -> Consent:
        """As it would be stored, to be read aloud or signed first."""
        data = self.cleaned_data
        given_by = data["given_by"] or data["citizen"]
        return Consent(given_by=given_by, **{name: data[name] for name in UNSAVED})
