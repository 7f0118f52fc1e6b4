from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.logreview.models import ReviewCase, ReviewNight, ReviewRule
from borgerforloeb.logreview.nights import RULES, openings
from borgerforloeb.logreview.uses import Found


@transaction.atomic
def find_for_review(day: date, *, found_on: date) -> int:
    """Everything that the rules find of that day. Run again it adds nothing: a key is taken once."""
    before = ReviewCase.objects.count()
    drawn = 0
    for rule in ReviewRule.objects.filter(is_on=True):
        found = RULES[rule.code](day, rule.threshold)
        ReviewCase.objects.bulk_create(
            _cases(rule.code, day, found_on, found), ignore_conflicts=True, batch_size=500
        )
        drawn = len(found) if rule.code == ReviewRule.Code.SAMPLE else drawn
    counted: dict[str, Any] = {"openings": openings(day), "drawn": drawn}
    ReviewNight.objects.update_or_create(day=day, defaults=counted)
    made = ReviewCase.objects.count() - before
    record("review.searched", kind=Kind.SYSTEM, by=None, day=day.isoformat(), made=made, **counted)
    return made


def _cases(code: str, day: date, found_on: date, found: Iterable[Found]) -> list[ReviewCase]:
    return [
        ReviewCase(
            key=f"{code}:{day}:{one.about}",
            rule=code,
            user_id=one.user_id,
            course_id=one.course_id,
            person_ids=list(one.person_ids),
            event_ids=one.event_ids,
            times=one.times,
            first_at=one.first,
            last_at=one.last,
            found_on=found_on,
        )
        for one in found
    ]
