"""What a recipient is given of the plan, with the way and the days that come; its texts and findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from borgerforloeb.accounts.models import User
from borgerforloeb.disclosures.models import Disclosure, Finding
from borgerforloeb.disclosures.package import Package
from borgerforloeb.disclosures.recipients import Recipient
from borgerforloeb.pages.printing import appointments, printed_way
from plans.models import Agreement, Plan, PlanVersion
from plans.pdf import plan_package
from plans.projection import Giving, View
from roles.permissions import Access, Permission, access_to

To = Disclosure.To


def what_to_give(request: HttpRequest, plan: Plan) -> Plan | PlanVersion:
    # A plan that has been said yes to is its version, until somebody begins a new draft.
    agreed = plan.number if plan.status == Plan.Status.AGREED else ""
    number = request.POST.get("version") or request.GET.get("version") or str(agreed)
    if not number:
        return plan
    versions = PlanVersion.objects.visible_to(request.user).filter(plan=plan).select_related("plan")
    return get_object_or_404(versions, number=number if number.isdecimal() else 0)


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
    return plan_package(
        source,
        view,
        on=today,
        way=printed_way(plan.course, on, user=sender),
        appointments=appointments(plan, sender, today),
    )


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
