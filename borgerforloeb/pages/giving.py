"""What a recipient is given: of the plan, with the way and the days that come; any paper made once more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate

from borgerforloeb.accounts.models import User
from borgerforloeb.casework.pdf import consent_paper, sharing_paper
from borgerforloeb.citizens.models import Citizen, Consent
from borgerforloeb.decisions.models import Decision
from borgerforloeb.decisions.pdf import decision_paper
from borgerforloeb.disclosures.actions import hand_out
from borgerforloeb.disclosures.models import Disclosure, Finding
from borgerforloeb.disclosures.package import Package, Paper
from borgerforloeb.disclosures.recipients import Recipient, around, possible
from borgerforloeb.logreview.pdf import seen_again
from borgerforloeb.pages.printing import brought
from networkmeetings.models import NetworkMeeting
from networkmeetings.pdf import invitation_paper, minutes_paper
from networkmeetings.queries import members_of, whose
from plans.models import Agreement, Plan, PlanVersion
from plans.pdf import plan_package
from plans.projection import Giving, View
from plans.story_pdf import story_paper
from roles.permissions import Access, Permission, access_to, require

To = Disclosure.To
NOT_TO_ONE = "Planen kan ikke udleveres til borgeren selv. Vælg, hvem der skal have den."


def what_was_asked_for(request: HttpRequest, plan: Plan) -> Plan | PlanVersion:
    """To be printed or given."""
    number = request.POST.get("version") or request.GET.get("version") or _agreed(plan)
    if not number:
        return plan
    versions = PlanVersion.objects.visible_to(request.user).filter(plan=plan).select_related("plan__course")
    return get_object_or_404(versions, number=number if number.isdecimal() else 0)


def _agreed(plan: Plan) -> str:
    """A plan that has been said yes to is its version, until somebody begins a new draft."""
    return str(plan.number) if plan.status == Plan.Status.AGREED else ""


def give_own(user: User, course_id: UUID, large_type: bool | None, at: datetime) -> Disclosure:
    """One of a batch, as by one press on the page *Udlever planen*: to the citizen whose plan it is."""
    access = require(user, Permission.PRINT, course_id)
    plan = Plan.objects.visible_to(user).select_related("course").filter(course=course_id).first()
    if plan is None:
        raise PermissionDenied
    versions = PlanVersion.objects.visible_to(user).filter(plan=plan).select_related("plan__course")
    source = versions.filter(number=_agreed(plan)).first() if _agreed(plan) else plan
    if source is None:
        raise PermissionDenied
    paper = plan_paper(source, sender=user, access=access, today=localdate(at))
    to = next((one for one in paper.found if one.key == paper.own), None)
    if to is None:
        raise ValidationError(NOT_TO_ONE)
    return hand_out(paper.course, paper.package_for(to), to, by=user, at=at, large_type=large_type)


def plan_paper(source: Plan | PlanVersion, *, sender: User, access: Access, today: date) -> Paper:
    plan = source.plan if isinstance(source, PlanVersion) else source
    people = around(plan.course, access, today, promising(plan))
    return Paper(
        course=plan.course,
        title="Udlever planen",
        ask="Hvem skal have planen?",
        back=reverse("plans:plan", args=[plan.course_id]),
        people=people,
        found=possible(people),
        package_for=lambda to: given_plan(source, to, sender=sender, access=access, today=today),
        about=people.main.pk if people.members else None,
    )


def paper_again(row: Disclosure, access: Access, today: date) -> Paper:
    """By the access of whoever made it, whoever looks: two people must look at the same."""
    sender, key = row.made_by, row.source.partition(":")[2]
    match row.paper:
        case "plan" | "planversion":
            return plan_paper(_plan_or_version(row.paper, key), sender=sender, access=access, today=today)
        case "consent":
            return consent_paper(Consent.objects.get(pk=key), row.course, access, today)
        case "sharing" | "story":
            return _of_a_person(row, Citizen.objects.get(pk=key), access, today)
        case "seen":
            return seen_again(row.course, key, access, until=row.made_at, today=today)
        case "decision":
            return decision_paper(_decision(key), row.course, access, today)
        case "minutes":
            return minutes_paper(_meeting(key), reader=sender, access=access, today=today)
        case "invitation":
            return _invitation_again(row, _meeting(key), access, today)
    raise Http404


def _plan_or_version(kind: str, key: str) -> Plan | PlanVersion:
    if kind == "plan":
        return Plan.objects.get(pk=key)
    return PlanVersion.objects.select_related("plan__course").get(pk=key)


def _of_a_person(row: Disclosure, person: Citizen, access: Access, today: date) -> Paper:
    if row.paper == "sharing":
        return sharing_paper(row.course, person, access, today)
    return story_paper(row.course.plan, person, sender=row.made_by, access=access, today=today)


def _decision(key: str) -> Decision:
    return Decision.objects.select_related("section__act", "person", "decided_by").get(pk=key)


def _meeting(key: str) -> NetworkMeeting:
    return NetworkMeeting.objects.select_related("course", "called_by").get(pk=key)


def _invitation_again(row: Disclosure, meeting: NetworkMeeting, access: Access, today: date) -> Paper:
    sender = row.made_by
    name = whose(meeting, [member.citizen for member in members_of(row.course_id, sender)])
    return invitation_paper(meeting, name, reader=sender, access=access, today=today)


def promising(plan: Plan) -> Exists:
    """Of a network person: that something in the plan is still that person's promise."""
    return Exists(
        Agreement.objects.filter(plan=plan, status=Agreement.Status.OPEN, network_person=OuterRef("pk"))
    )


