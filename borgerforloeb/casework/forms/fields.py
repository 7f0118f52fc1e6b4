"""Fields that several of this app's forms share."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.sorting import danish
from borgerforloeb.casework.actions.sharing import Receiver
from borgerforloeb.casework.queries import Member
from borgerforloeb.citizens.models import Citizen, Domain
from borgerforloeb.citizens.numbers import PersonalNumber, read_number
from roles.actions import WORKS_WITH_CITIZENS

# What is common to the citizen is read by everybody in the course, so nobody is given it.
FIELDS_OF_WORK = [choice for choice in Domain.choices if choice[0] != Domain.COMMON]


class NumberField(forms.CharField):
    """A CPR or replacement number, with or without hyphen."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 14)
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "input-char-11", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: str) -> PersonalNumber | None:
        text = super().clean(value)
        return read_number(text) if text else None


class ColleagueField(forms.ModelChoiceField):
    """Somebody who works with citizens."""

    def __init__(self, **kwargs):
        colleagues = User.objects.active().with_capability(*WORKS_WITH_CITIZENS).select_related("unit")
        super().__init__(
            queryset=colleagues.order_by(danish("name")), empty_label="Vælg medarbejder", **kwargs
        )

    def label_from_instance(self, user: User) -> str:
        return ", ".join(filter(None, [user.name, user.title, user.unit.name if user.unit else ""]))


class DomainsField(forms.MultipleChoiceField):
    def __init__(self, **kwargs):
        kwargs.setdefault("choices", FIELDS_OF_WORK)
        super().__init__(widget=forms.CheckboxSelectMultiple, **kwargs)


class PersonField(forms.ModelChoiceField):
    """One of the persons of the course that the reader may know of; `among` says which."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Citizen.objects.none(), **kwargs)

    def among(self, members: Sequence[Member]) -> None:
        self.queryset = Citizen.objects.filter(pk__in=[member.citizen.pk for member in members])

    def only_one(self, members: Sequence[Member]) -> None:
        """Where there is one person, there is nothing to choose."""
        self.among(members)
        if len(members) == 1:
            self.initial = members[0].citizen.pk
            self.widget = self.hidden_widget()


class ReceiversField(forms.MultipleChoiceField):
    """Colleagues who work in the course, or all who work there in a field; cleaned to `Receiver`s."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.CheckboxSelectMultiple, **kwargs)

    def among(self, colleagues: Sequence[User]) -> None:
        self.colleagues = {one.pk: one for one in colleagues}
        self.choices = _receivers(colleagues)

    def clean(self, value: list[str]) -> list[Receiver]:
        return [_receiver(key, self.colleagues) for key in super().clean(value)]


class ReceiverField(forms.ChoiceField):
    """One of the same."""

    among = ReceiversField.among

    def clean(self, value: str) -> Receiver:
        return _receiver(super().clean(value), self.colleagues)


def _receivers(colleagues: Sequence[User]) -> list[tuple[str, str]]:
    people = [(f"user-{one.pk}", one.name) for one in colleagues]
    return people + [(f"field-{name}", f"alle med området {label}") for name, label in FIELDS_OF_WORK]


def _receiver(key: str, colleagues: dict[int, User]) -> Receiver:
    kind, _, name = key.partition("-")
    return Receiver(user=colleagues[int(name)]) if kind == "user" else Receiver(domain=name)


class LastDayField(forms.DateField):
    """The last day with something; the first day without it must exist, too."""

    def __init__(self, **kwargs: Any) -> None:
        before = MaxValueValidator(date.max - timedelta(days=1), "Vælg en tidligere dag.")
        super().__init__(label="Til og med", validators=[before], **kwargs)
