"""The rows that repeat on the plan page as HTML: a template asks for each word, here a row is one sentence.

Everything that comes from the database goes through `html`, which escapes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.text import Truncator

from borgerforloeb.accounts.drawing import NO_TEXT, icon, status_mark, voice
from borgerforloeb.accounts.markup import html, joined

if TYPE_CHECKING:
    from plans.agreement_cards import AgreementRow
    from plans.cards import GoalCard, Help, Step

SHORT_NOTE = 280
NO_STEPS = SafeString('<p class="bf-meta">Ingen delmål endnu.</p>')
# Each button says the state that is wanted, so a second press changes nothing.
STEP_TO_TICK = """<li{is_done}><button class="bf-check" name="{wanted}" value="{pk}"\
 aria-pressed="{pressed}"><span class="bf-private">{text}</span>{when}</button></li>"""
STEP = '<li{is_done}><span class="sr-only">{state}: </span><span class="bf-private">{text}</span>{when}</li>'
IS_DONE = SafeString(' class="is-done"')
HELPS = """<table class="table bf-table">
  <caption class="sr-only">Indsatser på {goal}</caption>
  <thead><tr><th scope="col">Indsats</th><th scope="col">Hvem</th><th scope="col">Timer</th>\
<th scope="col">Periode</th><th scope="col">Status</th>{cost}</tr></thead>
  <tbody>
  {rows}
  </tbody>
</table>"""
COST_HEADING = SafeString('<th scope="col">Pris om året</th>')
HELP = """<tr><td data-title="Indsats"><span class="bf-private">{title}</span>\
 <span class="bf-law">{law}</span></td>\
<td data-title="Hvem" class="bf-private">{who}</td><td data-title="Timer">{hours}</td>\
<td data-title="Periode">{period}</td><td data-title="Status">{status}{act}</td>{cost}</tr>
  """
MISSING = '<span class="bf-para" aria-hidden="true">§</span><span class="sr-only">§</span> {missing}'
ACT = '<a href="{address}" hx-get="{address}"{where}>{word}<span class="sr-only">{about}</span></a>'
LOCKED = ' <span class="bf-law">{icon}{circle}</span>'
BELOW = """<details class="bf-more"><summary>{what}<span class="sr-only"> på {title}</span></summary>
{why}{steps}<div class="bf-gap">{helps}</div></details>"""
AGREEMENT = """
      <tr><td data-title="Aftale"><span class="bf-private">{what}</span>{terms}{looks}{outcome}{circle}</td>\
