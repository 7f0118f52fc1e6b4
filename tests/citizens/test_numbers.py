"""Reading, masking and finding personal numbers."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from borgerforloeb.citizens.models import CitizenNumber
from borgerforloeb.citizens.numbers import decrypt, encrypt, lookup_key, read_number
from tests.factories import give_number, make_citizen


@pytest.mark.parametrize("text", ["010190-1234", "0101901234", "010190 1234", "  010190-1234 "])
def test_a_number_is_read_however_it_is_written(text):
    assert read_number(text).digits == "0101901234"


def test_a_number_that_fails_modulus_11_is_as_good_as_any():
    weights = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
    digits = "0101901234"
    assert sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11 != 0

    assert read_number(digits).born_on == date(1990, 1, 1)


@pytest.mark.parametrize(
    ("seventh", "year", "century"),
    [
        ("0", "99", 1900), ("3", "00", 1900), ("3", "99", 1900),
        ("4", "00", 2000), ("4", "36", 2000), ("4", "37", 1900), ("4", "99", 1900),
        ("9", "00", 2000), ("9", "36", 2000), ("9", "37", 1900),
        ("5", "00", 2000), ("5", "57", 2000), ("5", "58", 1800), ("5", "99", 1800),
        ("8", "57", 2000), ("8", "58", 1800),
    ],
)  # fmt: skip
def test_the_seventh_digit_gives_the_century(seventh, year, century):
    assert read_number(f"0101{year}-{seventh}234").born_on == date(century + int(year), 1, 1)


@pytest.mark.parametrize(
    ("text", "born_on", "is_replacement"),
    [
        ("711299-4123", date(1999, 12, 11), True),
        ("610100-4123", date(2000, 1, 1), True),
        ("910190-1234", date(1990, 1, 31), True),
        ("311299-4123", date(1999, 12, 31), False),
    ],
)
def test_a_replacement_number_has_sixty_added_to_its_day(text, born_on, is_replacement):
    number = read_number(text)

    assert (number.born_on, number.is_replacement) == (born_on, is_replacement)


def test_29_february_exists_in_leap_years_only():
    assert read_number("290204-4123").born_on == date(2004, 2, 29)
    assert read_number("290200-4123").born_on == date(2000, 2, 29)
    with pytest.raises(ValidationError):
        read_number("290200-1123")


@pytest.mark.parametrize(
    "text", ["320190-1234", "600190-1234", "920190-1234", "011390-1234", "000190-1234", "300290-1234"]
)
def test_six_digits_that_are_no_date_are_refused(text):
    with pytest.raises(ValidationError, match="ikke en dato"):
        read_number(text)


@pytest.mark.parametrize("text", ["", "Freja", "010190", "010190-12345", "01019O-1234", "٠١٠١٩٠-١٢٣٤"])
def test_what_is_no_number_is_refused_with_an_example(text):
    with pytest.raises(ValidationError, match="010190-1234"):
        read_number(text)


def test_the_stored_number_shows_nothing_and_is_read_with_its_hyphen():
    encrypted = encrypt("0101901234")

    assert b"0101901234" not in encrypted
    assert encrypted != encrypt("0101901234")
    assert decrypt(encrypted) == "010190-1234"
    assert lookup_key("0101901234") == lookup_key("0101901234") != lookup_key("0101901235")


@pytest.mark.django_db
def test_a_number_is_shown_masked():
    assert str(give_number(make_citizen(), "711299-4123")) == "711299-••••"


@pytest.mark.django_db
def test_the_holder_now_is_found_before_the_one_who_had_it_once():
    before, now = make_citizen("Asta"), make_citizen("Bo")
    old = give_number(before, "010190-1234")
    CitizenNumber.objects.filter(pk=old.pk).update(valid_to=date(2026, 6, 30))
    give_number(now, "010190-1234")

    found = CitizenNumber.objects.reading(read_number("010190-1234"))

    assert [number.citizen for number in found] == [now, before]
