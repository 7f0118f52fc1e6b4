from datetime import date, timedelta
from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now, TruncDate

from borgerforloeb.accounts.models import Capability, User
from borgerforloeb.citizens.models import Citizen, Course, Domain


class Role(models.TextChoices):
    COORDINATING_CASEWORKER = "coordinating_caseworker", "koordinerende sagsbehandler"
    BORGERKONSULENT = "borgerkonsulent", "borgerkonsulent"
    CASEWORKER = "caseworker", "sagsbehandler"
    TEAM_MEMBER = "team_member", "medlem af teamet"
    DEPUTY = "deputy", "stedfortræder"
    EMERGENCY = "emergency", "nødadgang"
    READER = "reader", "læser som leder"


# Who works with the citizen; the other roles open a course for a while and are nobody to call.
TEAM_ROLES = (
    Role.COORDINATING_CASEWORKER,
    Role.BORGERKONSULENT,
    Role.CASEWORKER,
    Role.TEAM_MEMBER,
    Role.DEPUTY,
)
# Every open course has exactly one of each, all the time.
SINGLE_ROLES = (Role.COORDINATING_CASEWORKER, Role.BORGERKONSULENT)
# A leader or a log reviewer has no case by that alone; an administrator has none, whatever else she is.
WORKS_WITH_CITIZENS = (Capability.CASEWORKER, Capability.PROVIDER, Capability.DUTY)
# What one must be employed to do, as long as one holds the role; `roles_of_work` says it to the gate.
NEEDS: dict[str, tuple[Capability, ...]] = {
    Role.COORDINATING_CASEWORKER: (Capability.CASEWORKER,),
    Role.CASEWORKER: (Capability.CASEWORKER,),
    Role.BORGERKONSULENT: WORKS_WITH_CITIZENS,
    Role.TEAM_MEMBER: WORKS_WITH_CITIZENS,
    Role.EMERGENCY: (Capability.DUTY,),
    Role.READER: (Capability.LEADER,),
}


def does_the_work(user: User, role: str) -> bool:
    """Whether somebody is employed to do what the role takes: the least is some work with citizens.

    A deputy's role is asked as the one that is stood in for (`Assignment.acts_as`).
    """
    needed = NEEDS.get(role, WORKS_WITH_CITIZENS)
    return not user.has_capability(Capability.ADMINISTRATOR) and any(map(user.has_capability, needed))


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def in_force(self, on: date | None = None) -> "AssignmentQuerySet":
        """Held on that day. Without a day the database's own today counts, asked anew in each query,

        so access ends with the assignment and no process can work with yesterday's date.
        """
        day = on if on is not None else TruncDate(Now())
        held = self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gt=day))
        return held.filter(Q(expires_at=None) | Q(expires_at__gt=Now()))

    def acting_as(self, role: str) -> "AssignmentQuerySet":
        """Its holder, and whoever stands in for her."""
        return self.filter(Q(role=role) | Q(role=Role.DEPUTY, deputy_for__role=role))

    def coordinating(self) -> "AssignmentQuerySet":
        return self.acting_as(Role.COORDINATING_CASEWORKER)

    def user_ids(self) -> set[int]:
        return set(self.values_list("user", flat=True))

    def of_the_team(self) -> "AssignmentQuerySet":
        return self.filter(role__in=TEAM_ROLES)


class DateRange(Func):
    function = "DATERANGE"
    output_field = DateRangeField()


