"""Twenty write in one text while web, worker and database are killed: what was promised stands, whole."""

import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from tests.kill.client import Writer
from tests.kill.town import Town

pytestmark = pytest.mark.long

CLIENTS, SAVES, KILLS = 20, 500, 30
LONGEST = 900  # seconds; on a quiet machine two or three minutes


@pytest.fixture
def town(monkeypatch) -> Iterator[Town]:
    for name in ("DATABASE_URL", "BROKER_URL", "VAR_DIR", "BASE_URL", "PORT", "DEMO"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DEBUG", "1")
    folder = Path(tempfile.mkdtemp(prefix="kill-"))
    folder.chmod(0o711)
    place = Town(folder / "var")
    try:
        yield place
    finally:
        place.stop()
        shutil.rmtree(folder)


def test_no_promised_word_is_lost_whoever_is_killed(town):
    known = town.prepare(CLIENTS)
    for name in ("web", "worker"):
        town.start(name)
    until(town.is_well, "the web to answer")
    enough = Event()
    browsers = enumerate(known["cookies"])
    writers = [Writer(one, town.port, known["path"], cookies, enough) for one, cookies in browsers]
    for writer in writers:
        writer.start()

    killed = kill_now_and_then(town, writers)
    enough.set()
    for writer in writers:
        writer.join(60)

    promised = [word for writer in writers for word in writer.promised]
    assert [writer.strange for writer in writers if writer.strange] == []
    assert len(promised) >= SAVES
    assert len(killed) == KILLS
    assert set(killed) == {"web", "worker", "database"}
    assert sum(writer.refused + writer.broken for writer in writers) > 0
    all_stands(town, known["section"], promised)
    assert town.manage("verify_log").returncode == 0


def kill_now_and_then(town, writers):
    """One more each time that a thirtieth of the saves has been promised; the same ones in each run."""
    draw, killed, deadline = random.Random(7), [], time.monotonic() + LONGEST
    names = ["web", "worker", "database"] * (KILLS // 3)
    draw.shuffle(names)
    while sum(len(writer.promised) for writer in writers) < SAVES or len(killed) < KILLS:
        assert time.monotonic() < deadline, told(writers, killed)
        saved = sum(len(writer.promised) for writer in writers)
        if len(killed) < KILLS and saved >= len(killed) * SAVES / KILLS:
            name = names[len(killed)]
            town.kill(name)
            killed.append(name)
            until(town.is_well, f"the web after {name} was killed")
        time.sleep(0.02)
    return killed


def told(writers, killed):
    counts = [(len(one.promised), one.refused, one.broken, one.strange[:1]) for one in writers]
    return f"{len(killed)} killed; promised, refused, broken: {counts}"


def until(ready, what):
    deadline = time.monotonic() + 60
    while not ready():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.05)


def all_stands(town, section, promised):
    ((text, version),) = town.rows("SELECT text, version FROM plans_plansection WHERE id = %s", section)
    words = text.split()
    assert set(promised) <= set(words), sorted(set(promised) - set(words))
    assert len(words) == len(set(words)), "a save had two effects"
    # Each save one word more, each with its version and its row in the log: nothing is half done.
    history = town.rows(
        "SELECT version, text FROM plans_plansectionevent"
        " WHERE pgh_obj_id = %s AND version > 0 ORDER BY pgh_id",
        section,
    )
    assert [version for version, _ in history] == list(range(1, version + 1))
    assert [len(text.split()) for _, text in history] == list(range(1, version + 1))
    logged = "SELECT count(*) FROM audit_auditevent WHERE action = 'plan.section_written'"
    assert town.rows(logged)[0][0] >= version
