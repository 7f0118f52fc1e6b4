from django.conf import settings
from django.db import models

from borgerforloeb.citizens.models import Course
from roles.models.assignment import Assignment


class Membership(models.Model):
    """Whose a course is and from when to when: all that the database's own wall knows of an assignment.

    Kept by a trigger on the assignments, and read by the policies alone: no code has a right to it.
    """

    assignment = models.OneToOneField(
        Assignment, models.DO_NOTHING, primary_key=True, related_name="+", db_constraint=False
    )
    course = models.ForeignKey(
        Course, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    starts_at = models.DateTimeField("fra")
    ends_at = models.DateTimeField("til", null=True)
    # When it was noted that it has ended: what was under way by then is finished by who began it.
    ended_at = models.DateTimeField("afsluttet", null=True)

    class Meta:
        verbose_name = "adgang i databasen"
        verbose_name_plural = "adgange i databasen"
        indexes = [models.Index(fields=["user", "course"], name="membership_by_user")]
