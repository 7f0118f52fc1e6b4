"""Where it runs, and what is read from the environment; docs/operations.md lists every variable.

A secret NAME may also be given as a file by NAME_FILE. With DEBUG off nothing has an unsafe default.
"""

import sys
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.FileAwareEnv()

DEBUG = env.bool("DEBUG", default=False)
TESTING = "pytest" in sys.modules

# The demo offers sign-in without a password, so it may never run where DEBUG is off.
DEMO = env.bool("DEMO", default=False)
if DEMO and not DEBUG:
    raise ImproperlyConfigured("DEMO=1 kræver DEBUG=1: demo-login må aldrig være åbent i drift.")


def secret(name: str, development: str) -> str:
    value = env.str(name, default=development if DEBUG or TESTING else "")
    if not value:
        raise ImproperlyConfigured(f"{name} (eller {name}_FILE) mangler. Se docs/operations.md.")
    return value


VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
