"""Somebody whom the laws ask something of, and those who note it."""

from borgerforloeb.citizens.models import Circumstance, Level
from borgerforloeb.law.models import Situation
from tests.factories import LONG_AGO, caseworker_of, main_person


def make_circumstance(course, code="sociale_problemer", **fields):
    situation = Situation.objects.get(code=code)
    usual = {"person": main_person(course), "starts_on": LONG_AGO, "noted_by": caseworker_of(course)}
    usual |= {"domain": situation.domain, "level": Level.DOMAIN}
    return Circumstance.objects.create(course=course, situation=situation, **usual | fields)
