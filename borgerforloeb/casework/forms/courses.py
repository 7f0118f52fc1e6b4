from crispy_forms.layout import Fieldset, Layout, Row
from django import forms

from borgerforloeb.accounts.formstyle import DkfdsForm, FilterForm
from borgerforloeb.accounts.models import OrgUnit
from borgerforloeb.accounts.sorting import danish
from borgerforloeb.casework.actions.courses import Chosen
from borgerforloeb.casework.actions.persons import WrittenPerson
from borgerforloeb.casework.forms.fields import ColleagueField, DomainsField, NumberField
from borgerforloeb.citizens.models import Course
from roles.models import Role

OF_THE_COURSE = (
    "kind", "family_name", "entry_reason", "first_contact_on", "opened_on", "unit", "end_goal", "domains",
)  # fmt: skip
STATUSES = [("open", "i gang og på pause"), *Course.Status.choices, ("", "alle")]


class CourseFilterForm(FilterForm):
    submit_label = "Vis"

    text = forms.CharField(label="Navn eller nummer", max_length=120, required=False)
    status = forms.ChoiceField(label="Status", choices=STATUSES, required=False)
    kind = forms.ChoiceField(label="Slags", choices=[("", "alle"), *Course.Kind.choices], required=False)
    role = forms.ChoiceField(label="Min rolle", choices=[("", "alle"), *Role.choices], required=False)
    unit = forms.ModelChoiceField(
        label="Enhed", queryset=OrgUnit.objects.order_by(danish("name")), required=False, empty_label="alle"
    )


class WrittenPersonForm(DkfdsForm):
    """The fields that say who somebody is."""

    number = NumberField(
        label="CPR-nummer",
        required=False,
        help_text="Fx 010190-1234. Kan stå tomt, hvis der ikke er et endnu.",
    )
    first_names = forms.CharField(label="Fornavne", max_length=120)
    last_name = forms.CharField(label="Efternavn", max_length=120)
    born_on = forms.DateField(
        label="Født",
        required=False,
        help_text="Kun når der ikke er et CPR-nummer. Kan vente.",
    )

    @property
    def digits(self) -> str:
        number = self.cleaned_data["number"]
        return number.digits if number else ""

    @property
    def person(self) -> WrittenPerson:
        data = self.cleaned_data
        return WrittenPerson(data["first_names"], data["last_name"], data["born_on"], data["number"])


class OpenCourseForm(WrittenPersonForm):
    submit_label = "Åbn forløbet"
    guarded = True
    read_by_the_citizen = ("entry_reason",)
    # The summary of errors comes in the order of the page.
    field_order = ("kind", "number", "first_names", "last_name", "born_on")

    kind = forms.ChoiceField(
        label="Hvem er forløbet for?",
        choices=[
            (Course.Kind.ADULT, "En voksen"),
            (Course.Kind.YOUTH, "En ung"),
            (Course.Kind.FAMILY, "En familie"),
        ],
        widget=forms.RadioSelect,
        help_text="I en familie skriver du den først, du har talt med. De andre tilføjer du bagefter.",
    )
    family_name = forms.CharField(
        label="Hvad kalder vi familien?", max_length=120, required=False, help_text="Kun for en familie."
    )
    entry_reason = forms.CharField(
        label="Hvorfor et samlet forløb nu?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Skriv det, borgeren gerne må læse.",
    )
    first_contact_on = forms.DateField(label="Første kontakt", help_text="Herfra tæller vi dage til en plan.")
    opened_on = forms.DateField(label="Forløbet begynder")
    unit = forms.ModelChoiceField(
        label="Ansvarlig enhed", queryset=OrgUnit.objects.none(), empty_label="Vælg enhed"
    )
    end_goal = forms.ChoiceField(
        label="Slutmål", choices=Course.EndGoal.choices, initial=Course.EndGoal.UNDECIDED
    )
    domains = DomainsField(label="Fagområder, du arbejder med her", help_text="Du læser kun det, du vælger.")
    konsulent = ColleagueField(label="Borgerkonsulent", help_text="Den, der er tættest på borgeren.")
    function = forms.CharField(
        label="Borgerkonsulentens funktion",
        max_length=80,
        required=False,
        help_text="Fx bostøtte eller mentor.",
    )
    konsulent_domains = DomainsField(label="Fagområder, borgerkonsulenten arbejder med her")
    reason = forms.CharField(label="Hvorfor netop den borgerkonsulent?", max_length=300)
    citizen_wish = forms.CharField(
        label="Hvad ønsker borgeren selv?",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "bf-own"}),
        help_text="Helst med egne ord.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = OrgUnit.objects.filter(active=True).order_by(danish("name"))

    def get_layout(self) -> Layout:
        return Layout(
            Fieldset("1. Hvem", "kind", "number", Row("first_names", "last_name"), "born_on", "family_name"),
            Fieldset(
                "2. Hvorfor og hvornår",
                "entry_reason",
                Row("first_contact_on", "opened_on"),
                "unit",
                "end_goal",
            ),
            Fieldset(
                "3. De to, borgeren kan regne med",
                "domains",
                "konsulent",
                "function",
                "konsulent_domains",
                "reason",
                "citizen_wish",
            ),
        )

    @property
    def written(self) -> dict[str, object]:
        """What the action takes."""
        data = self.cleaned_data
        konsulent = Chosen(
            user=data["konsulent"],
            reason=data["reason"],
            function=data["function"],
            domains=data["konsulent_domains"],
            citizen_wish=data["citizen_wish"],
        )
        return {name: data[name] for name in OF_THE_COURSE} | {"person": self.person, "konsulent": konsulent}


class PauseForm(DkfdsForm):
    submit_label = "Sæt på pause"
    read_by_the_citizen = ("reason",)

    paused_on = forms.DateField(label="På pause fra")
    reason = forms.CharField(label="Hvorfor?", max_length=300, help_text="Borgeren og teamet kan læse det.")


class ConfirmForm(DkfdsForm):
    """Nothing to fill in, only to confirm."""


class CloseForm(DkfdsForm):
    submit_label = "Afslut forløbet"
    read_by_the_citizen = ("reason",)

    closing = forms.ChoiceField(
        label="Hvad endte det med?", choices=Course.Closing.choices, widget=forms.RadioSelect
    )
    closed_on = forms.DateField(label="Hvornår?")
    reason = forms.CharField(
        label="Hvorfor slutter det nu?", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
