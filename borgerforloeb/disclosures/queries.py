"""Who is around a course, and what was made of it before: asked for each paper, also for one made before."""

from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Q, QuerySet, UUIDField

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.questions import AnyOf, Given, question, search
from borgerforloeb.citizens.models import Citizen, FamilyRelation, NetworkPerson
from borgerforloeb.disclosures.models import Disclosure
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
