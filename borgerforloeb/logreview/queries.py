"""The queue in figures: what each rule found in a period, what was answered in time, and what was judged.

Fewer than five are not counted out, and have no shares: they would tell what one employee had done.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Sum

from borgerforloeb.accounts.models import User
from borgerforloeb.logreview.actions.reconciling import SEEN_DIFFERS
from borgerforloeb.logreview.models import ANSWER_WITHIN, ReviewCase, ReviewNight, ReviewRule
from borgerforloeb.logreview.reminders import ACCESS_DUE
from borgerforloeb.logreview.uses import ZONE
from borgerforloeb.notices.models import Notice
from roles.gate import OPEN_TO

SMALL = 5
# In time by the calendar, as the notice says it.
PER_RULE = f"""
    SELECT rule, count(*), count(asked_at),
        count(*) FILTER (WHERE (answered_at AT TIME ZONE %(zone)s)::date
            <= (asked_at AT TIME ZONE %(zone)s)::date + %(days)s),
        count(closed_at),
        count(*) FILTER (WHERE verdict = 'ok'), count(*) FILTER (WHERE verdict = 'talk'),
        count(*) FILTER (WHERE verdict = 'breach'),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM closed_at - found_on) / 86400.0)
            FILTER (WHERE closed_at IS NOT NULL)
    FROM logreview_reviewcase WHERE found_on BETWEEN %(first)s AND %(last)s
        AND {OPEN_TO.format(employee="%(user)s", course="course_id", persons="person_ids")}
    GROUP BY 1
"""  # noqa: S608 every part of it is written out


def few(number: int) -> str:
    return f"under {SMALL}" if 0 < number < SMALL else str(number)


@dataclass(frozen=True)
class Share:
    number: int
    of: int

    @property
    def words(self) -> str:
        if not self.of:
            return "–"
        if self.of < SMALL:
            return "vises ikke"
        return f"{round(100 * self.number / self.of)} %"


@dataclass(frozen=True)
class Row:
    """One rule in the period."""

    words: str
    is_on: bool
    found: str
    closed: str
    answered: Share
    ok: Share
    talk: Share
    breach: Share
    days: float | None


@dataclass(frozen=True)
class Sample:
    """What the random sample is a share of, as it was counted night by night."""

    nights: int
    openings: int
    drawn: int
    percent: int

    @property
    def share(self) -> float:
        return 100 * self.drawn / self.openings if self.openings else 0.0


def open_by_rule(user: User) -> list[tuple[str, str, int]]:
    cases = ReviewCase.objects.open().for_reviewer(user).order_by()
    counted = dict(cases.values_list("rule").annotate(number=Count("pk")))
    return [(code.value, code.label, counted[code]) for code in ReviewRule.Code if code in counted]


def rules_in_order() -> list[ReviewRule]:
    """As they are written down, what is nearest to the citizen first."""
    rules = {rule.code: rule for rule in ReviewRule.objects.select_related("changed_by")}
    return [rules[code] for code in ReviewRule.Code.values if code in rules]


def statistics(first: date, last: date, *, user: User) -> list[Row]:
    """Every rule, also one that found nothing; what is closed to who reads is not counted either."""
    with connection.cursor() as cursor:
        given: dict[str, Any] = {
            "first": first,
            "last": last,
            "zone": ZONE,
            "days": ANSWER_WITHIN.days,
            "user": user.pk,
        }
        cursor.execute(PER_RULE, given)
        counted = {row[0]: row[1:] for row in cursor.fetchall()}
    return list(_rows(counted))


def _rows(counted: dict[str, tuple[int, ...]]) -> Iterator[Row]:
    for rule in rules_in_order():
        found, asked, in_time, closed, ok, talk, breach, days = counted.get(rule.code, (0,) * 7 + (None,))
        yield Row(
            words=str(rule),
            is_on=rule.is_on,
            found=few(found),
            closed=few(closed),
            answered=Share(in_time, asked),
            ok=Share(ok, closed),
            talk=Share(talk, closed),
            breach=Share(breach, closed),
            days=days if closed >= SMALL else None,
        )


def sample(first: date, last: date) -> Sample:
    counted = ReviewNight.objects.filter(day__range=(first, last)).aggregate(
        nights=Count("pk"), openings=Sum("openings", default=0), drawn=Sum("drawn", default=0)
    )
    rule = ReviewRule.objects.filter(code=ReviewRule.Code.SAMPLE, is_on=True).first()
    return Sample(percent=rule.threshold if rule else 0, **counted)


def told_besides(user: User) -> dict[str, bool]:
    """What waits besides the queue: who only reviews the log has no *Mit arbejde*."""
    told = Notice.objects.for_user(user).filter(kind__in=[SEEN_DIFFERS, ACCESS_DUE])
    kinds = set(told.values_list("kind", flat=True))
    return {"differs": SEEN_DIFFERS in kinds, "access": ACCESS_DUE in kinds}