@pghistory.track()
class Assignment(models.Model):
    """Who works with a course, as what, with whom of its persons and in which fields, from when to when."""

    SINGLE: ClassVar[tuple[str, ...]] = tuple(role.value for role in SINGLE_ROLES)

    course = models.ForeignKey(Course, models.PROTECT, related_name="assignments", verbose_name="forløb")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments", verbose_name="medarbejder"
    )
    role = models.CharField("rolle", max_length=24, choices=Role)
    function = models.CharField(
        "funktion", max_length=80, blank=True, help_text="For eksempel bostøtte eller mentor."
    )
    person = models.ForeignKey(
        Citizen, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kun om"
    )
    domains = ArrayField(
        models.CharField(max_length=12, choices=Domain), verbose_name="fagområder", default=list, blank=True
    )
    sees_shielded = models.BooleanField("må læse skærmede oplysninger", default=False)
    starts_on = models.DateField("fra")
    # The first day without it, so that one may end and the next begin on the same day.
    ends_on = models.DateField("slutter", null=True, blank=True)
    # To the minute, for access that lasts hours: nødadgang, and a leader who reads with a reason.
    expires_at = models.DateTimeField("udløber", null=True, blank=True)
    # The holder works elsewhere now and keeps the course until the leader has given it to another.
    to_hand_over_since = models.DateField("skal gives videre siden", null=True, blank=True)
    deputy_for = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="deputies", verbose_name="i stedet for"
    )
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="udpeget af"
    )
    reason = models.CharField("hvorfor", max_length=300)
    citizen_wish = models.CharField("borgerens ønske", max_length=300, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="afsluttet af",
    )
    end_reason = models.CharField("hvorfor afsluttet", max_length=300, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "tilknytning"
        verbose_name_plural = "tilknytninger"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="assignment_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Tilknytningen kan ikke slutte, før den begynder.",
            ),
            models.CheckConstraint(
                name="assignment_for_a_while_has_its_end",
                condition=~Q(role__in=["emergency", "reader"]) | Q(expires_at__isnull=False),
                violation_error_message="En midlertidig adgang skal have et sluttidspunkt.",
            ),
            models.CheckConstraint(
                name="assignment_deputy_for_somebody_until",
                condition=Q(role="deputy", deputy_for__isnull=False, ends_on__isnull=False)
                | ~Q(role="deputy") & Q(deputy_for=None),
                violation_error_message="En stedfortræder afløser en bestemt og har en slutdato.",
            ),
            ExclusionConstraint(
                name="assignment_one_of_each_single_role",
                expressions=[
                    ("course", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (
                        DateRange("starts_on", "ends_on", RangeBoundary()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(role__in=["coordinating_caseworker", "borgerkonsulent"]),
                violation_error_message="Forløbet har allerede en i den rolle i den periode.",
            ),
        ]
        indexes = [models.Index(fields=["user", "course"], name="assignment_by_user")]
        triggers = [
            # At least one of each, judged when the transaction ends: a replacement is two statements.
            pgtrigger.Trigger(
                name="open_course_keeps_its_two",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func="""
                    IF EXISTS (
                        SELECT FROM citizens_course c
                        WHERE c.id = COALESCE(NEW.course_id, OLD.course_id)
                        AND c.status <> 'closed' AND 2 <> (
                            SELECT count(*) FROM roles_assignment a
                            WHERE a.course_id = c.id AND a.ends_on IS NULL
                                AND a.role IN ('coordinating_caseworker', 'borgerkonsulent')
                        )
                    ) THEN
                        RAISE EXCEPTION 'an open course must have its caseworker and its borgerkonsulent'
                            USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN NULL;
                """,
            ),
            # Whoever ends the one, in whatever way, ends those who stand in: nobody can forget it.
            pgtrigger.Trigger(
                name="deputy_ends_with_the_one",
                operation=pgtrigger.Update,
                when=pgtrigger.After,
                condition=pgtrigger.Condition("NEW.ends_on IS DISTINCT FROM OLD.ends_on"),
                func="""
                    UPDATE roles_assignment SET ends_on = GREATEST(starts_on, NEW.ends_on)
                    WHERE deputy_for_id = NEW.id AND ends_on > NEW.ends_on;
                    RETURN NULL;
                """,
            ),
            pgtrigger.Trigger(
                name="deputy_no_longer_than_the_one",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Condition("NEW.deputy_for_id IS NOT NULL"),
                func="""
                    NEW.ends_on := GREATEST(NEW.starts_on, LEAST(NEW.ends_on, (
                        SELECT held.ends_on FROM roles_assignment held WHERE held.id = NEW.deputy_for_id
                    )));
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.course_id}"

    @property
    def last_day(self) -> date | None:
        """As people say it: the last day with."""
        return self.ends_on - timedelta(days=1) if self.ends_on is not None else None

    @property
    def acts_as(self) -> str:
        """The role whose permissions it gives: a deputy's are those of the role that is stood in for."""
        return self.deputy_for.role if self.deputy_for is not None else self.role
