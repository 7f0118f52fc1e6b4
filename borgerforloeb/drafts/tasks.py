from celery import shared_task
from django.utils import timezone

from borgerforloeb.accounts.acting import EXPIRY, serving_as
from borgerforloeb.drafts import actions


@shared_task
def forget():
    with serving_as(EXPIRY):
        return actions.forget(at=timezone.now())
