"""What somebody wrote, and what a colleague saved meanwhile, as one form to look through and save.

A form carries what it began with, signed, since the row remembers only what stands there now: field history
is read by nobody, and without script there is no draft. It holds nothing that the page's own fields do not.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.signing import BadSignature, Signer
from django.db import models
from django.utils.choices import flatten_choices

from borgerforloeb.accounts.merging import From, Piece, joined, merge
from borgerforloeb.accounts.presentation import decimal_comma, numericdate

FIELD = "base"
SIGNER = Signer(salt="borgerforloeb.drafts.base")
Base = dict[str, str]


@dataclass(frozen=True)
class Difference:
    """One field, as it is saved and as it was written here, and what the form proposes."""

    name: str
    label: str
    theirs: str
    mine: str
    whose: From
    # Of a long text: what was added, changed or taken away, and by whom.
    pieces: tuple[Piece, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.whose is From.CLASH


def begun_with(form: forms.BaseForm) -> str:
    """What a form that is drawn for the first time holds, for the field that it carries."""
    return _signed({name: _plain(form[name].initial) for name in _written(form)})


def base_of(form: forms.BaseForm) -> Base | None:
    """Nothing where it carries none, or one that is not ours: then all that differs is a choice."""
    try:
        base = SIGNER.unsign_object(str(form.data.get(FIELD, "")))
    except (BadSignature, ValueError):
        return None
    return base if isinstance(base, dict) else None


def bring_together(
    form: forms.BaseForm, stored: Any, *, more: dict[str, Any] | None = None
) -> list[Difference]:
    """Changes what the form holds to what is proposed; saving it is then a choice, by who has seen both.

    `more` tells of fields that the row keeps under other names.
    """
    given: Any = form.data
    base, data = base_of(form), given.copy()
    theirs = {name: _stands(stored, name, more or {}) for name in _written(form)}
    told = []
    for name, saved in theirs.items():
        if saved is None:
            continue
        difference, proposed = _compare(form, name, base, _plain(saved))
        if difference is not None:
            told.append(difference)
            if proposed is not None:
                data[name] = _as_posted(form.fields[name], saved) if proposed == _plain(saved) else proposed
    data["version"] = str(stored.version)
    data[FIELD] = _signed({name: _plain(saved) for name, saved in theirs.items() if saved is not None})
    form.data = data
    return told


def merged_text(base: str | None, theirs: str, mine: str) -> tuple[str, tuple[Piece, ...]]:
    """What the field holds; without what both began with, one's own."""
    if base is None:
        return mine, ()
    pieces = tuple(merge(base, _plain(theirs), _plain(mine)))
    return joined(pieces), tuple(piece for piece in pieces if _is_told(piece))


def _is_told(piece: Piece) -> bool:
    return piece.whose is not From.BOTH and piece.text.strip() != piece.base.strip()


def is_settled(differences: Iterable[Difference]) -> bool:
    return not any(one.is_open for one in differences)


def _written(form: forms.BaseForm) -> Collection[str]:
    return [name for name, field in form.fields.items() if not field.widget.is_hidden]


def _stands(stored: Any, name: str, more: dict[str, Any]) -> Any:
    """Nothing of a field that the row does not have."""
    value = more[name] if name in more else getattr(stored, name, None)
    if value is None and not hasattr(stored, name):
        return None
    return "" if value is None else value


def _compare(
    form: forms.BaseForm, name: str, base: Base | None, theirs: str
) -> tuple[Difference | None, str | None]:
    """How the two differ, and what is put into the field; nothing where it is left as it was written."""
    given = form.cleaned_data[name] if name in form.cleaned_data else form.data.get(name)
    # What the form had no field for then was empty in it.
    mine, began = _plain(given), None if base is None else base.get(name, "")
    if theirs == mine:
        return None, None
    field = form.fields[name]
    proposed, whose, pieces = _proposal(field, began, theirs, mine)
    told = _told(field, theirs), _told(field, mine)
    return Difference(name, str(field.label), *told, whose, pieces), proposed


def _proposal(
    field: forms.Field, base: str | None, theirs: str, mine: str
) -> tuple[str | None, From, tuple[Piece, ...]]:
    if base == theirs:
        return None, From.MINE, ()
    if base == mine:
        can_be_chosen = not hasattr(field, "choices") or theirs in _choices(field)
        return (theirs, From.THEIRS, ()) if can_be_chosen else (None, From.CLASH, ())
    if base is None or not isinstance(field.widget, forms.Textarea):
        return None, From.CLASH, ()
    text, pieces = merged_text(base, theirs, mine)
    clashes = any(piece.whose is From.CLASH for piece in pieces)
    return text, From.CLASH if clashes else From.EACH, pieces


def _plain(value: Any) -> str:
    """The same words for a value of the row, of the form and of what was sent."""
    if value is None or value is False:
        return ""
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, list | tuple):
        return json.dumps(sorted(map(_plain, value)))
    return str(value).replace("\r\n", "\n").strip()


def _as_posted(field: forms.Field, value: Any) -> str:
    prepared = field.prepare_value(value)
    if isinstance(field.widget, forms.TextInput):
        return field.widget.format_value(prepared) or ""
    return _plain(value)


def _choices(field: Any) -> dict[str, str]:
    choices: Any = flatten_choices(field.choices)
    return {str(getattr(value, "value", value)): str(label) for value, label in choices}


def _told(field: Any, value: str) -> str:
    if hasattr(field, "choices"):
        return _choices(field).get(value, value)
    if isinstance(field, forms.DateField) and value:
        return numericdate(date.fromisoformat(value))
    if isinstance(field, forms.DecimalField) and value:
        return decimal_comma(Decimal(value))
    if isinstance(field, forms.BooleanField):
        return "ja" if value else "nej"
    return value


def _signed(base: Base) -> str:
    return SIGNER.sign_object(base, compress=True)
