"""An employee who is the mother of a citizen, and one whom a citizen does not want: both are kept out."""

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import FamilyRelation
from borgerforloeb.pages.demo.days import years_before
from borgerforloeb.pages.demo.people import WOMAN, add_person
from borgerforloeb.pages.demo.told import Municipality, Told
from roles.models import Block, Role, StaffCitizen


def tell_barriers(common: Municipality, ordinary: list[Told]) -> None:
    """In courses that they work in on paper: that is where a barrier must show."""
    pia, dorthe = common.staff.user("pia"), common.staff.user("dorthe")
    _note_mother(common, pia, _helped_by(common, pia, ordinary))
    told = _helped_by(common, dorthe, ordinary)
    common.rows.add(
        Block(
            citizen=told.main,
            user=dorthe,
            why="Vi gik i klasse sammen. Jeg vil ikke have, at hun læser om mig.",
            set_by=told.caseworker,
            set_on=told.course.opened_on,
        )
    )


def _helped_by(common: Municipality, user: User, courses: list[Told]) -> Told:
    """A grown citizen of another unit whom the user is to help to a job."""
    return next(
        told
        for told in courses
        if len(told.persons) == 1
        and told.course.unit != user.unit
        and any(held.user == user and held.role == Role.TEAM_MEMBER for held in common.held_on(told.course))
    )


def _note_mother(common: Municipality, user: User, told: Told) -> None:
    first_names, _, last_name = user.name.rpartition(" ")
    facts = {
        "first_names": first_names,
        "last_name": last_name,
        "born_on": years_before(told.main.born_on or common.today, 24),
        "sex": WOMAN,
    }
    key, known_from = f"staff/{user.username}", told.course.opened_on
    mother = add_person(common.rows, told.days, key, facts, known_from=known_from)
    common.rows.add(FamilyRelation(citizen=mother, relative=told.main, kind=FamilyRelation.Kind.PARENT))
    common.rows.add(
        StaffCitizen(
            user=user,
            citizen=mother,
            noted_by=common.staff.groups["administrators"][0],
            noted_on=told.course.opened_on,
        )
    )
