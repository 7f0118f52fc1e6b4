"""Where one writes a number that leads to a person or a course: counted and logged in each form alike."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone

from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.refusals import attempt
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.citizens.numbers import lookup_key
from roles.actions.requests import TooMany, look_up
from roles.models import OutsideSearch

CPR, COURSE = OutsideSearch.By.CPR, OutsideSearch.By.NUMBER
TOO_MANY = "too_many"
WAIT = "Du har slået for mange numre op på en time. Det, du har skrevet, står her endnu. Prøv igen senere."


def attempt_by_number(
    form: DkfdsForm,
    digits: str,
    act: Callable[..., Any],
    /,
    *args: Any,
    by: User,
    by_what: str = CPR,
    **fields: Any,
) -> Any:
    """As `attempt`. `digits` is what was written as number, if any; it is counted whatever comes of it."""
    if digits and not _is_counted(form, by_what, digits, by):
        return None
    done = attempt(form, act, *args, by=by, **fields)
    if digits and done is None:
        told = {"criterion_kind": by_what, "criterion": lookup_key(digits), "hits": 0}
        record("number.led_nowhere", kind=Kind.SEARCH, by=by, **told)
    return done


def _is_counted(form: DkfdsForm, by_what: str, number: str, by: User) -> bool:
    try:
        look_up(by_what, number, at=timezone.now(), by=by)
    except TooMany:
        say_wait(form)
        return False
    return True


def say_wait(form: DkfdsForm) -> None:
    """In the form itself, so that nothing that was typed is lost."""
    form.error_heading = "Vent lidt"
    form.add_error(None, ValidationError(WAIT, code=TOO_MANY))


def status_of(form: DkfdsForm, otherwise: int = 200) -> int:
    return 429 if form.is_bound and form.has_error(NON_FIELD_ERRORS, TOO_MANY) else otherwise
