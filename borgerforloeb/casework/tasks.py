from celery import shared_task
from django.utils import timezone

from borgerforloeb.casework import reminders


@shared_task
def find_due():
    return reminders.find_due(today=timezone.localdate())
