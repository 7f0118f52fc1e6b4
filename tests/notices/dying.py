"""A mailing that dies as a machine that loses its power, at a place of the test's choosing."""

import os
import signal
import subprocess
import sys

from django.core.mail.backends.filebased import EmailBackend

from tests.notices.places import database_url

# Run in a process of its own, and begun by `mail_until_it_dies` below.
PROGRAM = """
import django; django.setup()
from django.conf import settings
from django.utils import timezone
from borgerforloeb.notices.actions import deliver
settings.EMAIL_BACKEND = "tests.notices.dying.Dying"
deliver(timezone.now())
"""


class Dying(EmailBackend):
    """The demo's mail box; the process is gone before or after the mail whose turn it is."""

    sent = 0

    def send_messages(self, messages):
        where, turn = os.environ["DIES"].split(":")
        type(self).sent += 1
        if where == "before" and self.sent == int(turn):
            os.kill(os.getpid(), signal.SIGKILL)
        done = super().send_messages(messages)
        if where == "after" and self.sent == int(turn):
            os.kill(os.getpid(), signal.SIGKILL)
        return done


def mail_until_it_dies(var: str, where: str, turn: int) -> int:
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "borgerforloeb.settings",
        "DEBUG": "1",
        "DEMO": "1",
        "VAR_DIR": var,
        "DIES": f"{where}:{turn}",
    }
    return subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, timeout=60, check=False
    ).returncode
