"""Who is around a course, and what was made of it before: asked for each paper, also for one made before."""

from typing import NamedTuple
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Q, QuerySet, UUIDField

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.questions import AnyOf, Given, question, search
from borgerforloeb.citizens.models import Citizen, FamilyRelation, NetworkPerson
from borgerforloeb.disclosures.models import Disclosure
from borgerforloeb.disclosures.recipients import Recipient
from roles.models import Assignment


@search(course=UUIDField())
def members_ever(user: User, course: Given) -> QuerySet[Citizen]:
    return Citizen.objects.filter(memberships__course=course).distinct()


@search(members=ArrayField(UUIDField()))
def relations_of(user: User, members: Given) -> QuerySet[FamilyRelation]:
    touching = Q(AnyOf("citizen_id", members)) | Q(AnyOf("relative_id", members))
    return FamilyRelation.objects.filter(touching).select_related("citizen", "relative")


@search(course=UUIDField())
def network_of(user: User, course: Given) -> QuerySet[NetworkPerson]:
    return NetworkPerson.objects.filter(course=course)


class Reachable(NamedTuple):
    phone: str
    email: str


@question(Reachable, course=UUIDField())
def staff_of(user: User, course: Given) -> QuerySet:
    return Assignment.objects.filter(course=course, ends_on=None).values_list("user__phone", "user__email")


@search(course=UUIDField(), state=CharField())
def working_copies(user: User, course: Given, state: Given) -> QuerySet[Disclosure]:
    """The last of one's own that was made of the same."""
    own = Disclosure.objects.filter(course=course, to=Disclosure.To.SELF, user=user.pk, fingerprint=state)
    return own.filter(status=Disclosure.Status.RELEASED).select_related("document")[:1]


def had_large_type(course_id: UUID, recipient: Recipient) -> bool:
    """Whether it is a citizen who was last given a paper of this course in large type."""
    if recipient.to != Disclosure.To.CITIZEN:
        return False
    given = Disclosure.objects.filter(course=course_id, **recipient.ids)
    released = given.filter(status=Disclosure.Status.RELEASED).order_by("-released_at", "-id")
    return released.values_list("large_type", flat=True).first() or False
