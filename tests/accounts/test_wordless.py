"""The machine's own log tells where something failed and of which kind it was, and nobody's words (D31)."""

import logging
import os
import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings as project_settings
from django.test import Client
from django.urls import reverse

from borgerforloeb.accounts.wordless import Wordless
from plans.views import plan as plan_views
from tests.factories import konsulent_of, make_plan

WORDS, NUMBER = "Freja drømmer om en have", "711299-4123"


@pytest.fixture
def machine_log():
    """What the machine's log would hold, written as it is in production."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    given = dict(project_settings.LOGGING["formatters"]["line"])
    handler.setFormatter(Wordless(given["format"]))
    root = logging.getLogger()
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


def fail(*args, **kwargs):
    try:
        int(WORDS)
    except ValueError as error:
        raise RuntimeError(f"{WORDS} {NUMBER}") from error


def test_an_error_is_told_by_its_kind_and_place_also_the_one_before_it(machine_log):
    try:
        fail()
    except RuntimeError as error:
        logging.getLogger("django.request").exception("Internal Server Error: %s", error)

    told = machine_log.getvalue()
    assert "ValueError" in told
    assert "RuntimeError" in told
    assert "test_wordless.py" in told
    assert told.index("ValueError") < told.index("Internal Server Error: RuntimeError") or "in fail" in told
    assert WORDS not in told
    assert NUMBER not in told


def test_what_a_task_says_of_its_failure_is_left_out(machine_log):
    about = {"name": "plans.tasks.find_due", "id": "1", "description": "raised", "exc": WORDS, "args": NUMBER}

    logging.getLogger("celery.app.trace").error("Task %(name)s %(description)s: %(exc)s %(args)s", about)

    assert "Task plans.tasks.find_due raised:" in machine_log.getvalue()
    assert WORDS not in machine_log.getvalue()
    assert NUMBER not in machine_log.getvalue()


def test_other_handlers_still_get_the_error_as_it_was(caplog):
    record = logging.LogRecord("x", logging.ERROR, "", 1, "%s", (ValueError(WORDS),), None)

    assert Wordless().format(record) == "ValueError"
    assert record.getMessage() == WORDS


@pytest.mark.django_db
def test_a_page_that_fails_tells_the_reader_and_the_log_nothing(monkeypatch, machine_log):
    plan = make_plan()
    client = Client(raise_request_exception=False)
    client.force_login(konsulent_of(plan.course))
    monkeypatch.setattr(plan_views, "PlanPage", fail)

    answer = client.get(reverse("plans:plan", args=[plan.course_id]))

    told = machine_log.getvalue() + answer.content.decode() + str(answer.headers)
    assert answer.status_code == 500
    assert "RuntimeError" in told
    for word in (WORDS, NUMBER, "Freja", client.session.session_key):
        assert word not in told


def test_web_and_worker_write_their_log_in_that_way_alone():
    """Django would add a handler of its own in development, and Celery one in each worker."""
    program = (
        "import django; django.setup(); import logging\n"
        "from borgerforloeb.celery import app\n"
        "app.log.setup('INFO')\n"
        "names = ['', *logging.root.manager.loggerDict]\n"
        "handlers = {h for name in names for h in logging.getLogger(name).handlers}\n"
        "writing = [h for h in handlers if not isinstance(h, logging.NullHandler)]\n"
        "print(*sorted({type(h.formatter).__name__ for h in writing}))"
    )
    environment = os.environ | {"DEBUG": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False
    )

    assert done.stdout.split() == ["Wordless"], done.stderr
