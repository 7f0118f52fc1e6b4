"""The queue forgets everything, or is gone for a while: what is due stands in PostgreSQL and is done (D54).

Two clocks ring where there should be one, and each is told of it once (D55). What lies in the queue
meanwhile names nobody (D31).
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from base64 import b64decode
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis
from django.db import transaction
from django.urls import reverse

from borgerforloeb.accounts import demo
from borgerforloeb.launch import valkey
from borgerforloeb.launch.places import make_places, make_var
from borgerforloeb.notices.models import Notice
from tests.factories import (
    TODAY,
    caseworker_of,
    konsulent_of,
    make_agreement,
    make_course,
    make_plan,
    make_user,
)
from tests.notices.places import database_url
from tests.notices.test_worker import eventually

pytestmark = [
    pytest.mark.long,
    pytest.mark.usefixtures("truncatable"),
    pytest.mark.django_db(transaction=True),
]

# The clock of the product, with a ring each second instead of each minute.
CLOCK = """
from borgerforloeb.celery import app
app.conf.beat_schedule = {
    name: entry | {"schedule": 1}
    for name, entry in app.conf.beat_schedule.items()
    if name.startswith(("find-due", "deliver"))
}
app.start(["beat", "--schedule", %r, "-l", "INFO"])
"""
WORKER = ["-m", "celery", "-A", "borgerforloeb.celery", "worker", "--pool", "solo", "-l", "INFO"]
SECRET = "Ringer til boligstøtten"


@pytest.fixture
def var():
    folder = Path(tempfile.mkdtemp(prefix="queue-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def queue(var):
    """A Valkey that nobody else uses, so that it may be emptied and stopped."""
    make_var(var)
    places = make_places(var)
    servers = [valkey.start(places)]
    yield places, servers
    servers[-1].stop()


@pytest.fixture
def started(queue, var, tmp_path):
    """Two clocks and a worker: what they print, and the worker."""
    places, _ = queue
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "BROKER_URL": valkey.url(places),
        "DEBUG": "1",
        "DEMO": "1",
        "VAR_DIR": str(tmp_path),
    }
    commands = [["-c", CLOCK % str(var / f"clock-{number}")] for number in (1, 2)]
    with ExitStack() as stack:
        log = stack.enter_context((var / "log.txt").open("wb"))
        children = [
            subprocess.Popen([sys.executable, *command], env=environment, stdout=log, stderr=log)
            for command in (*commands, WORKER)
        ]
        yield var / "log.txt", children[-1]
        for child in children:
            child.send_signal(signal.SIGKILL)
            child.wait()


def server(places) -> redis.Redis:
    return redis.Redis(unix_socket_path=urlsplit(valkey.url(places)).path)


def contents(store: redis.Redis) -> str:
    """Everything that it holds, keys and values, as text; what a message carries is packed once more."""
    found = []
    for key in store.scan_iter():
        found += [key, *_values(store, key)]
    text = b"\n".join(found).decode()
    packed = re.findall(r'"body": "([A-Za-z0-9+/=]+)"', text)
    return text + "".join(b64decode(body).decode() for body in packed)


def _values(store: redis.Redis, key: bytes) -> list[bytes]:
    kind = store.type(key)
    if kind == b"list":
        return store.lrange(key, 0, -1)
    if kind == b"hash":
        return [part for pair in store.hgetall(key).items() for part in pair]
    if kind == b"zset":
        return store.zrange(key, 0, -1)
    return list(store.smembers(key)) if kind == b"set" else [store.get(key) or b""]


def due(number: int, plan) -> None:
    with transaction.atomic():
        make_agreement(plan, f"{SECRET} {number}", user=konsulent_of(plan.course), due_on=TODAY)


def mailed(number: int) -> None:
    eventually(lambda: Notice.objects.exclude(mailed_at=None).count() == number)


def test_nothing_is_lost_and_nothing_comes_twice(queue, started, client):
    places, servers = queue
    log, worker = started
    with transaction.atomic():
        jonas = make_user("Jonas Bech", email="jonas@hegnsborg.example")
        plan = make_plan(make_course(konsulent=jonas))
    due(1, plan)
    mailed(1)

    lying = []

    def seen_lying() -> bool:
        lying.append(contents(server(places)))
        return "plans.tasks.find_due" in lying[-1]

    # A worker that keeps up leaves nothing to look at.
    worker.send_signal(signal.SIGSTOP)
    eventually(seen_lying)
    worker.send_signal(signal.SIGCONT)
    for _ in range(20):
        lying.append(contents(server(places)))
        server(places).flushall()
        time.sleep(0.05)
    due(2, plan)
    mailed(2)

    servers[-1].process.send_signal(signal.SIGKILL)
    servers[-1].process.wait()
    client.force_login(caseworker_of(plan.course))
    page = client.get(reverse("plans:plan", args=[plan.course_id]))
    due(3, plan)
    servers.append(valkey.start(places))
    mailed(3)
    time.sleep(3)

    assert page.status_code == 200
    assert len(demo.mails()) == 3
    assert not re.search(r"\d{6}-?\d{4}\b(?!-)", re.sub(r"[0-9a-f-]{36}", "", "".join(lying)))
    whole = "".join(lying) + log.read_text()
    for word in (SECRET, "Freja", "Lindqvist", "Jonas Bech", str(plan.course_id), client.session.session_key):
        assert word not in whole