<td data-title="Hvem" class="bf-private">{who}</td><td data-title="Hvornår">{when}</td>{acts}</tr>"""
ENDED = """<li><span class="bf-private">{what}</span>\
 <span class="bf-meta">{who} · {when}{terms}{outcome}</span>{looks}{circle}</li>"""
LOOKS = """ <a class="bf-meta" href="{url}agreements/{pk}/looks/">{words}\
<span class="sr-only">{about}</span></a>"""
IN_THE_AGREEMENTS = SafeString(' hx-target="#i-aftaler" hx-swap="innerHTML"')


@dataclass(frozen=True)
class Desk:
    """Where the plan lies, and what the reader may do there."""

    url: str
    notes_url: str
    may_write: bool
    may_edit: bool
    may_set_status: bool
    sees_costs: bool
    may_answer: bool
    user_id: int


def act(address: str, word: str, about: str = "", where: SafeString = NO_TEXT) -> SafeString:
    """A link that opens a form in its place; what it is about is said to those who do not see the row."""
    return html(ACT, address=address, word=word, about=about, where=where)


def locked(circle: str) -> SafeString:
    return (
        html(' <span class="bf-law">{icon}{circle}</span>', icon=icon("lock"), circle=circle)
        if circle
        else NO_TEXT
    )


def steps(rows: Sequence[Step], *, can_tick: bool) -> SafeString:
    if not rows:
        return NO_STEPS
    return html('<ul class="bf-checks">{rows}</ul>', rows=joined(_step(row, can_tick) for row in rows))


def _step(row: Step, can_tick: bool) -> SafeString:
    return html(
        STEP_TO_TICK if can_tick else STEP,
        pk=str(row.pk),
        is_done=IS_DONE if row.done else NO_TEXT,
        wanted="undone" if row.done else "done",
        pressed="true" if row.done else "false",
        state="Nået" if row.done else "Ikke nået",
        text=row.text,
        when=_who_and_when(row),
    )


def _who_and_when(row: Step) -> SafeString:
    if not row.who:
        return html(' <span class="bf-meta">{when}</span>', when=row.when) if row.when else NO_TEXT
    when = html(", {when}", when=row.when) if row.when else NO_TEXT
    told = ' <span class="bf-meta"><span class="bf-private">{who}</span>{when}</span>'
    return html(told, who=row.who, when=when)


def helps(goal: str, rows: Sequence[Help], desk: Desk) -> SafeString:
    """The interventions of a goal; the law is quiet, what is missing of it has its sign."""
    if not rows:
        return NO_TEXT
    cost = COST_HEADING if desk.sees_costs else NO_TEXT
    return html(HELPS, goal=goal, cost=cost, rows=joined(_help(row, desk) for row in rows))


def _help(row: Help, desk: Desk) -> SafeString:
    return html(
        HELP,
        title=row.title,
        law=html(MISSING, missing=row.missing) if row.missing else row.law,
        who=row.who,
        hours=row.hours,
        period=row.period,
        status=row.status,
        act=_act_on_help(row, desk),
        cost=html('<td data-title="Pris om året">{cost}</td>', cost=row.cost) if desk.sees_costs else NO_TEXT,
    )


def _act_on_help(row: Help, desk: Desk) -> SafeString:
    address = f"{desk.url}interventions/{row.pk}/"
    if desk.may_write:
        return html(" {act}", act=act(f"{address}edit/", "Ret", f" {row.title}"))
    if desk.may_set_status:
        return html(" {act}", act=act(f"{address}status/", "Ret", f" status på {row.title}"))
    return NO_TEXT


def why(text: str) -> SafeString:
    return html('<div class="bf-private">{words}</div>', words=voice(text, size="small")) if text else NO_TEXT


def said(card: GoalCard) -> SafeString:
    """What was answered to the goal itself, when the last version was agreed or not."""
    return html('<p class="bf-meta bf-private">{said}</p>', said=card.said) if card.said else NO_TEXT


def below(card: GoalCard, desk: Desk) -> SafeString:
    """What stands on a goal for later, or on one that has ended: to be read, and behind one word."""
    words = why(card.why) if card.is_ended else NO_TEXT
    parts = {"hvorfor": words, "delmål": card.steps, "indsatser": card.helps}
    told = [name for name, part in parts.items() if part]
    if not told:
        return NO_TEXT
    reading = replace(desk, may_write=False, may_set_status=False)
    return html(
        BELOW,
        what=(f"{', '.join(told[:-1])} og {told[-1]}" if told[1:] else told[0]).capitalize(),
        title=card.title,
        why=words,
        steps=steps(card.steps, can_tick=False) if card.steps else NO_TEXT,
        helps=helps(card.title, card.helps, reading),
    )


def goal_marks(card: GoalCard) -> SafeString:
    """After the number of a goal: whom it is about, whether it is new, who shares it, and who may read it."""
    about = html(' · <span class="bf-private">{about}</span>', about=card.about) if card.about else NO_TEXT
    new = SafeString(" <ins>nyt</ins>") if card.is_new else NO_TEXT
    circle = html(" · {icon}{circle}", icon=icon("lock"), circle=card.circle) if card.circle else NO_TEXT
    shared = html(" · {shared}", shared=card.shared) if card.shared else NO_TEXT
    return joined((about, new, shared, circle))


def note(card: GoalCard, desk: Desk) -> SafeString:
    """The latest note of a goal, and the way to the others."""
    if card.note is None:
        return NO_TEXT
    text = card.note["text"]
    return html(
        '<p class="bf-note"><strong>{who}:</strong> <span class="bf-private">{text}</span>'
        ' <a href="{notes}?goal={pk}">{all}</a></p>',
        who=card.note["who"],
        text=Truncator(text).chars(SHORT_NOTE) if len(text) > SHORT_NOTE else text,
        notes=desk.notes_url,
        pk=card.pk,
        all="Noten" if card.notes == 1 else f"Alle {card.notes} noter",
    )


def placements(card: GoalCard, desk: Desk) -> SafeString:
    """Where the goal has somebody at work, each on a line."""
    line = '<p><span class="bf-private">{words}</span> · <a href="{url}placements/">Praktik{about}</a></p>'
    about = html('<span class="sr-only"> til {title}</span>', title=card.title)
    return joined(html(line, words=words, url=desk.url, about=about) for words in card.placements)


def cost(words: str) -> SafeString:
    return html("{icon}{words} om året", icon=icon("lock"), words=words) if words else NO_TEXT


def agreements(rows: Sequence[AgreementRow], desk: Desk) -> SafeString:
    return joined(_agreement(row, desk) for row in rows)


def _agreement(row: AgreementRow, desk: Desk) -> SafeString:
    terms = ' <span class="bf-meta">{terms}</span>'
    # Some are kept week by week, so there is something to tell before the end.
    outcome = ' <span class="bf-meta">{outcome}</span>'
    return html(
        AGREEMENT,
        what=row.what,
        terms=html(terms, terms=row.terms) if row.terms else NO_TEXT,
        looks=_looks(row, desk),
        outcome=html(outcome, outcome=row.outcome) if row.outcome else NO_TEXT,
        circle=locked(row.circle),
        who=row.who,
        when=status_mark(row.late, "late") if row.late else row.when,
        acts=_acts_on_agreement(row, desk),
    )


def _acts_on_agreement(row: AgreementRow, desk: Desk) -> SafeString:
    if not desk.may_edit:
        return NO_TEXT
    address, about = f"{desk.url}agreements/{row.pk}/", f" aftalen: {row.what}"
    acts = [act(f"{address}end/", "Luk", about, IN_THE_AGREEMENTS)]
    if desk.may_write:
        acts += [SafeString(" · "), act(f"{address}edit/", "Ret", about, IN_THE_AGREEMENTS)]
    return html('<td class="bf-nowrap">{acts}</td>', acts=joined(acts))


def _looks(row: AgreementRow, desk: Desk) -> SafeString:
    """To the page that follows an agreement on a condition, by how it has gone so far."""
    if not row.terms and not row.kept:
        return NO_TEXT
    about = f" aftalen: {row.what}"
    return html(
        LOOKS,
        url=desk.url,
        pk=str(row.pk),
        words=row.kept or "Følg",
        about=about,
    )


def ended_agreements(rows: Sequence[AgreementRow], desk: Desk) -> SafeString:
    return joined(
        html(
            ENDED,
            what=row.what,
            who=row.who,
            when=row.when or "aflyst",
            terms=f" · {row.terms}" if row.terms else "",
            looks=_looks(row, desk),
            outcome=f" · {row.outcome}" if row.outcome else "",
            circle=locked(row.circle),
        )
        for row in rows
    )
