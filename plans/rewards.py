"""What an agreement is on condition of, what is given for keeping it, and how often it was kept (R76)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from borgerforloeb.accounts.presentation import money, shortdate
from plans.models import Agreement, AgreementLook

KEPT = AgreementLook.Kept


def reward_of(row: Mapping[str, Any]) -> str:
    """300 kr. hver gang, en tur i svømmehallen. A version from before there were rewards has none."""
    amount = row.get("reward_kr")
    each = f"{money(amount)} hver gang" if amount else ""
    return ", ".join(filter(None, (each, row.get("reward", ""))))


def terms_of(row: Mapping[str, Any]) -> str:
    """kun hvis hun passer sin skole, belønning: 300 kr. hver gang"""
    condition, reward = row["condition"].removesuffix("."), reward_of(row)
    told = (condition and f"kun hvis {condition}", reward and f"belønning: {reward}")
    return ", ".join(filter(None, told))


def with_terms(row: Mapping[str, Any]) -> str:
    terms = terms_of(row)
    return f"{row['what']} ({terms})" if terms else str(row["what"])


def kept_in_words(looks: Iterable[Mapping[str, Any]]) -> str:
    """Holdt 3 af 4 gange, delvist 1 gang, 900 kr. givet. Of looks that stand."""
    looks = list(looks)
    if not looks:
        return ""
    kept, partly = (sum(look["kept"] == kind for look in looks) for kind in (KEPT.YES, KEPT.PARTLY))
    given = sum(look["given_kr"] or 0 for look in looks)
    told = [f"holdt {kept} af {len(looks)} {'gang' if len(looks) == 1 else 'gange'}"]
    told += [f"delvist {partly} {'gang' if partly == 1 else 'gange'}"] if partly else []
    told += [f"{money(given)} givet"] if given else []
    return ", ".join(told).capitalize()


def next_look(agreement: Agreement, last: date | None) -> date | None:
    """Counted from the last time, or from the day that it was agreed; none where it has ended."""
    if agreement.looked_at_every is None or agreement.status != Agreement.Status.OPEN:
        return None
    return (last or agreement.agreed_on) + timedelta(weeks=agreement.looked_at_every)


def rhythm_of(agreement: Agreement, last: date | None, today: date) -> str:
    """Ses efter hver uge, næste gang 4. december; overdue since it was due."""
    on = next_look(agreement, last)
    if on is None:
        return ""
    when = f"næste gang {shortdate(on)}" if on >= today else f"skulle være set efter {shortdate(on)}"
    return f"Ses efter {agreement.get_looked_at_every_display()}, {when}"
