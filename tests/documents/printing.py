"""Papers to print, short and long, and a look at the processes that draw them."""

import io
import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pdfplumber

from borgerforloeb.documents.engine import render

NOW = datetime(2026, 9, 2, 8, 30, tzinfo=UTC)
SECRET = "hemmelighed-4711"
LONG = "<p>" + f"ord {SECRET} " * 2_000 + "</p>" + "<table>" + "<tr><td>x</td></tr>" * 1_400 + "</table>"
# Words that are measured anew for each line: some twenty seconds of work.
ENDLESS = f"<p>{SECRET} " + ("å" * 199 + " ") * 100 + "å" * 9_000 + " ord" * 5_000


def make(body="<p>Kort</p>"):
    html = f"<html><body><main>{body}</main>"
    return render(html, stylesheets=["print.css"], title="Prøve", made_at=NOW)


def words(pdf):
    with pdfplumber.open(io.BytesIO(pdf.content)) as plumbed:
        return " ".join("".join(page.extract_text() for page in plumbed.pages).split())


def wait_for(what, seconds=20):
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_there(pid):
    path = Path(f"/proc/{pid}/stat")
    return path.exists() and path.read_text().rpartition(")")[2].split()[0] != "Z"


def spent(pid):
    """The seconds of the processor that a process has taken."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def working(press):
    """The process that draws at the moment."""
    before = {pid: spent(pid) for pid in press.workers()}
    busy = []

    def found():
        busy[:] = [pid for pid in before if spent(pid) > before[pid] + 0.1]
        return busy

    wait_for(found)
    return busy[0]


def read_aloud(pdf, folder):
    """What the checker for accessibility says of it, which must be no error."""
    path, report = folder / "a.pdf", folder / "a.json"
    path.write_bytes(pdf.content)
    checker = os.path.join(os.path.dirname(sys.executable), "outloud")
    command = [checker, "--fail-on", "error", "--json", report, path]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()
    return json.loads(report.read_text())
