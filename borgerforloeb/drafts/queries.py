"""The draft that a page offers when its form is opened again, beside what the form holds now."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.timezone import localdate

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import clock, shortdate
from borgerforloeb.drafts.actions import Fields, open_draft
from borgerforloeb.drafts.models import Draft, Holding


@dataclass(frozen=True)
class Offer:
    draft: Draft
    fields: Fields
    # (label, as it stands, as it was written), where the two differ
    texts: list[tuple[str, str, str]]
    # Somebody has saved since it was written.
    is_stale: bool
    when: str

    @property
    def fields_as_json(self) -> str:
        return json.dumps(self.fields, ensure_ascii=False)


def has_long_text(form: forms.BaseForm) -> bool:
    """Every form with room for more than a line is kept while it is written."""
    return any(isinstance(field.widget, forms.Textarea) for field in form.fields.values())


def offer_for(form: forms.BaseForm, address: str, *, to: User, at: datetime) -> Offer | None:
    """Nothing where the form holds it already: a save of the same words leaves nothing to fetch."""
    drafts = Draft.objects.half_written(to, at - settings.DRAFTS_KEPT).filter(address=address)
    draft = drafts.first()
    if draft is None:
        return None
    fields = open_draft(draft)
    texts = _differing(form, dict(fields))
    if not texts:
        return None
    return Offer(draft, fields, texts, _is_stale(form, dict(fields)), when(draft.saved_at, at))


def _differing(form: forms.BaseForm, written: dict[str, str]) -> list[tuple[str, str, str]]:
    """The texts; a choice is fetched with them, and seen in its field."""
    return [
        (str(bound.label), stands, mine)
        for bound in form
        if type(bound.field) is forms.CharField and not bound.is_hidden and bound.name in written
        if (stands := _plain(bound.value())) != (mine := _plain(written[bound.html_name]))
    ]


def _is_stale(form: forms.BaseForm, written: dict[str, str]) -> bool:
    return "version" in form.fields and _plain(form["version"].value()) != written.get("version", "")


def _plain(value: Any) -> str:
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def writes_here(holding: Holding) -> str:
    return f"{holding.user.name} skriver her til kl. {clock(holding.until)}"


def when(moment: datetime | None, now: datetime) -> str:
    """i dag kl. 14.03"""
    if moment is None:
        return ""
    days = (localdate(now) - localdate(moment)) // timedelta(days=1)
    day = {0: "i dag", 1: "i går"}.get(days) or f"den {shortdate(moment)}"
    return f"{day} kl. {clock(moment)}"
