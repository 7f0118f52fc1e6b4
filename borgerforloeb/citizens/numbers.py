"""Personal numbers: reading, masking, encrypting and finding them.

Modulus 11 is no reason to refuse since 1 October 2007 (cpr.dk). A replacement number has 60 added to its day.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError

_SHAPE = re.compile(r"(\d{2})(\d{2})(\d{2})-?\s?(\d{4})", re.ASCII)
REPLACEMENT_DAYS = 60


@dataclass(frozen=True)
class PersonalNumber:
    digits: str
    born_on: date
    is_replacement: bool


def read_number(text: str) -> PersonalNumber:
    """Ten digits with or without hyphen; raises ValidationError in Danish when they cannot be a number."""
    match = _SHAPE.fullmatch(text.strip())
    if match is None:
        raise ValidationError("Skriv CPR-nummeret som seks tal, bindestreg og fire tal: 010190-1234.")
    day, month, year, serial = match.groups()
    is_replacement = int(day) > REPLACEMENT_DAYS
    try:
        born_on = date(
            _century(int(serial[0]), int(year)) + int(year),
            int(month),
            int(day) - (REPLACEMENT_DAYS if is_replacement else 0),
        )
    except ValueError:
        raise ValidationError("De første seks tal i CPR-nummeret er ikke en dato.") from None
    return PersonalNumber(day + month + year + serial, born_on, is_replacement)


def _century(seventh: int, year: int) -> int:
    """The seventh digit with the year gives the century (cpr.dk)."""
    if seventh <= 3:
        return 1900
    if seventh in (4, 9):
        return 2000 if year <= 36 else 1900
    return 2000 if year <= 57 else 1800


@lru_cache(maxsize=1)
def _cipher() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.CPR_KEYS])


def encrypt(digits: str) -> bytes:
    return _cipher().encrypt(digits.encode())


def decrypt(encrypted: bytes) -> str:
    """The whole number with its hyphen. Showing it is an act of its own and is logged by the caller."""
    digits = _cipher().decrypt(bytes(encrypted)).decode()
    return f"{digits[:6]}-{digits[6:]}"


def lookup_key(digits: str) -> str:
    """What a number is found by: a keyed hash, so that the table alone tells nobody's number."""
    return hmac.new(settings.CPR_LOOKUP_KEY.encode(), digits.encode(), hashlib.sha256).hexdigest()
