"""Whoever changes the log past every trigger is found out, and the row is named."""

import base64
import time
from io import StringIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.db import connections, transaction

from borgerforloeb.audit.anchors import anchor_file
from tests.audit.seals import seal_everything, tamper, write

pytestmark = [pytest.mark.usefixtures("truncatable"), pytest.mark.django_db(transaction=True)]
ENOUGH = 20_000
COLUMNS = """kind, action, actor, capabilities, session, person_ids, target, basis, reason, domain, level,
    outcome, details, request_id"""


@pytest.fixture
def rows() -> list[int]:
    """Nine rows in three seals."""
    numbers = []
    for _ in range(3):
        # Of one transaction, which comes under one seal.
        with transaction.atomic(using="log"):
            numbers += [event.pk for event in write(3)]
        seal_everything()
    return numbers


def verify(**options: object) -> str:
    out = StringIO()
    call_command("verify_log", stdout=out, **options)
    return out.getvalue()


def faults(**options: object) -> list[str]:
    with pytest.raises(CommandError) as error:
        verify(**options)
    return str(error.value).split("\n")[1:]


def test_a_whole_log_is_said_to_be_whole(rows):
    said = verify()

    assert "9 rækker i 3 segl" in said
    assert "Loggen er hel." in said


def test_rows_without_a_seal_yet_are_no_fault(rows):
    write(2)

    assert "2 rækker venter på deres segl" in verify()


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'En anden'",
        "details = '{}'",
        "at = at - interval '1 second'",
        "person_ids = '{}'",
        "address = '10.0.0.1'",
        "outcome = 'undone'",
    ],
)
def test_a_row_that_was_changed_is_named(rows, change):
    tamper(f"UPDATE audit_auditevent SET {change} WHERE id = %s", rows[4])

    [fault] = faults()
    assert fault.startswith("Segl 2 ")
    assert fault.endswith(f": række {rows[4]} er ændret.")


def test_a_row_that_was_deleted_is_named(rows):
    tamper("DELETE FROM audit_auditevent WHERE id = %s", rows[4])

    [fault] = faults()
    assert fault.startswith("Segl 2 ")
    assert fault.endswith(f": række {rows[4]} mangler.")


def test_rows_that_were_exchanged_are_named(rows):
    first, second = rows[3], rows[5]
    tamper(
        "UPDATE audit_auditevent SET id = CASE id WHEN %s THEN %s ELSE %s END WHERE id IN (%s, %s)",
        first, second, first, first, second,
    )  # fmt: skip

    [fault] = faults()
    assert f"række {first} er byttet om med en anden, række {second} er byttet om med en anden" in fault


def test_a_row_that_was_put_in_behind_the_seals_is_named(rows):
    tamper(
        f"""
        INSERT INTO audit_auditevent (id, xid, {COLUMNS})
        SELECT 4711, xid, {COLUMNS} FROM audit_auditevent WHERE id = %s
        """,
        rows[4],
    )

    [fault] = faults()
    assert fault.startswith("Segl 2 ")
    assert "række 4711 er kommet til" in fault


def test_a_seal_made_to_fit_is_not_signed(rows):
    tamper("UPDATE audit_auditseal SET rows = 2 WHERE number = 2")

    [fault] = faults()
    assert fault == "Segl 2 er ikke underskrevet med vores nøgle: seglet selv er ændret."


def test_a_seal_that_was_taken_out_is_missed(rows):
    tamper("DELETE FROM audit_auditseal WHERE number = 2")

    assert faults() == ["Segl 2 til 2 mangler."]


def test_a_tail_that_was_cut_off_is_found_by_the_anchors(rows, tmp_path):
    elsewhere = tmp_path / "elsewhere.txt"
    anchor_file().rename(elsewhere)
    tamper("DELETE FROM audit_auditevent WHERE id >= %s", rows[3])
    tamper("DELETE FROM audit_auditseal WHERE number >= 2")

    assert "Loggen er hel." in verify()
    assert faults(anchors=elsewhere) == ["Loggen er skåret af: segl 2 til 3 er forankret, men væk."]


def test_a_log_sealed_anew_is_found_by_the_anchors(rows, tmp_path):
    elsewhere = tmp_path / "elsewhere.txt"
    anchor_file().rename(elsewhere)
    tamper("UPDATE audit_auditevent SET actor = 'En anden' WHERE id = %s", rows[0])
    tamper("DELETE FROM audit_auditseal")
    seal_everything()

    assert faults(anchors=elsewhere)[0] == "Segl 1 er ikke det, der blev forankret: det er lavet om."


def test_another_key_takes_over_and_the_old_one_is_still_known(rows, settings):
    old = verify(public_key=True).strip()
    settings.LOG_SEAL_KEY = _new_key()
    assert len(faults()) == 3
    settings.LOG_SEAL_OLD_KEYS = [old]

    assert "Loggen er hel." in verify()


def test_rows_of_a_cluster_that_nobody_seals_are_told(rows):
    write()
    tamper("UPDATE audit_auditevent SET cluster = 7 WHERE id > %s", rows[-1])

    assert "fra en anden databaseklynge har ingen segl" in faults()[0]


@pytest.mark.long
def test_it_reads_twenty_thousand_rows_a_second():
    write()
    with connections["log"].cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO audit_auditevent ({COLUMNS})
            SELECT {COLUMNS} FROM audit_auditevent CROSS JOIN generate_series(1, 100000)
            """
        )
    seal_everything()

    begun = time.monotonic()
    assert "Loggen er hel." in verify()

    assert 100_001 / (time.monotonic() - begun) >= ENOUGH


def _new_key() -> str:
    return base64.urlsafe_b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()
