import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "borgerforloeb.settings")

app = Celery("borgerforloeb")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
