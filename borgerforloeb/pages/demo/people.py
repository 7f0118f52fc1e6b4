"""A person and the person's number, which is a replacement number (day + 60) and so belongs to nobody."""

from datetime import date
from typing import Any

from borgerforloeb.citizens.models import Citizen, CitizenNumber
from borgerforloeb.citizens.numbers import REPLACEMENT_DAYS, encrypt, lookup_key
from borgerforloeb.pages.demo.days import Days, years_before
from borgerforloeb.pages.demo.picking import identity, number
from borgerforloeb.pages.demo.rows import Rows

WOMAN, MAN = "woman", "man"
FIRST_SERIAL_OF_THIS_CENTURY = 4000
TOWNS = {"9995": "Hegnsborg", "9996": "Skovhegn", "9997": "Rørmose"}


def add_person(rows: Rows, days: Days, key: str, facts: dict[str, Any], *, known_from: date) -> Citizen:
    """`born_on` is a day; `turns` = [age, day] is a birthday that moves with the story."""
    facts = dict(facts)
    sex = facts.pop("sex")
    if turns := facts.pop("turns", None):
        age, birthday = turns
        facts["born_on"] = years_before(days.moved(birthday), age)
    if facts.pop("unregistered", False):
        return rows.add(Citizen(id=identity("citizen", key), **facts))
    facts.setdefault("phone", f"12 34 {number(key) % 10}{number(key, 1) % 10} {number(key, 2) % 100:02}")
    facts.setdefault("city", TOWNS.get(facts.get("postcode", ""), ""))
    citizen = rows.add(Citizen(id=identity("citizen", key), **facts))
    _add_number(rows, citizen, key, sex, known_from)
    return citizen


def _add_number(rows: Rows, citizen: Citizen, key: str, sex: str, known_from: date) -> None:
    digits = _digits(citizen.born_on, key, sex, taken={row.lookup for row in rows.of(CitizenNumber)})
    rows.add(
        CitizenNumber(
            citizen=citizen,
            kind=CitizenNumber.Kind.REPLACEMENT,
            encrypted=encrypt(digits),
            lookup=lookup_key(digits),
            date_part=digits[:6],
            valid_from=known_from,
        )
    )


def _digits(born_on: date, key: str, sex: str, *, taken: set[str]) -> str:
    """The seventh digit tells the century, the last is even for a woman."""
    front = f"{born_on.day + REPLACEMENT_DAYS:02}{born_on:%m%y}"
    # 4 and 9 mean this century up to year 36 and the last one from 37.
    first = FIRST_SERIAL_OF_THIS_CENTURY if born_on.year >= 1999 else 0
    for attempt in range(100):
        serial = first + 2 * (number(key, attempt) % 450) + (100 if not first else 0) + (sex == MAN)
        digits = f"{front}{serial:04}"
        if lookup_key(digits) not in taken:
            return digits
    raise AssertionError(f"no free number for {key}")
