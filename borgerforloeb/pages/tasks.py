from datetime import timedelta
from time import monotonic

from celery import shared_task
from django.utils import timezone

from borgerforloeb.accounts.acting import EXPIRY, serving_as
from borgerforloeb.batches import actions
from borgerforloeb.batches.printing import draw_waiting
from borgerforloeb.batches.queries import KEPT
from borgerforloeb.pages.giving import give_own

# Nothing is begun later than this: a paper may take the press 45 seconds, and a task ends after 60.
BEGIN_WITHIN = timedelta(seconds=8)


@shared_task
def draw_batches():
    last = monotonic() + BEGIN_WITHIN.total_seconds()
    return draw_waiting(give_own, clock=timezone.now, has_time=lambda: monotonic() < last)


@shared_task
def forget_batches():
    with serving_as(EXPIRY):
        return actions.forget(timezone.now() - KEPT)
