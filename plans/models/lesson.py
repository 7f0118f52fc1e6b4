from __future__ import annotations

import re

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, Value

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Course, Domain, Level
from plans.models.plan import Plan
from plans.models.trial import Trial
from roles.permissions import is_told, may_read

COURSE = "plan__course_id"
WORD = re.compile(r"\w+")
MOST_WORDS = 12


def words_of_a_lesson() -> SearchVector:
    """The same for the index and for each search, else the index would not be used."""
    return SearchVector("question", "tried", "learned", config="danish")


class IsNear(Func):
    """Whether the employee works or has worked in the course that the lesson came from, or is barred from it.

    The database answers past the rows of that course, so that nobody has to be shown them to be kept away.
    """

    function = "plans_lesson_is_near"
    output_field = BooleanField()


class LessonQuerySet(models.QuerySet["Lesson"]):
    def visible_to(self, user: User) -> LessonQuerySet:
        return self.filter(STANDS_IN_THE_LIBRARY | _own(user) | _to_judge(user))

    def in_the_library(self) -> LessonQuerySet:
        return self.filter(STANDS_IN_THE_LIBRARY)

    def own(self, user: User) -> LessonQuerySet:
        return self.filter(_own(user))

    def to_judge(self, user: User) -> LessonQuerySet:
        """For somebody who may judge: of those from a course that one knows, one does not hear at all."""
        return self.filter(_to_judge(user))

    def matching(self, text: str) -> LessonQuerySet:
        """All the words, in any form, or what they begin with: also of a word that says nothing by itself."""
        words = [f"{word}:*" for word in WORD.findall(text)[:MOST_WORDS]]
        if not words:
            return self.none() if text.strip() else self
        asked, found = " & ".join(words), self.annotate(words=words_of_a_lesson())
        in_danish = SearchQuery(asked, config="danish", search_type="raw")
        as_written = SearchQuery(asked, config="simple", search_type="raw")
        return found.filter(Q(words=in_danish) | Q(words=as_written))


@pghistory.track()
class Lesson(models.Model):
    """Erfaring: what a trial taught, told so that nobody knows of whom; it names nobody (R64)."""

    class State(models.TextChoices):
        WAITING = "waiting", "venter på at blive læst"
        APPROVED = "approved", "står i biblioteket"
        RETURNED = "returned", "sendt tilbage"

    class Cost(models.TextChoices):
        NOTHING = "nothing", "ingenting"
        LITTLE = "little", "under 1.000 kr."
        SOME = "some", "1.000–5.000 kr."
        MUCH = "much", "5.000–20.000 kr."
        MOST = "most", "over 20.000 kr."
        UNKNOWN = "unknown", "ikke opgjort"

    LONGEST = Trial.LONGEST.days // 7

    domain = models.CharField("område", max_length=12, choices=Domain, default=Domain.COMMON)
    question = models.CharField("spørgsmål", max_length=300)
    tried = models.TextField("det blev prøvet", max_length=1000)
    learned = models.TextField("det lærte vi", max_length=1000)
    weeks = models.PositiveSmallIntegerField(
        "uger", validators=[MinValueValidator(1), MaxValueValidator(LONGEST)]
    )
    cost = models.CharField("hvad det kostede", max_length=7, choices=Cost)
    outcome = models.CharField("udfald", max_length=7, choices=Trial.Outcome)
    state = models.CharField("status", max_length=8, choices=State, default=State.WAITING)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="skrevet af"
    )
    proposed_on = models.DateField("skrevet")
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="læst af"
    )
    judged_on = models.DateField("læst", null=True, blank=True)
    answer = models.TextField("hvorfor sendt tilbage", max_length=500, blank=True)
    taken_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="taget ud af"
    )
    taken_out_on = models.DateField("taget ud", null=True, blank=True)
    taken_out_why = models.CharField("hvorfor taget ud", max_length=300, blank=True)
    version = models.PositiveIntegerField("gemt gang", default=0)

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = "erfaring"
        verbose_name_plural = "erfaringer"
        ordering = ["-judged_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="lesson_judged_as_its_state_says",
                condition=Q(state="waiting", judged_by=None, judged_on=None, answer="")
                | Q(state="approved", judged_by__isnull=False, judged_on__isnull=False, answer="")
                | Q(state="returned", judged_by__isnull=False, judged_on__isnull=False) & ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="lesson_judged_by_another",
                condition=Q(judged_by=None) | ~Q(judged_by=F("proposed_by")),
                violation_error_message="Den, der har skrevet en erfaring, kan ikke selv godkende den.",
            ),
            models.CheckConstraint(
                name="lesson_taken_out_with_a_reason",
                condition=Q(taken_out_by=None, taken_out_on=None, taken_out_why="")
                | Q(taken_out_by__isnull=False, taken_out_on__isnull=False) & ~Q(taken_out_why=""),
                violation_error_message="Skriv et ord om hvorfor.",
            ),
            models.CheckConstraint(
                name="lesson_lasts_as_a_trial", condition=Q(weeks__gte=1, weeks__lte=Trial.LONGEST.days // 7)
            ),
        ]
        indexes = [GinIndex(words_of_a_lesson(), name="lesson_words")]

    def __str__(self) -> str:
        return self.question

    @property
    def is_taken_out(self) -> bool:
        return self.taken_out_on is not None

    @property
    def is_in_the_library(self) -> bool:
        return self.state == self.State.APPROVED and not self.is_taken_out

    @property
    def waits(self) -> bool:
        return self.state == self.State.WAITING and not self.is_taken_out


class LessonOriginQuerySet(models.QuerySet["LessonOrigin"]):
    def visible_to(self, user: User) -> LessonOriginQuerySet:
        """The two who hold that plan, of a trial that they may still read."""
        return self.filter(
            is_told(user, course=COURSE),
            may_read(user, course=COURSE, row="trial__"),
            may_read(user, course=COURSE, row="trial__goal__"),
        )

    def to_write(self) -> LessonOriginQuerySet:
        """As the acts ask: the course is open, and the trial has ended and is shielded nowhere."""
        shielded = Q(trial__level=Level.SHIELDED) | Q(trial__goal__level=Level.SHIELDED)
        return self.exclude(plan__course__status=Course.Status.CLOSED).exclude(
            Q(trial__outcome="") | shielded
        )


class LessonOrigin(models.Model):
    """Which trial a lesson came from. It stands apart, so that the lesson leads nobody else to the course."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="lesson_origins", verbose_name="plan")
    trial = models.OneToOneField(
        Trial, models.PROTECT, related_name="lesson_origin", verbose_name="prøvehandling"
    )
    lesson = models.OneToOneField(Lesson, models.PROTECT, related_name="origin", verbose_name="erfaring")

    objects = LessonOriginQuerySet.as_manager()

    class Meta:
        verbose_name = "hvor en erfaring kommer fra"
        verbose_name_plural = "hvor erfaringer kommer fra"

    def __str__(self) -> str:
        return f"{self.trial_id}"


STANDS_IN_THE_LIBRARY = Q(state=Lesson.State.APPROVED, taken_out_on=None)


def _own(user: User) -> Q:
    """What one has written or judged, and what the two of a plan have shared from it."""
    from_here = Exists(LessonOrigin.objects.visible_to(user).filter(lesson=OuterRef("pk")))
    return Q(proposed_by=user.pk) | Q(judged_by=user.pk) | Q(from_here)


def _to_judge(user: User) -> Q:
    waits = Q(state=Lesson.State.WAITING, taken_out_on=None)
    return waits & ~Q(proposed_by=user.pk) & ~Q(IsNear(F("pk"), Value(user.pk)))
