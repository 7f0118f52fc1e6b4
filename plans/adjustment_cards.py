"""Adjustments in finished words and as HTML: on the goal's card, and where one is read and answered.

Everything that comes from the database goes through `html`, which escapes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from borgerforloeb.accounts.drawing import NO_TEXT, status_mark
from borgerforloeb.accounts.markup import html, joined
from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.law.workdays import working_days_between
from plans.models import AdjustmentRequest
from plans.proposing import hours_as_text, hours_in_words, stands_now
from plans.queries import ADJUSTMENT

if TYPE_CHECKING:
    from plans.rows import Desk

Kind, Status = AdjustmentRequest.Kind, AdjustmentRequest.Status
STATUS_WORDS = dict(Status.choices)
GONE = "Det er fjernet fra planen"

FACT = '<div><dt>{name}</dt><dd class="bf-private">{words}</dd></div>'
OPEN = """<section class="bf-adjustment" id="forslag-{pk}"><p><strong>{heading}</strong></p>
<p class="bf-row"><span class="bf-meta">{when}</span>{stale}</p>
{facts}{act}</section>"""
ACT = """<p><a href="{url}adjustments/{pk}/" hx-get="{url}adjustments/{pk}/">{act}\
<span class="sr-only">: {heading}</span></a></p>"""
ANSWERED = """<li class="bf-adjustment"><p><strong>{heading}</strong></p>
<p class="bf-row">{mark}<span class="bf-meta">{when}</span></p>{facts}</li>"""
FOLDED = """<details class="bf-more"><summary>Besvarede forslag ({number})</summary>
<ul class="bf-plain">{rows}</ul></details>"""


@dataclass(frozen=True, slots=True)
class Told:
    """One adjustment, and what was said to it."""

    pk: int
    by: int
    heading: str
    when: str
    before: str
    after: str
    now: str
    why: str
    status: str
    result: str
    reason: str
    is_open: bool
    is_stale: bool

    @property
    def answer(self) -> str:
        return STATUS_WORDS[self.status]


def told_on_card(goal: Mapping[str, Any], today: date) -> list[Told]:
    """Of a goal of the draft, whose rows are JSON. What is about a help that is not read is not told."""
    steps = {row["id"]: row["text"] for row in goal["step_rows"]}
    helps = {row["id"]: row for row in goal["help_rows"]}
    found = []
    for row in goal["adjustment_rows"]:
        help_ = helps.get(row["intervention_id"])
        if help_:
            found.append(_told(row, hours_as_text(help_["hours_per_week"]), help_["title"], today))
        elif row["intervention_id"] is None:
            now = goal["title"] if row["kind"] == Kind.WORDS else steps.get(row["subgoal_id"], "")
            found.append(_told(row, now, "", today))
    return found


def told(adjustment: AdjustmentRequest, today: date) -> Told:
    row = {name: attrgetter(name.replace("__", "."))(adjustment) for name in ADJUSTMENT[:-1]}
    row["answered_by__name"] = adjustment.answered_by.name if adjustment.answered_by else ""
    return _told(row, stands_now(adjustment), str(adjustment.intervention or ""), today)


def _told(row: Mapping[str, Any], now: str, help_: str, today: date) -> Told:
    is_open = row["status"] == Status.OPEN
    is_stale = is_open and now != row["before"]

    def words(text: str) -> str:
        return hours_in_words(text) if row["kind"] == Kind.HOURS else text

    return Told(
        pk=row["id"],
        by=row["proposed_by_id"],
        heading=f"{row['proposed_by__name']} {'foreslår' if is_open else 'foreslog'} {_what(row, help_)}",
        when=_waited(row, today) if is_open else _answered(row),
        before=words(row["before"]),
        after=words(row["after"]),
        now=(words(now) or GONE) if is_stale else "",
        why=row["why"],
        status=row["status"],
        result=words(row["result"]) if row["result"] else "",
        reason=row["reason"],
        is_open=is_open,
        is_stale=is_stale,
    )


def _what(row: Mapping[str, Any], help_: str) -> str:
    if row["kind"] == Kind.HOURS:
        return f"andre timer til {help_}"
    if row["kind"] == Kind.WORDS:
        return "andre ord til målet"
    return "andre ord til et delmål" if row["before"] else "et nyt delmål"


def _day(at: datetime | str) -> date:
    """Moments come out of JSON as text."""
    return localdate(datetime.fromisoformat(at) if isinstance(at, str) else at)


def _waited(row: Mapping[str, Any], today: date) -> str:
    proposed = _day(row["proposed_at"])
    waited = working_days_between(proposed, today)
    return f"{longdate(proposed)}{f', har ventet {workdays(waited)}' if waited else ''}"


def _answered(row: Mapping[str, Any]) -> str:
    first, last = _day(row["proposed_at"]), _day(row["answered_at"])
    passed = working_days_between(first, last)
    after = f"efter {workdays(passed)}" if passed else "samme dag"
    who = f"{row['answered_by__name']} {longdate(last)}"
    return who if row["status"] == Status.WITHDRAWN else f"{who}, {after}"


def workdays(number: int) -> str:
    return "1 hverdag" if number == 1 else f"{number} hverdage"


def on_the_card(rows: Sequence[Told], desk: Desk) -> SafeString:
    """What waits first and open, what has been answered behind one line."""
    answered = [row for row in rows if not row.is_open]
    waiting = joined(_open(row, desk) for row in rows if row.is_open)
    if not answered:
        return waiting
    folded = html(FOLDED, number=str(len(answered)), rows=joined(map(_line, answered)))
    return joined((waiting, folded))


def _open(row: Told, desk: Desk) -> SafeString:
    return html(
        OPEN,
        pk=str(row.pk),
        heading=row.heading,
        when=row.when,
        stale=status_mark("Ændret siden", "late") if row.is_stale else NO_TEXT,
        facts=facts(row),
        act=_act(row, desk),
    )


def _act(row: Told, desk: Desk) -> SafeString:
    """Who proposed it may take it back, who coordinates answers; the others have read it here."""
    is_own = row.by == desk.user_id
    if not is_own and not desk.may_answer:
        return NO_TEXT
    act = "Se eller træk tilbage" if is_own else "Svar"
    return html(ACT, url=desk.url, pk=str(row.pk), act=act, heading=row.heading)


def _line(row: Told) -> SafeString:
    step = "" if row.status in (Status.DECLINED, Status.WITHDRAWN) else "full"
    mark = status_mark(row.answer.capitalize(), step)
    return html(ANSWERED, heading=row.heading, mark=mark, when=row.when, facts=facts(row))


def facts(row: Told) -> SafeString:
    """What stood, what is proposed and why; where it has been changed since, also what stands now."""
    told = [
        ("Stod der" if row.is_stale or not row.is_open else "Står der nu", row.before),
        ("Står der nu", row.now),
        ("Forslag", row.after),
        ("Hvorfor", row.why),
        ("Det blev til", row.result if row.status == Status.CHANGED else ""),
        ("Svar", row.reason),
    ]
    return html(
        '<dl class="bf-facts">{rows}</dl>',
        rows=joined(html(FACT, name=name, words=words) for name, words in told if words),
    )
