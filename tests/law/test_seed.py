"""What the law says on a given day, as seeded."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from borgerforloeb.citizens.models import Domain
from borgerforloeb.law.models import Act, PlanKind, Requirement, Section, Situation

pytestmark = pytest.mark.django_db

SEEDS = ("0002_seed_acts", "0004_seed_plan_kinds")

BEFORE_THE_REFORM, AFTER_THE_REFORM = date(2026, 6, 30), date(2026, 7, 1)


def titles(code: str, on: date) -> set[str]:
    return set(Section.objects.in_force(on).filter(act__code=code).values_list("title", flat=True))


def test_the_rules_that_ended_with_june_2026_are_gone_in_july():
    ended = {"Rehabiliteringsplan: forberedende del og indsatsdel", "Ressourceforløb"}

    assert ended <= titles("LAB", BEFORE_THE_REFORM)
    assert not ended & titles("LAB", AFTER_THE_REFORM)
    assert titles("LOB", BEFORE_THE_REFORM) == {"Rehabiliteringsteam"}
    assert titles("LOB", AFTER_THE_REFORM) == set()


def test_the_rules_that_began_with_july_2026_were_not_there_in_june():
    began = {"Samtaler med jobparate: mindst 4 på 6 måneder, derefter efter behov"}

    assert not began & titles("LAB", BEFORE_THE_REFORM)
    assert began <= titles("LAB", AFTER_THE_REFORM)
    assert "Mindst én samtale i det første halve år" in titles("SDPL", AFTER_THE_REFORM)


def test_one_rule_follows_the_other_without_gap_or_overlap():
    for code in ("LAB", "SDPL"):
        old, new = Section.objects.filter(act__code=code, number="kap. 6").order_by("valid_from")
        assert (old.valid_to, new.valid_from) == (BEFORE_THE_REFORM, AFTER_THE_REFORM)


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("SEL", "§ 85"), ("SEL", "§ 85 a"), ("SEL", "§ 101"), ("SEL", "§ 110"),
        ("BL", "§ 32"), ("LAB", "kap. 11"), ("LAB", "kap. 26"), ("SUL", "§ 141"),
    ],
)  # fmt: skip
def test_sections_that_carry_help(code, number):
    assert (
        Section.objects.in_force(AFTER_THE_REFORM)
        .filter(act__code=code, number=number, grants_help=True)
        .count()
        == 1
    )


def test_plans_consent_and_follow_up_carry_no_help():
    for number in ("§ 141", "§ 148 stk. 2"):
        assert not Section.objects.get(act__code="SEL", number=number).grants_help
    assert not Section.objects.filter(act__code="RSL", grants_help=True).exists()


def test_every_section_says_what_was_checked_and_lies_in_a_known_field():
    for section in Section.objects.all():
        assert section.note
        assert section.domain in {"", *Domain.values}
        assert section.valid_from >= section.act.valid_from


def test_the_seed_can_be_taken_back_and_given_again():
    models = (Act, Section, Situation, PlanKind, Requirement)
    before = [model.objects.count() for model in models]
    acts, kinds = (import_module(f"borgerforloeb.law.migrations.{name}") for name in SEEDS)

    kinds.remove(apps, None)
    acts.remove(apps, None)
    assert not any(model.objects.exists() for model in models)
    acts.add(apps, None)
    kinds.add(apps, None)

    assert [model.objects.count() for model in models] == before
