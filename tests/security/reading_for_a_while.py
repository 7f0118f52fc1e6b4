"""Who reads one course for some hours, and what: by hand from `docs/security.md`, as the marks are."""

from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Course
from roles.actions import break_glass, read_as_leader

LEADER, ON_DUTY = "birthe", "marianne"
WHY = "Borgeren står i receptionen og har brug for hjælp."
# What Katrine and Jonas, who are the leader's own staff there, read in Freja's course.
OF_THE_UNIT = {"employment", "social", "health", "housing", "economy"}
# For the two who hold the plan, whoever else reads.
OF_THE_TWO = {
    "citizens.Course.entry_reason",
    "citizens.Course.closing_reason",
    "citizens.Consent.oral_note",
    "citizens.Consent.childs_view",
    "plans.FollowUp.does_it_work",
    "plans.FollowUp.right_things",
    "plans.FollowUp.done_right",
    "roles.Block.why",
    "citizens.Circumstance.source",
    "lawlens.ReplacedPlan.name",
    "lawlens.ReplacedPlan.system",
}
# Where somebody can be found is not what a nødadgang is for.
WHEREABOUTS = {"networkmeetings.NetworkMeeting.place", "citizens.NetworkPerson.organisation"}
# A place where one is by day is told whole or not at all.
BY_DAY = ("plans.Placement.", "plans.EmployerContact.", "plans.WeeklySlot.")


@contextmanager
def opened(username: str, course_id: str):
    """As the leader or somebody on duty opens it; afterwards it is as if nobody had."""
    user, at = User.objects.get(username=username), timezone.now()
    with transaction.atomic():
        if username == ON_DUTY:
            given = {"reason_code": "here_now", "proved_at": at - timedelta(minutes=1)}
            break_glass(course_id, reason=WHY, at=at, by=user, **given)
        else:
            number = Course.objects.get(pk=course_id).number
            read_as_leader(number, reason_code="complaint", reason=WHY, at=at, by=user)
        yield
        transaction.set_rollback(True)


def reads(username: str, canary: dict) -> bool:
    """Of the course that was opened: never what is shielded, for the two, or somebody's draft."""
    if canary["level"] == "shielded" or canary["field"] in OF_THE_TWO or canary["is_draft"]:
        return False
    if username == ON_DUTY:
        return canary["field"] not in WHEREABOUTS and not canary["field"].startswith(BY_DAY)
    return canary["level"] == "common" or canary["domain"] in OF_THE_UNIT | {"common"}
