"""What holds for the citizens, so that the laws ask something of their plans, and what one plan replaced."""

from typing import Any

from borgerforloeb.citizens.models import Circumstance, Consent, Level
from borgerforloeb.law.models import PlanKind, Situation
from borgerforloeb.lawlens.models import OnePlanYes, ReplacedPlan
from borgerforloeb.pages.demo.outline import Outline
from borgerforloeb.pages.demo.picking import one_in, pick
from borgerforloeb.pages.demo.told import Told

Story = dict[str, Any]

BENEFITS = ("aktivitetsparat", "aktivitetsparat", "sygedagpenge", "ledighedsydelse", "jobparat")
LIVES = ("sociale_problemer", "nedsat_funktion")


class Rules:
    """The law's rows by their code, looked up once."""

    def __init__(self) -> None:
        self.situations = {row.code: row for row in Situation.objects.all()}
        self.kinds = {row.code: row for row in PlanKind.objects.order_by("valid_from")}


def tell_law(told: Told, rules: Rules) -> None:
    for fact in told.story.get("circumstances", []):
        fact = dict(fact)
        situation = rules.situations[fact.pop("situation")]
        about = {"person": told.about(fact.pop("of", None)) or told.main, "noted_by": told.caseworker}
        about |= {"domain": situation.domain, "level": Level.DOMAIN}
        told.rows.add(Circumstance(course=told.course, situation=situation, **about, **fact))
    if told.plan is None:
        return
    for fact in told.story.get("replaces", []):
        _replace(told, dict(fact), rules)
    if yes := told.story.get("one_plan"):
        about = {"person": told.main, "said_by": told.main, "capacity": Consent.Capacity.SELF}
        told.rows.add(OnePlanYes(plan=told.plan, recorded_by=told.caseworker, **about, **yes))


def _replace(told: Told, fact: Story, rules: Rules) -> None:
    kind = rules.kinds.get(fact.pop("kind", ""))
    fact.setdefault("name", str(kind or ""))
    told.rows.add(
        ReplacedPlan(plan=told.plan, person=told.main, kind=kind, recorded_by=told.caseworker, **fact)
    )


def usual(outline: Outline) -> Story:
    """An ordinary grown citizen: a benefit, most often a reason for a plan of adults, and a yes in most."""
    began = outline.day(outline.began)
    told = [
        {"situation": pick(BENEFITS, "benefit", outline.key), "starts_on": outline.day(outline.began + 200)}
    ]
    if not one_in(4, "life", outline.key):
        told.append({"situation": pick(LIVES, "life", outline.key), "starts_on": began})
    if one_in(3, "apart", outline.key):
        return {"circumstances": told}
    agreed = outline.day(outline.part(0.15))
    replaced = [{"kind": "min_plan", "system": "jobcentrets fagsystem", "replaced_on": agreed}]
    if len(told) == 2:
        replaced.append({"kind": "handleplan_voksne", "replaced_on": agreed})
    yes = {"way": pick(("oral", "signature"), "way", outline.key), "said_on": agreed}
    return {"circumstances": told, "replaces": replaced, "one_plan": yes}
