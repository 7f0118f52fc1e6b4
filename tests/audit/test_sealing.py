"""Every committed row gets one seal, in the order of the transactions, however many write at once."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, transaction
from django.utils import timezone

from borgerforloeb.audit.anchors import all_anchors, anchor_file
from borgerforloeb.audit.models import AuditEvent, AuditSeal
from borgerforloeb.audit.sealing import LOCK, seal, seal_is_late
from tests.audit.seals import seal_everything, sealed_rows, tamper, write

pytestmark = [pytest.mark.usefixtures("truncatable"), pytest.mark.django_db(transaction=True)]
WRITERS, EACH = 8, 60


@pytest.fixture
def another():
    """A second connection, as another process has it."""
    connection = connections["log"].copy("log")
    yield connection
    connection.close()


def test_each_seal_stands_on_the_one_before():
    first = write(3)
    seal_everything()
    second = write(2)
    seal_everything()

    seals = list(AuditSeal.objects.all())
    assert sealed_rows() == [event.pk for event in first + second]
    assert [bytes(one.previous) for one in seals] == [bytes(32)] + [bytes(one.hash) for one in seals[:-1]]
    assert [one.from_xid for one in seals] == [0] + [one.to_xid for one in seals[:-1]]


def test_nothing_new_makes_no_seal():
    write()
    seal_everything()
    before = AuditSeal.objects.count()

    assert seal(now=timezone.now()) == 0
    assert AuditSeal.objects.count() == before == 1


def test_a_transaction_that_goes_on_is_waited_for(another):
    another.ensure_connection()
    another.set_autocommit(False)
    with another.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")
        write(2)

        assert seal(now=timezone.now()) == 0
        another.rollback()

    seal_everything()
    assert len(sealed_rows()) == 2


def test_two_sealers_do_not_work_at_once(another):
    write()
    with another.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        assert seal(now=timezone.now()) == 0
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])

    seal_everything()
    assert AuditSeal.objects.count() == 1


def test_eight_who_write_and_roll_back_while_it_seals():
    done = threading.Event()

    def writer(seed: int) -> None:
        chance = random.Random(seed)
        try:
            for _ in range(EACH):
                with transaction.atomic(using="log"):
                    write(chance.randrange(1, 3))
                    time.sleep(chance.random() / 100)
                    if chance.random() < 0.3:
                        transaction.set_rollback(True, using="log")
        finally:
            connections.close_all()

    def sealer() -> None:
        try:
            while not done.is_set():
                seal(now=timezone.now())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        sealing = pool.submit(sealer)
        for one in [pool.submit(writer, seed) for seed in range(WRITERS)]:
            one.result()
        done.set()
        sealing.result()
    seal_everything()

    written = list(AuditEvent.objects.values_list("pk", flat=True))
    assert sorted(sealed_rows()) == sorted(written)
    assert len(written) > WRITERS * EACH / 2


def test_what_came_from_another_cluster_is_sealed_before_what_is_written_here():
    """A restore brings rows of higher transactions than those that the new cluster begins with."""
    brought = write(3)
    tamper("UPDATE audit_auditevent SET cluster = 7, xid = '900000000000'::xid8")
    here = write()

    seal_everything()

    assert sealed_rows() == [event.pk for event in brought + here]
    assert [one.cluster == 7 for one in AuditSeal.objects.all()] == [True, False]


def test_each_seal_is_anchored_and_a_line_that_was_lost_comes_again():
    for _ in range(3):
        write()
        seal_everything()
    whole = anchor_file().read_text()
    anchor_file().write_text("".join(whole.splitlines(keepends=True)[:1]))

    seal(now=timezone.now())

    assert anchor_file().read_text() == whole
    hashes = {one.number: bytes(one.hash).hex() for one in AuditSeal.objects.all()}
    assert all_anchors(anchor_file()) == hashes


def test_a_log_that_is_not_the_one_that_was_anchored_raises_the_alarm(caplog):
    write()
    seal_everything()
    line = anchor_file().read_text()
    anchor_file().write_text(line.replace("1 ", "9 ", 1))

    seal(now=timezone.now())

    assert [(one.name, one.levelname) for one in caplog.records] == [("borgerforloeb.alarm", "ERROR")]
    assert anchor_file().read_text().count("\n") == 1


def test_a_sealer_that_has_stopped_is_found_out(caplog):
    now = timezone.now()
    assert not seal_is_late(now=now)
    write()

    assert not seal_is_late(now=now + timedelta(seconds=50))
    assert seal_is_late(now=now + timedelta(seconds=70))
    assert caplog.records[0].name == "borgerforloeb.alarm"
    seal_everything()
    assert not seal_is_late(now=now + timedelta(seconds=70))


def test_without_a_key_nothing_is_sealed(settings):
    settings.LOG_SEAL_KEY = ""
    write()

    with pytest.raises(ImproperlyConfigured, match="LOG_SEAL_KEY"):
        seal_everything()

    assert not AuditSeal.objects.exists()
