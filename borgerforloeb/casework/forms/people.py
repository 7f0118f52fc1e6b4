from datetime import date
from typing import Self

from crispy_forms.layout import Layout, Row
from django import forms

from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.casework.forms.courses import WrittenPersonForm
from borgerforloeb.casework.forms.fields import ColleagueField, DomainsField, NumberField, PersonField
from borgerforloeb.citizens.models import Citizen, CoursePerson, FamilyRelation, NetworkPerson
from roles.models import TEAM_ROLES, Role

WHERE = ("address", "postcode", "city")


class MemberForm(WrittenPersonForm):
    submit_label = "Tilføj"

    part = forms.ChoiceField(
        label="Hvem er det i familien?",
        choices=[choice for choice in CoursePerson.Part.choices if choice[0] != CoursePerson.Part.MAIN],
        widget=forms.RadioSelect,
    )
    starts_on = forms.DateField(label="Med i forløbet fra")

    def get_layout(self) -> Layout:
        return Layout("number", Row("first_names", "last_name"), "born_on", "part", "starts_on")


class EndForm(DkfdsForm):
    """The day from which something no longer holds."""

    ends_on = forms.DateField(label="Hvornår?")

    def __init__(self, *args, submit_label: str, today: date, **kwargs):
        super().__init__(*args, initial={"ends_on": today}, **kwargs)
        self.submit_label, self.today = submit_label, today

    def clean_ends_on(self) -> date:
        """It is gone from every page at once, so it is not written ahead."""
        if self.cleaned_data["ends_on"] > self.today:
            raise forms.ValidationError("Datoen ligger i fremtiden.")
        return self.cleaned_data["ends_on"]


class CorrectForm(DkfdsForm):
    """For a relation that never was. One that has ended is another thing, and keeps an employee out."""

    submit_label = "Ret fejlen"

    reason = forms.CharField(
        label="Hvorfor er den noteret ved en fejl?",
        max_length=300,
        help_text="Fx forvekslet med en anden af samme navn. Relationen bliver stående i historikken.",
    )


class VersionedForm(DkfdsForm):
    """Two may write it at the same time: it brings the version that its writer saw."""

    guarded = True

    version = forms.IntegerField(widget=forms.HiddenInput)

    def again(self, stored: Citizen | NetworkPerson, **kwargs) -> Self:
        """As it was written, for whoever has now seen what is stored: the next save is a choice."""
        data = self.data.copy()
        data["version"] = str(stored.version)
        form = type(self)(data, **kwargs)
        form.is_valid()
        return form

    def changes(self) -> dict[str, object]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class CitizenForm(VersionedForm):
    first_names = forms.CharField(label="Fornavne", max_length=120)
    last_name = forms.CharField(label="Efternavn", max_length=120)
    born_on = forms.DateField(label="Født", required=False)
    phone = forms.CharField(label="Telefon", max_length=20, required=False)
    email = forms.EmailField(label="E-mail", required=False)
    protected_address = forms.BooleanField(label="Navne- og adressebeskyttet", required=False)
    address = forms.CharField(label="Adresse", max_length=200, required=False)
    postcode = forms.RegexField(
        r"^\d{4}$", label="Postnummer", required=False, error_messages={"invalid": "Skriv fire tal, fx 3500"}
    )
    city = forms.CharField(label="By", max_length=60, required=False)
    language = forms.CharField(label="Sprog", max_length=40)
    needs_interpreter = forms.BooleanField(label="Har brug for tolk", required=False)
    exempt_from_digital_post = forms.BooleanField(
        label="Fritaget for Digital Post", required=False, help_text="Så skal alt sendes på papir."
    )

    def __init__(self, *args, citizen: Citizen, hides_address: bool, **kwargs):
        self.hides_address = hides_address
        hidden = WHERE if self.hides_address else ()
        names = [name for name in self.base_fields if name not in hidden]
        super().__init__(*args, initial={name: getattr(citizen, name) for name in names}, **kwargs)
        if citizen.protected_address:
            # Set by one tick; lifted by two, on a page of its own.
            del self.fields["protected_address"]
        if self.hides_address:
            self.fields[
                "address"
            ].help_text = "Adressen er beskyttet og vises ikke. Skriv kun, hvis den er ny."

    def get_layout(self) -> Layout:
        protection = ["protected_address"] if "protected_address" in self.fields else []
        return Layout(
            "version", Row("first_names", "last_name"), "born_on", Row("phone", "email"), *protection,
            "address", Row("postcode", "city"), "language", "needs_interpreter", "exempt_from_digital_post",
        )  # fmt: skip

    def changes(self) -> dict[str, object]:
        """What was written. An empty field over a hidden address means that the address stays."""
        data = super().changes()
        if self.hides_address and not data["address"]:
            for name in WHERE:
                del data[name]
        return data


