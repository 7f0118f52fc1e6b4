"""Danish alphabetical order: on the database at hand, and on Debian's PostgreSQL 15, which has ICU."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from django.db import connection

from borgerforloeb.accounts.sorting import CreateDanishOrder, danish
from borgerforloeb.citizens.models import Citizen
from tests.factories import make_citizen

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
# Å and aa are one letter, the last of all, so what follows decides between them.
IN_ORDER = ["Abel", "Bo", "Zola", "Ærø", "Ødum", "Åberg", "Aagaard", "Åkjær"]


@pytest.mark.django_db
def test_ae_oe_and_aa_come_last():
    for name in reversed(IN_ORDER):
        make_citizen("Ida", name)

    names = Citizen.objects.order_by(danish("last_name")).values_list("last_name", flat=True)

    assert list(names) == IN_ORDER


@pytest.mark.django_db
def test_a_list_in_danish_order_can_use_the_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            f"EXPLAIN {Citizen.objects.order_by(danish('last_name'), danish('first_names')).query}"
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "citizen_danish_order" in plan


@pytest.fixture
def debian_15():
    """A PostgreSQL 15 of our own, on a socket; the server refuses to run as root."""
    if not DEBIAN_15.is_dir():
        pytest.skip("Debian's PostgreSQL 15 is not installed")
    folder = Path(tempfile.mkdtemp(prefix="pg15-"))
    user = {"user": "nobody"} if os.getuid() == 0 else {}
    if user:
        shutil.chown(folder, "nobody")
    data = folder / "data"
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder} | user
    subprocess.run([DEBIAN_15 / "initdb", "-D", data, "-U", "test", "-A", "trust", "--no-sync", "-E", "UTF8",
                    "--locale=C"], **quiet)  # fmt: skip
    server = subprocess.Popen(
        [DEBIAN_15 / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"],
        cwd=folder, stderr=subprocess.DEVNULL, **user,
    )  # fmt: skip
    try:
        yield _connect(folder)
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _connect(folder: Path) -> psycopg.Connection:
    for _ in range(100):
        try:
            return psycopg.connect(host=str(folder), user="test", dbname="postgres", autocommit=True)
        except psycopg.OperationalError:
            time.sleep(0.2)
    raise TimeoutError("PostgreSQL 15 did not answer")


@pytest.mark.long
def test_debian_15_takes_icu_and_gives_the_same_order(debian_15):
    CreateDanishOrder().database_forwards("accounts", SimpleNamespace(connection=debian_15), None, None)

    with debian_15, debian_15.cursor() as cursor:
        cursor.execute("SELECT collprovider::text FROM pg_collation WHERE collname = 'da'")
        assert cursor.fetchone() == ("i",)
        cursor.execute("CREATE TABLE person (name text)")
        cursor.executemany("INSERT INTO person VALUES (%s)", [(name,) for name in reversed(IN_ORDER)])
        cursor.execute('SELECT name FROM person ORDER BY danish_key(name) COLLATE "da"')
        names = [name for (name,) in cursor.fetchall()]

    assert names == IN_ORDER
