"""Attacks on the leaders' tables. The attacker knows the rule, every visible cell, and linear algebra."""

import random
import time
from fractions import Fraction
from itertools import product

import pytest

from outcomes.suppression import ALL, SMALL, lines_of, margins, publish


def attack(base):
    """Which hidden cells the visible ones determine; by whole elimination over the innermost cells."""
    shown, counts = publish(base), margins(base)
    inner = sorted(key for key in counts if ALL not in key)
    place = {key: number for number, key in enumerate(inner)}

    def vector(key):
        return [
            Fraction(all(asked in (ALL, given) for asked, given in zip(key, cell, strict=True)))
            for cell in place
        ]

    echelon = []
    for key, value in shown.items():
        if value is not None:
            _insert(echelon, vector(key))
    return [key for key, value in shown.items() if value is None and not _insert(list(echelon), vector(key))]


def _insert(echelon, row):
    for pivot, other in echelon:
        if row[pivot]:
            factor = row[pivot]
            row = [value - factor * known for value, known in zip(row, other, strict=True)]
    pivot = next((number for number, value in enumerate(row) if value), None)
    if pivot is None:
        return False
    echelon.append((pivot, [value / row[pivot] for value in row]))
    return True


def random_table(seed, units=4, kinds=2, categories=3):
    chance = random.Random(seed)
    axes = [
        [f"{letter}{n}" for n in range(size)]
        for letter, size in zip("ukc", (units, kinds, categories), strict=True)
    ]
    return {key: chance.choice([0, 0, 1, 2, 3, 4, 5, 7, 12, 30]) for key in product(*axes)}


def test_large_groups_are_all_shown_with_their_sums():
    shown = publish({("a", "x"): 5, ("a", "y"): 8, ("b", "x"): 0, ("b", "y"): 9})

    assert shown[ALL, ALL] == 22
    assert shown["b", "x"] == 0
    assert None not in shown.values()


def test_a_small_group_takes_another_with_it():
    """3 of 20 hidden alone would be 20 - 17."""
    shown = publish({("x",): 3, ("y",): 7, ("z",): 10})

    assert shown == {("x",): None, ("y",): None, ("z",): 10, (ALL,): 20}


def test_two_small_groups_that_are_small_together_take_a_third():
    """1 and 2 hidden alone would tell of a group of 3."""
    shown = publish({("x",): 1, ("y",): 2, ("z",): 10, ("w",): 11})

    assert [shown[key,] for key in "xyzw"] == [None, None, None, 11]


def test_one_small_group_among_none_hides_the_sum():
    assert publish({("x",): 3, ("y",): 0}) == {("x",): None, ("y",): 0, (ALL,): None}


def test_a_small_unit_is_not_all_units_less_the_others():
    shown = publish({("a", "x"): 30, ("b", "x"): 40, ("c", "x"): 2})

    assert shown["c", "x"] is None
    assert shown["c", ALL] is None
    assert shown[ALL, "x"] == 72
    assert shown["a", "x"] is None


def test_nobody_at_all():
    assert publish({}) == {}


@pytest.mark.parametrize("seed", range(40))
def test_nothing_hidden_can_be_worked_out(seed):
    base = random_table(seed)

    assert attack(base) == []


@pytest.mark.parametrize("seed", range(40))
def test_no_small_count_is_shown_nor_is_the_rest_under_a_shown_sum(seed):
    base = random_table(seed)
    shown, counts = publish(base), margins(base)

    assert not [key for key, value in shown.items() if value is not None and 0 < value < SMALL]
    for line in lines_of(counts):
        rest = [counts[key] for key in line.cells if shown[key] is None]
        if rest and shown[line.total] is not None:
            assert len(rest) > 1
            assert sum(rest) >= SMALL


def test_a_large_municipality_is_protected_in_no_time():
    base = random_table(1, units=25, kinds=3, categories=4)
    began = time.perf_counter()

    publish(base)

    assert time.perf_counter() - began < 2


def table(*rows):
    """Units by kinds."""
    return {(f"u{i}", f"k{j}"): count for i, row in enumerate(rows) for j, count in enumerate(row)}


def test_a_combination_is_looked_for_again_after_the_lines_have_settled():
    """What one more round hides makes another cell known, with no line that would show it."""
    base = table([0, 20, 12, 2], [0, 0, 12, 12], [0, 0, 20, 3], [5, 3, 0, 20])

    assert attack(base) == []


def test_no_more_is_hidden_than_what_stands_beside_the_exposed():
    base = table([0, 12, 12], [0, 3, 20], [0, 6, 0], [2, 20, 6])

    assert sum(count is None for count in publish(base).values()) == 11
