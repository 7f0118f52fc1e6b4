"""A relation that was noted by mistake stops counting at the next request; one that has ended still bars."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.casework.actions import family
from borgerforloeb.casework.answerers import relations_that_answer
from borgerforloeb.casework.queries import relations_among
from borgerforloeb.citizens.models import Consent, FamilyRelation
from borgerforloeb.disclosures.recipients import relations_on
from roles.gate import relations_behind
from roles.models import StaffCitizen
from roles.permissions import visible_courses
from tests.factories import (
    LONG_AGO,
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_citizen,
    make_consent,
    make_course,
    make_user,
)
from tests.roles.on_duty import make_case, make_leader

pytestmark = pytest.mark.django_db
WHY = "Forvekslet med en anden af samme navn."


def relate(citizen, kind, relative, **fields):
    return FamilyRelation.objects.create(citizen=citizen, kind=kind, relative=relative, **fields)


def note(user, citizen):
    return StaffCitizen.objects.create(user=user, citizen=citizen, noted_by=user, noted_on=LONG_AGO)


def sees(user, course) -> bool:
    return visible_courses(user).filter(pk=course.pk).exists()


def history(relation) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pgh_label FROM citizens_familyrelationevent WHERE pgh_obj_id = %s ORDER BY pgh_id",
            [relation.pk],
        )
        return [label for (label,) in cursor.fetchall()]


@pytest.fixture
def family_course():
    """A colleague on the team who is noted as the brother of one of the family, who is in it too."""
    mette, ida = make_citizen("Mette"), make_citizen("Ida")
    course = make_course(citizens=[make_citizen("Freja"), ida])
    elsewhere = make_course(citizens=[main_person(course), mette])
    user = make_user("Mette Vang")
    note(user, mette)
    assign(user, course)
    relation = relate(mette, "sibling", main_person(course))
    assert not sees(user, course)
    return course, elsewhere, user, relation


def correct(relation, course, **changes):
    given = {"reason": WHY, "on": TODAY, "by": konsulent_of(course)}
    return family.correct_relation(relation, course=course, **(given | changes))


def test_a_mistake_is_corrected_with_a_reason_and_bars_no_more(family_course):
    course, elsewhere, user, relation = family_course

    correct(relation, elsewhere)

    assert sees(user, course)
    relation.refresh_from_db()
    assert (relation.corrected_on, relation.correction_reason) == (TODAY, WHY)
    assert history(relation) == ["insert", "update"]
    event = AuditEvent.objects.get(action="relation.corrected")
    assert set(event.person_ids) == {relation.citizen_id, relation.relative_id}
    assert "Forvekslet" not in str(event.details)
    assert not relations_among([relation.citizen_id, relation.relative_id]).exists()


def test_what_has_ended_still_bars(family_course):
    course, elsewhere, user, relation = family_course

    family.end_relation(relation, course=elsewhere, ends_on=TODAY, by=konsulent_of(elsewhere))

    assert not sees(user, course)


def test_it_may_be_noted_rightly_afterwards(family_course):
    course, elsewhere, user, relation = family_course
    correct(relation, elsewhere)

    again = family.add_relation(
        elsewhere,
        citizen=relation.citizen,
        relative=relation.relative,
        kind="sibling",
        by=konsulent_of(elsewhere),
    )

    assert not sees(user, course)
    assert again.corrected_on is None


def test_what_is_refused(family_course):
    course, elsewhere, _, relation = family_course
    team = make_user("Team")
    assign(team, elsewhere)

    for by in (team, make_user("Stig")):
        with pytest.raises(PermissionDenied):
            correct(relation, elsewhere, by=by)
    # Both must be of the course from which it is corrected.
    with pytest.raises(PermissionDenied):
        correct(relation, course)
    with pytest.raises(ValidationError, match="noteret ved en fejl"):
        correct(relation, elsewhere, reason=" ")
    correct(relation, elsewhere)
    with pytest.raises(ValidationError, match="allerede rettet"):
        correct(relation, elsewhere)


def test_a_custody_noted_by_mistake_answers_for_nobody():
    mother, father, child = make_citizen("Mor"), make_citizen("Far"), make_citizen("Barn")
    child.born_on = TODAY - timedelta(days=2000)
    child.save()
    course = make_course(citizens=[child, mother, father])
    both = [relate(parent, "parent", child, has_custody=True) for parent in (mother, father)]
    consent = make_consent(course, citizen=child, given_by=mother, capacity="custody_holder")
    assert not Consent.objects.in_force(TODAY).filter(pk=consent.pk).exists()

    correct(both[1], course)

    assert Consent.objects.in_force(TODAY).filter(pk=consent.pk).exists()
    assert relations_that_answer([child.pk]) == relations_on([child.pk], TODAY) == [both[0]]


class TestByTheLeader:
    @pytest.fixture
    def barred(self):
        """The coordinator is noted as the mother of the citizen, from outside the course."""
        course, leader = make_case()
        katrine, self_ = caseworker_of(course), make_citizen("Katrine")
        note(katrine, self_)
        relation = relate(self_, "parent", main_person(course))
        assert not sees(katrine, course)
        return course, leader, katrine, relation

    def correct(self, course, leader, relation, **changes):
        assignment = course.assignments.get(role="coordinating_caseworker", ends_on=None)
        given = {"assignment_id": assignment.pk, "reason": WHY, "on": TODAY, "by": leader}
        return family.correct_barring_relation(relation.pk, **(given | changes))

    def test_who_is_kept_out_of_her_own_course_gets_it_back(self, barred):
        course, leader, katrine, relation = barred
        assert relations_behind(katrine.pk, course.pk) == [(relation.pk, "parent", True)]

        self.correct(course, leader, relation)

        assert sees(katrine, course)
        event = AuditEvent.objects.get(action="relation.corrected")
        assert (event.basis, event.course_id) == ("leader", course.pk)

    @pytest.mark.parametrize("kind", ["common child", "common parent"])
    def test_kin_by_a_third_is_found_too(self, kind):
        course, leader = make_case()
        katrine, self_, third = caseworker_of(course), make_citizen("Katrine"), make_citizen("Tredje")
        note(katrine, self_)
        if kind == "common child":
            own = relate(self_, "parent", third)
            relate(main_person(course), "parent", third)
        else:
            own = relate(third, "parent", self_)
            relate(third, "parent", main_person(course))
        relate(self_, "parent", make_citizen("Helt uden for"))

        assert [row.relation_id for row in relations_behind(katrine.pk, course.pk)] == [own.pk]
        self.correct(course, leader, own)
        assert sees(katrine, course)

    def test_no_other_relation_and_nobody_else(self, barred):
        course, leader, katrine, relation = barred
        other = relate(main_person(course), "sibling", make_citizen("Bror"))

        with pytest.raises(PermissionDenied):
            self.correct(course, leader, other)
        for by in (make_leader(course.unit.__class__.objects.create(name="Andet")), katrine):
            with pytest.raises(PermissionDenied):
                self.correct(course, by, relation)
        with pytest.raises(ValidationError, match="ved en fejl"):
            self.correct(course, leader, relation, reason="")
        assert not sees(katrine, course)