class NumberForm(DkfdsForm):
    submit_label = "Gem nummeret"

    number = NumberField(label="CPR-nummer eller erstatningsnummer", help_text="Fx 010190-1234")
    valid_from = forms.DateField(
        label="Gælder fra", help_text="Et tidligere nummer bliver stående i historikken."
    )


class RelationForm(DkfdsForm):
    submit_label = "Gem relationen"

    citizen = PersonField(label="Hvem?", empty_label="Vælg person")
    kind = forms.ChoiceField(label="Er", choices=FamilyRelation.Kind.choices, widget=forms.RadioSelect)
    relative = PersonField(label="Til hvem?", empty_label="Vælg person")
    has_custody = forms.BooleanField(label="Har forældremyndighed", required=False)
    lives_together = forms.BooleanField(label="Bor sammen", required=False)
    starts_on = forms.DateField(label="Fra", required=False)

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["citizen"].among(members)
        self.fields["relative"].among(members)


class NetworkPersonForm(VersionedForm):
    side = forms.ChoiceField(
        label="Hvem er det?",
        choices=[
            (NetworkPerson.Side.PRIVATE, "En fra det private netværk"),
            (NetworkPerson.Side.PROFESSIONAL, "En fagperson uden adgang her"),
        ],
        widget=forms.RadioSelect,
    )
    citizen = PersonField(label="Hvis netværk?", empty_label="Vælg person")
    name = forms.CharField(label="Navn", max_length=120)
    relation = forms.CharField(
        label="Relation", max_length=80, help_text="Fx søster, træner eller egen læge."
    )
    organisation = forms.CharField(label="Arbejdssted", max_length=120, required=False)
    phone = forms.CharField(label="Telefon", max_length=20, required=False)
    email = forms.EmailField(label="E-mail", required=False)
    contribution = forms.CharField(label="Hjælper med", max_length=300, required=False)

    def __init__(self, *args, members, person: NetworkPerson | None = None, **kwargs):
        if person is not None:
            kwargs["initial"] = {
                name: getattr(person, name) for name in self.base_fields if name != "citizen"
            }
        super().__init__(*args, **kwargs)
        self.fields["citizen"].only_one(members)
        # Whose network it is stays as it was; somebody new has not been saved before.
        del self.fields["version" if person is None else "citizen"]

    def get_layout(self) -> Layout:
        first = ["side", "citizen"] if "citizen" in self.fields else ["version", "side"]
        return Layout(*first, Row("name", "relation"), "organisation", Row("phone", "email"), "contribution")


class RoleForm(DkfdsForm):
    submit_label = "Udpeg"

    role = forms.ChoiceField(
        label="Rolle",
        choices=[(role.value, role.label) for role in TEAM_ROLES if role != Role.DEPUTY],
        widget=forms.RadioSelect,
        help_text="En ny koordinerende sagsbehandler eller borgerkonsulent afløser den, der er.",
    )
    user = ColleagueField(label="Medarbejder")
    function = forms.CharField(
        label="Funktion", max_length=80, required=False, help_text="Fx bostøtte, mentor eller jobvejleder."
    )
    domains = DomainsField(label="Fagområder", required=False, help_text="Kun det, opgaven kræver.")
    person = PersonField(label="Gælder", required=False, empty_label="hele forløbet")
    sees_shielded = forms.BooleanField(label="Må læse det, der er skærmet", required=False)
    starts_on = forms.DateField(label="Fra")
    reason = forms.CharField(label="Hvorfor?", max_length=300)
    citizen_wish = forms.CharField(
        label="Hvad ønsker borgeren selv?",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "bf-own"}),
    )

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].among(members)
        if len(members) == 1:
            del self.fields["person"]


class EndRoleForm(DkfdsForm):
    submit_label = "Afslut rollen"

    ends_on = forms.DateField(label="Første dag uden rollen", help_text="Adgangen slutter den dag.")
    reason = forms.CharField(label="Hvorfor?", max_length=300)
