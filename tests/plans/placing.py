"""Somebody at work, and a talk with a company, as rows and on their page."""

from decimal import Decimal

from plans.models import EmployerContact, Placement, PlacementHours
from tests.factories import TODAY, konsulent_of, main_person
from tests.plans.factories import url


def make_placement(plan, company="Planteskolen", *, steps=(), **fields) -> Placement:
    fields = {"person": main_person(plan.course), "starts_on": TODAY} | fields
    fields.setdefault("noted_by", konsulent_of(plan.course))
    row = Placement.objects.create(plan=plan, company=company, version=1, **fields)
    for day, hours in steps:
        PlacementHours.objects.create(placement=row, from_on=day, hours=Decimal(hours))
    return row


def make_contact(plan, on=TODAY, company="Planteskolen", **fields) -> EmployerContact:
    fields = {"person": main_person(plan.course)} | fields
    fields.setdefault("noted_by", konsulent_of(plan.course))
    return EmployerContact.objects.create(plan=plan, on=on, company=company, **fields)


def shown(client, plan) -> str:
    return client.get(url(plan, "placements")).content.decode()


def written(day) -> str:
    return day.strftime("%d.%m.%Y")
