import os
from importlib import import_module
from logging.config import dictConfig
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_init
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "borgerforloeb.settings")

# By its name: it needs the models, which are not there yet.
app = Celery("borgerforloeb", task_cls="borgerforloeb.audit.working:ToldTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def refuse_to_start_without_the_wall(**_: Any) -> None:
    """It reads what the pages read, so it asks the same of the database before it takes the first task."""
    import_module("roles.guard").refuse_to_start_without()


@setup_logging.connect
def log_as_the_web_does(**_: Any) -> None:
    """Else Celery puts up handlers of its own, which write down what an error says of a citizen."""
    dictConfig(settings.LOGGING)
