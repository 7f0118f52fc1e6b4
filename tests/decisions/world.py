"""A decision, somebody who may make it, and the day that it was told."""

from datetime import date
from itertools import count

from borgerforloeb.decisions.actions import deciding
from borgerforloeb.decisions.models import Authority, Decision
from tests.factories import LONG_AGO, TODAY, caseworker_of, main_person, make_section, make_unit, make_user

_number = count(1)
WHY = "Du har brug for støtte til at holde styr på hverdagen."


def make_decision(course, **fields) -> Decision:
    """A draft, unless a status is given; then whole."""
    usual = {"person": main_person(course), "what": "Bostøtte", "outcome": "granted"}
    usual |= {"reasons": WHY, "heard_on": LONG_AGO, "written_by": caseworker_of(course), "version": 1}
    usual |= {"domain": "social"}
    if fields.get("status", "draft") != "draft":
        usual |= {"decided_on": LONG_AGO, "decided_by": caseworker_of(course)}
    if fields.get("status") == "told":
        usual |= {"told_on": LONG_AGO, "told_way": "letter", "complaint_until": LONG_AGO}
    if "section" not in fields:
        usual["section"] = make_section(f"§ 85 nr. {next(_number)}")
    return Decision.objects.create(course=course, **usual | fields)


def give(user, section, *, starts_on: date = LONG_AGO, only=None, **fields) -> Authority:
    leader = make_user("Birthe Munk", capabilities=["leader"], unit=user.unit or make_unit())
    return Authority.objects.create(
        user=user,
        act=section.act,
        section=only,
        starts_on=starts_on,
        given_by=leader,
        why="Delegation",
        **fields,
    )


def tell(row, **fields):
    usual = {"told_on": TODAY, "told_way": "letter", "today": TODAY, "by": caseworker_of(row.course)}
    return deciding.tell(row, **usual | fields)
