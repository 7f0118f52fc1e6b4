from uuid import uuid4

import pytest

from borgerforloeb.audit.models import AuditEvent, Kind
from borgerforloeb.audit.words import action_words, basis_words


@pytest.mark.parametrize(
    ("action", "kind", "words"),
    [
        ("plan.opened", Kind.VIEW, "Planen åbnet"),
        ("plan.goal_added", Kind.CHANGE, "Mål tilføjet"),
        ("course.log_opened", Kind.VIEW, "Log åbnet"),
        ("plan.follow_up_held", Kind.CHANGE, "Opfølgning holdt"),
        ("access.refused", Kind.REFUSAL, "Adgang afvist"),
        ("something.else", Kind.PRINT, "Udskrevet"),
        ("nothing", Kind.CHANGE, "Ændret"),
    ],
)
def test_a_code_reads_as_danish_and_an_unknown_one_as_its_kind(action, kind, words):
    assert action_words(AuditEvent(action=action, kind=kind)) == words


def test_the_basis_is_the_roles_once_each():
    event = AuditEvent(basis="team_member:4, borgerkonsulent:12, team_member:9")

    assert basis_words(event) == "medlem af teamet, borgerkonsulent"


def test_an_event_about_a_course_is_found_by_it(db):
    course = uuid4()
    for about in (course, uuid4(), course):
        AuditEvent.objects.create(action="plan.opened", kind=Kind.VIEW, course_id=about)

    found = list(AuditEvent.objects.about_course(course).values_list("id", flat=True))

    assert found == sorted(found, reverse=True)
    assert len(found) == 2
