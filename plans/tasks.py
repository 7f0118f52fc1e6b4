from celery import shared_task
from django.utils import timezone

from borgerforloeb.accounts.acting import REMINDERS, serving_as
from plans import reminders


@shared_task
def find_due():
    with serving_as(REMINDERS):
        return reminders.find_due(today=timezone.localdate())
