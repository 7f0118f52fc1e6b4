"""A question whose answer must be nothing, asked of each new version before anybody uses it.

In the incident that it comes from one filter was left out, and nobody asked the running system. Every table
that is protected is asked as the web for nobody and for an employee without assignments, and so is every
list that goes through the gate; what is for every employee is asked for nobody alone. The owner of the
tables, as whom the command asks after each migration, asks the lists past row security as well, so that each
of the two walls is tried by itself. The web, for /health/, cannot: behind row security a list that lost its
filter is as empty as it should be.
"""

import logging
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from borgerforloeb.accounts.acting import acting_as
from borgerforloeb.accounts.models import Capability, User
from borgerforloeb.pages.queries import open_courses
from roles.permissions import visible_citizens, visible_courses
from roles.rights import FOR_EVERY_EMPLOYEE, PROTECTED

# Who belongs to the owner has the owner's policy, which lets every row through (accounts/row_security.py).
IS_OWNER = """
    SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_class
    WHERE relname = 'citizens_course' AND relnamespace = 'public'::regnamespace
"""

alarm = logging.getLogger("borgerforloeb.alarm")

# Whoever works with citizens: with no capability the gate would say no before it came to the filters.
WORK = (Capability.CASEWORKER, Capability.PROVIDER)
SILENT: list[bool] = []


def answers() -> list[str]:
    """What was answered with, and should not have been; nothing of what it says."""
    with transaction.atomic():
        # An employee of the moment, taken back again: nobody who is employed has to be without a course.
        stranger = User.objects.create(username=f"canary-{uuid4()}", name="Prøve", capabilities=list(WORK))
        found = [*_tables(None, "nobody"), *_tables(stranger, "an employee without assignments")]
        if asks_past_row_security():
            found += [f"{name}: shown past row security" for name, rows in _lists(stranger) if _any(rows)]
        with acting_as(stranger):
            found += [f"{name}: shown to an employee without assignments" for name in _shown(stranger)]
        transaction.set_rollback(True)
    return found


def asks_past_row_security() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(IS_OWNER)
        return bool(cursor.fetchone()[0])


def is_silent() -> bool:
    """No details to whoever asks; they go to the operator."""
    found = answers()
    for answer in found:
        alarm.error("canary: %s", answer)
    return not found


def has_stayed_silent() -> bool:
    """A new version is a new process: it is asked once there, and again for as long as something answers."""
    if not SILENT and is_silent():
        SILENT.append(True)
    return bool(SILENT)


def _tables(user: User | None, whom: str) -> Iterator[str]:
    with acting_as(user), connection.cursor() as cursor:
        for table in sorted(PROTECTED.keys() - (FOR_EVERY_EMPLOYEE if user else set())):
            cursor.execute(f"SELECT EXISTS (SELECT FROM {connection.ops.quote_name(table)})")  # noqa: S608
            if cursor.fetchone()[0]:
                yield f"{table}: answered as {whom}"


def _shown(user: User) -> Iterator[str]:
    yield from (name for name, rows in _lists(user) if _any(rows))
    if open_courses(user, now=timezone.now()):
        yield "the worklist"


def _lists(user: User) -> Iterator[tuple[str, QuerySet[Any]]]:
    """Every model that says who may know of its rows, also those that will be made later."""
    yield "visible_courses", visible_courses(user)
    yield "visible_citizens", visible_citizens(user)
    for model in apps.get_models():
        rows = model._default_manager
        if hasattr(rows, "visible_to") and model._meta.db_table not in FOR_EVERY_EMPLOYEE:
            yield model._meta.label_lower, rows.visible_to(user)


def _any(rows: QuerySet[Any]) -> bool:
    return bool(rows.order_by().exists())
