from celery import shared_task
from django.utils import timezone

from borgerforloeb.notices import actions


@shared_task
def deliver():
    return actions.deliver(now=timezone.now())