def given_plan(
    source: Plan | PlanVersion, recipient: Recipient, *, sender: User, access: Access, today: date
) -> Package:
    plan = source.plan if isinstance(source, PlanVersion) else source
    view = View(access, recipient.edition, str(recipient.about), _giving(recipient, plan, access))
    on = source.answered_on if isinstance(source, PlanVersion) else today
    return plan_package(source, view, on=today, brought=brought(plan, on, by=sender, today=today))


def _giving(recipient: Recipient, plan: Plan, access: Access) -> Giving:
    """What limits this one: a colleague's own access, or the fields of the consent that it rests on."""
    if recipient.to == To.USER:
        limit = access_to(User.objects.get(pk=recipient.pk), plan.course_id)
        if not limit.may(Permission.VIEW):
            raise ValidationError(f"{recipient.name} har ikke adgang til forløbet.")
        return Giving(recipient.name, limit=limit)
    domains = frozenset(recipient.consent.domains) if recipient.consent else None
    network_person = int(str(recipient.pk)) if recipient.to == To.NETWORK else None
    return Giving(recipient.name, domains=domains, network_person=network_person)


@dataclass(frozen=True)
class Piece:
    words: str
    finding: Finding | None = None


@dataclass(frozen=True)
class Part:
    """One text as it will stand, cut at what must be looked at."""

    label: str
    pieces: tuple[Piece, ...]

    @property
    def findings(self) -> list[Finding]:
        return [piece.finding for piece in self.pieces if piece.finding]


def looked_through(package: Package, findings: Iterable[Finding]) -> list[Part]:
    by_place: dict[str, list[Finding]] = {}
    for finding in findings:
        by_place.setdefault(finding.where, []).append(finding)
    return [
        Part(text.label, tuple(_pieces(text.words, by_place.get(text.where, [])))) for text in package.texts
    ]


def _pieces(words: str, findings: list[Finding]) -> Iterable[Piece]:
    at = 0
    for finding in sorted(findings, key=lambda one: one.start):
        end = finding.start + finding.length
        yield Piece(words[at : finding.start])
        yield Piece(words[finding.start : end], finding)
        at = end
    yield Piece(words[at:])
