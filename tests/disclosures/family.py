"""A family in hiding: a mother and her children with protection, a father with or without custody."""

from datetime import UTC, date, datetime
from io import BytesIO
from types import SimpleNamespace

import pdfplumber

from borgerforloeb.citizens.models import FamilyRelation
from borgerforloeb.disclosures.actions import decide, hand_out
from borgerforloeb.disclosures.recipients import around, possible
from borgerforloeb.pages.giving import given_plan, promising
from plans.models import PlanSection
from roles.permissions import access_to
from tests.factories import (
    TODAY,
    caseworker_of,
    konsulent_of,
    make_agreement,
    make_citizen,
    make_course,
    make_goal,
    make_network_person,
    make_plan,
)

AT = datetime(2026, 9, 2, 10, tzinfo=UTC)
# What must never be read by the one who is kept away; each is told in some text about the child.
ADDRESS, TOWN, PHONE, SCHOOL, TEACHER = (
    "Skovvænget 14",
    "4990 Sakskøbing",
    "29 87 65 43",
    "Hegnsskolen",
    "Pia Lund",
)
TOKENS = ["Skovvænget", "Sakskøbing", "29876543", "Hegnsskolen", "Solstrålen", "Pia", "Aminas søvn", "711299"]


def in_hiding(*, protected=True, custody=False):
    """Amina and Yusuf, 10 years; Samir is his father. Plan texts that say too much."""
    place = {
        "address": f"{ADDRESS}, 1. tv",
        "postcode": "4990",
        "city": "Sakskøbing",
        "protected_address": protected,
    }
    amina = make_citizen("Amina", "Rahbek-Said", phone=PHONE, **place)
    yusuf = make_citizen("Yusuf", "Rahbek-Said", born_on=date(2016, 3, 1), **place)
    samir = make_citizen("Samir", "Said", born_on=date(1985, 1, 1))
    plan = make_plan(make_course(citizens=[amina, yusuf]))
    FamilyRelation.objects.create(citizen=amina, relative=yusuf, kind="parent", has_custody=True)
    FamilyRelation.objects.create(citizen=samir, relative=yusuf, kind="parent", has_custody=custody)
    FamilyRelation.objects.create(citizen=samir, relative=amina, kind="former_spouse")
    network = make_network_person(
        plan.course,
        TEACHER,
        side="professional",
        relation="lærer",
        organisation=SCHOOL,
        contribution="lektier",
    )
    about = {"person": yusuf, "domain": "common", "level": "common"}
    make_goal(
        plan, f"Yusuf går på Hegns-\nskolen ved {ADDRESS}", why=f"Ring til {PHONE}, siger {TEACHER}.", **about
    )
    make_goal(
        plan, "Yusuf spiller bold", why="Også i Børnehaven Solstrålen, 4990  SAKSKØBING. 711299 4123", **about
    )
    make_goal(plan, "Aminas søvn bliver bedre", person=amina, domain="health", level="shielded")
    make_goal(plan, "Aminas søvn hos lægen", person=amina, domain="social", level="domain")
    PlanSection.objects.create(plan=plan, kind="resources", text="Bor på skovvænget 14.", person=yusuf)
    make_agreement(plan, "Læser højt for Yusuf", network_person=network, person=yusuf)
    return SimpleNamespace(
        plan=plan, course=plan.course, amina=amina, yusuf=yusuf, samir=samir, network=network,
        katrine=caseworker_of(plan.course), jonas=konsulent_of(plan.course),
    )  # fmt: skip


def recipients(course, by, *, today=TODAY):
    access = access_to(by, course.pk)
    return possible(around(course, access, today, promising(course.plan)))


def recipient(course, by, pk, *, about=None):
    """The one among those who are possible now."""
    return next(
        one for one in recipients(course, by) if one.pk == pk and (about is None or one.about == about.pk)
    )


def package(course, by, to):
    plan = type(course.plan).objects.select_related("course").get(pk=course.plan.pk)
    return given_plan(plan, to, sender=by, access=access_to(by, course.pk), today=TODAY)


def give(world, pk, *, by=None, about=None):
    """As the page does it: prepared, and released where there is nothing to look at."""
    by = by or world.katrine
    to = recipient(world.course, by, pk, about=about)
    return hand_out(world.course, package(world.course, by, to), to, by=by, at=AT), to


def decide_all(row, decision="remove", *, by, why=""):
    return decide(row, {finding.pk: (decision, why) for finding in row.findings.all()}, by=by)


def words(row) -> str:
    with pdfplumber.open(BytesIO(bytes(row.document.content))) as pdf:
        return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def told(row) -> list[str]:
    """Which of the tokens can be read, also with the spaces taken out."""
    text = words(row)
    return [token for token in TOKENS if token in text or token in text.replace(" ", "")]
