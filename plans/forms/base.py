"""What the plan's forms share: rows of fields, who a text is about, and who may read it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.forms import BoundField

from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Citizen, Domain, Level


class PlanForm(DkfdsForm):
    """Laid out by `rows`: a tuple stands side by side, `folded` behind one line that can be opened."""

    rows: Sequence[str | tuple[str, ...]] = ()
    folded: tuple[str, ...] = ()
    # (name, label) of a second button.
    other_submit: tuple[str, str] | None = None
    guarded = True
    is_brought_together = True

    def kept_elsewhere(self, stored: Any) -> dict[str, Any]:
        """What the row keeps under other names than the fields have."""
        return {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A form has one way to say "not filled in"; the columns say it with nothing.
        self.label_suffix = ""

    def laid_out(self) -> Iterator[list[BoundField]]:
        for row in self.rows or [name for name in self.fields if name not in self.folded]:
            names = (row,) if isinstance(row, str) else row
            if fields := [self[name] for name in names if name in self.fields and not self[name].is_hidden]:
                yield fields

    def behind(self) -> list[BoundField]:
        return [self[name] for name in self.folded if name in self.fields]

    @property
    def opens_behind(self) -> bool:
        return any(field.errors for field in self.behind())


class ReadersForm(PlanForm):
    """Who it is about, the field it belongs to, who may read it."""

    folded = ("domain", "level")

    domain = forms.ChoiceField(label="Område", choices=Domain.choices, initial=Domain.COMMON)
    level = forms.ChoiceField(label="Hvem må læse det", choices=Level.choices, initial=Level.COMMON)

    def __init__(self, *args: Any, persons: Sequence[Citizen], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.persons = persons
        if len(persons) > 1 and "person" in self.rows:
            self.fields["person"] = forms.ChoiceField(
                label="Hvem handler det om?",
                required=False,
                choices=[("", "Hele familien"), *((str(person.pk), person.first_name) for person in persons)],
            )
        # What is wrong is told in the order of the page.
        rows = [(row,) if isinstance(row, str) else row for row in (*self.rows, self.folded)]
        self.order_fields([name for row in rows for name in row])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "person" in self.fields:
            chosen = cleaned.get("person")
            cleaned["person"] = next((row for row in self.persons if str(row.pk) == chosen), None)
        elif "person" in self.rows and "version" not in self.fields:
            # A row that exists keeps its person: who writes may see but one of the family.
            cleaned["person"] = self.persons[0] if len(self.persons) == 1 else None
        return cleaned


class VersionField(forms.IntegerField):
    """Which saving of the row the writer saw."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, initial=0, min_value=0)


def one_to_ten(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Ikke sagt"), *((number, str(number)) for number in range(1, 11))],
        widget=forms.Select(attrs={"class": "input-char-11"}),
    )


def with_the_one_of_now(staff: QuerySet[User], chosen: int | None) -> QuerySet[User]:
    """Whoever has left the course since stays until somebody else is chosen; the act asks of a new one."""
    return User.objects.filter(Q(pk__in=staff.values("pk")) | Q(pk=chosen)).only("name")
