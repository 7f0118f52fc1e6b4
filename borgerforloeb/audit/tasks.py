from celery import shared_task
from django.utils import timezone

from borgerforloeb.audit import sealing
from borgerforloeb.audit.months import make_months as make


@shared_task
def seal():
    return sealing.seal(now=timezone.now())


@shared_task
def make_months():
    return make()
