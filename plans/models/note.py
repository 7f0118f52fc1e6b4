from __future__ import annotations

from datetime import timedelta

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.timezone import localdate

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Confidential
from plans.models.goal import Goal, on_a_readable_goal
from roles.permissions import may_read

# "As soon as possible" says offentlighedsloven § 13, and names no number of days. Five is a working week;
# on the sixth a talk is told from memory, and the note says so.
LATE_AFTER = timedelta(days=5)
# Of a signed note nothing is rewritten. Person and field are those of its goal: they change with it, when
# the note is moved to where it belongs, and only then.
SIGNED = ("text", "about_on", "level", "written_by_id", "written_at", "signed_at", "addendum_to_id")
REWRITTEN = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in SIGNED)
MARKED_ANEW = (
    "OLD.goal_id = NEW.goal_id AND (OLD.person_id, OLD.domain) IS DISTINCT FROM (NEW.person_id, NEW.domain)"
)


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, user: User) -> NoteQuerySet:
        """What is not signed is its author's alone."""
        ready = Q(signed_at__isnull=False) | Q(written_by=user.pk)
        readable = may_read(user, course="goal__plan__course_id"), on_a_readable_goal(user)
        return self.filter(ready, *readable)

    def signed(self) -> NoteQuerySet:
        return self.filter(signed_at__isnull=False)

    def drafts(self) -> NoteQuerySet:
        return self.filter(signed_at=None)

    def of_their_own(self) -> NoteQuerySet:
        """Without the addenda, which stand below the note that they correct."""
        return self.filter(addendum_to=None)


@pghistory.track()
class Note(Confidential):
    """A note is always written on a goal (R90). Signed, it is locked, and is corrected by an addendum."""

    # Looked up by the index below; for one of its own PostgreSQL read all notes of a goal to find the newest.
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="notes", verbose_name="mål", db_index=False)
    text = models.TextField("note", max_length=8000)
    about_on = models.DateField("dag")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="skrevet af"
    )
    written_at = models.DateTimeField("skrevet", db_default=Now(), editable=False)
    # Nobody but the author sees it before, so nobody else can sign it. Nothing said, it is signed at once.
    signed_at = models.DateTimeField("underskrevet", null=True, blank=True, db_default=Now())
    addendum_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="addenda", verbose_name="tillæg til"
    )
    version = models.PositiveIntegerField("gemt gang", default=0)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = "note"
        verbose_name_plural = "noter"
        ordering = ["-about_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="addendum_is_signed", condition=Q(addendum_to=None) | Q(signed_at__isnull=False)
            )
        ]
        indexes = [
            models.Index(fields=["goal", "-about_on", "-id"], name="note_newest_of_goal"),
            models.Index(fields=["written_by"], name="note_unsigned", condition=Q(signed_at=None)),
        ]
        triggers = [
            pgtrigger.Protect(
                name="signed_is_not_rewritten",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    f"OLD.signed_at IS NOT NULL AND ({REWRITTEN} OR ({MARKED_ANEW}))"
                ),
            ),
            pgtrigger.Protect(
                name="signed_is_not_deleted",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.signed_at IS NOT NULL"),
            ),
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None

    @property
    def is_late(self) -> bool:
        return self.signed_at is not None and localdate(self.signed_at) - self.about_on > LATE_AFTER
