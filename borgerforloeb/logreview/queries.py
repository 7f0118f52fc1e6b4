"""The queue in figures: what each rule found, what was answered and judged, and how long it took."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count

from borgerforloeb.logreview.models import ReviewCase, ReviewRule

PER_MONTH = """
    SELECT rule, date_trunc('month', found_on)::date, count(*), count(answered_at), count(closed_at),
        count(*) FILTER (WHERE verdict = 'breach'),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM closed_at - found_on) / 86400.0)
            FILTER (WHERE closed_at IS NOT NULL)
    FROM logreview_reviewcase WHERE found_on >= %s GROUP BY 1, 2 ORDER BY 2 DESC, 1
"""


@dataclass(frozen=True)
class Month:
    rule: str
    month: date
    found: int
    answered: int
    closed: int
    breaches: int
    days: float | None

    @property
    def words(self) -> str:
        return ReviewRule.Code(self.rule).label


def open_by_rule() -> list[tuple[str, str, int]]:
    counted = dict(ReviewCase.objects.open().order_by().values_list("rule").annotate(number=Count("pk")))
    return [(code.value, code.label, counted[code]) for code in ReviewRule.Code if code in counted]


def months(since: date) -> list[Month]:
    with connection.cursor() as cursor:
        cursor.execute(PER_MONTH, [since])
        return [Month(*row) for row in cursor.fetchall()]
