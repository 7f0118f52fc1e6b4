"""A real worker, fed through a real broker: from a due agreement to a mail in the demo's folder."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import transaction

from borgerforloeb.accounts import demo
from borgerforloeb.celery import app
from borgerforloeb.notices.models import Notice
from tests.factories import make_agreement, make_course, make_plan, make_user
from tests.notices.places import database_url

PATIENCE = 60


@contextmanager
def worker(queue: str, var: str):
    options = ["--pool", "solo", "--queues", queue, "--without-gossip", "--without-mingle", "-l", "WARNING"]
    environment = os.environ | {"DATABASE_URL": database_url(), "DEBUG": "1", "DEMO": "1", "VAR_DIR": var}
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "borgerforloeb.celery", "worker", *options], env=environment
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def eventually(happened) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, "the worker did not do it"
        time.sleep(0.2)


@pytest.mark.long
@pytest.mark.usefixtures("truncatable")
@pytest.mark.django_db(transaction=True)
def test_a_due_agreement_becomes_one_mail_although_a_worker_is_killed(tmp_path):
    with transaction.atomic():
        jonas = make_user("Jonas Bech", email="jonas@hegnsborg.example")
        make_agreement(make_plan(make_course(konsulent=jonas)), user=jonas)
    queue = f"test-{uuid4()}"

    with worker(queue, str(tmp_path)):
        app.send_task("plans.tasks.find_due", queue=queue)
        eventually(lambda: Notice.objects.count() == 1)
    for _ in range(3):
        app.send_task("borgerforloeb.notices.tasks.deliver", queue=queue)
    with worker(queue, str(tmp_path)):
        eventually(lambda: Notice.objects.exclude(mailed_at=None).exists())
        app.send_task("borgerforloeb.notices.tasks.deliver", queue=queue)
        time.sleep(2)

    assert [mail.to for mail in demo.mails()] == ["jonas@hegnsborg.example"]
    app.pool.force_close_all()
