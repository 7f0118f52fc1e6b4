"""A reader who goes everywhere: each address with each object, then each link that a page offered."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

import pypdfium2
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Course, FamilyRelation
from borgerforloeb.law.models import Check, Requirement
from borgerforloeb.lawlens.models import Confirmation, OnePlanYes, ReplacedPlan
from networkmeetings.models import AgendaItem, Participant
from plans.models import (
    AdjustmentRequest,
    Agreement,
    AgreementLook,
    EmployerContact,
    Goal,
    Intervention,
    Measurement,
    Note,
    Placement,
    PlanSection,
    PlanVersion,
    Safeguard,
    StoryAsked,
    StoryPart,
    SubGoal,
    Trial,
    WeeklySlot,
)
from plans.print_content import Edition
from tests.access.test_matrix import arguments_of, rows

TOKEN = re.compile(r"kn[0-9a-f]{12}")
LINK = re.compile(r'(?:href|hx-get|data-url)="(/[^"#]*)')
CPR = re.compile(r"\b\d{6}-?\d{4}\b")
# They end the session, or begin one; the demo's own mail page is asked for apart.
NOT_WALKED = ("account_", "mfa_", "openid", "saml", "accounts:")
# Asked for by a person who means it, and answered with what was hidden.
BY_POST = {"casework:reveal_address", "casework:reveal_number"}
# What is given to the citizen in one press: the paper is opened from the ledger.
GIVEN = {
    "casework:consent_print", "casework:sharing_print", "seen:seen_print", "networkmeetings:invitation",
    "networkmeetings:give_minutes", "decisions:letter", "plans:story_print",
}  # fmt: skip
# Paper takes a second each, and is asked for where it is said.
PAPER = {"pages:print", *GIVEN}

# Where a text is read; what stands in a form alone has been shown to nobody.
READ = {
    "pages:course", "plans:plan", "plans:notes", "plans:versions", "plans:version", "plans:compare",
    "plans:adjustment", "plans:goal_development", "plans:development", "plans:trials", "plans:placements",
    "pages:week",
    "plans:later",
    "plans:safeguards", "plans:story", "plans:agreement_looks",
    "outcomes:results",
    "networkmeetings:course_meetings", "networkmeetings:meeting", "casework:people", "casework:consents",
    "casework:sharing", "casework:reveal_address", "lawlens:lens",
    "decisions:decisions", "decisions:decision",
}  # fmt: skip


def objects_of(course: Course, most: int | None = None) -> dict[str, list[dict[str, Any]]]:
    """For each argument of an address: what goes with it, also what the reader may not know of."""
    here: dict[str, Any] = {"course_id": course.pk}

    def each(argument: str, rows: Any, **more: str) -> list[dict[str, Any]]:
        found = rows.order_by("pk").values_list("pk", *more.values())[:most]
        return [here | dict(zip((argument, *more), row, strict=True)) for row in found]

    persons = list(course.persons.values_list("pk", flat=True))
    within = {"goal__plan__course": course}
    return {
        "course_id": [here],
        "citizen_id": [here | {"citizen_id": pk} for pk in persons],
        "member_id": each("member_id", course.memberships),
        "relation_id": each("relation_id", FamilyRelation.objects.filter(citizen__in=persons)),
        "person_id": each("person_id", course.network),
        "assignment_id": each("assignment_id", course.assignments),
        "consent_id": each("consent_id", course.consents),
        "basis_id": each("basis_id", course.sharing_bases),
        "kind": [here | {"kind": kind} for kind in PlanSection.Kind.values],
        "part": [here | {"part": part} for part in ("maal", "aftaler", "afsnit", "side")],
        "edition": [here | {"edition": edition.value} for edition in Edition],
        "number": each("number", PlanVersion.objects.filter(plan__course=course), number="number"),
        "goal_id": each("goal_id", Goal.objects.filter(plan__course=course)),
        "later_id": each("later_id", Goal.objects.filter(plan__course=course)),
        "subgoal_id": each("subgoal_id", SubGoal.objects.filter(goal__plan__course=course)),
        "intervention_id": each("intervention_id", Intervention.objects.filter(**within)),
        "adjustment_id": each("adjustment_id", AdjustmentRequest.objects.filter(plan__course=course)),
        "measurement_id": each("measurement_id", Measurement.objects.filter(plan__course=course)),
        "placement_id": each("placement_id", Placement.objects.filter(plan__course=course)),
        "slot_id": each("slot_id", WeeklySlot.objects.filter(plan__course=course)),
        "safeguard_id": each("safeguard_id", Safeguard.objects.filter(plan__course=course)),
        "story_id": each("story_id", StoryPart.objects.filter(plan__course=course)),
        "asked_id": each("asked_id", StoryAsked.objects.filter(plan__course=course)),
        "contact_id": each("contact_id", EmployerContact.objects.filter(plan__course=course)),
        "written_id": each("written_id", Note.objects.signed().filter(**within)),
        "unsigned_id": each("unsigned_id", Note.objects.drafts().filter(**within)),
        "trial_id": each("trial_id", Trial.objects.filter(plan__course=course)),
        "tried_id": each("tried_id", Trial.objects.exclude(outcome="").filter(plan__course=course)),
        "agreement_id": each("agreement_id", Agreement.objects.filter(plan__course=course)),
        "look_id": each(
            "look_id",
            AgreementLook.objects.filter(agreement__plan__course=course),
            agreement_id="agreement_id",
        ),
        "decision_id": each("decision_id", course.decisions),
        "circumstance_id": each("circumstance_id", course.circumstances),
        "replaced_id": each("replaced_id", ReplacedPlan.objects.filter(plan__course=course)),
        "yes_id": each("yes_id", OnePlanYes.objects.filter(plan__course=course)),
        "confirmation_id": each("confirmation_id", Confirmation.objects.filter(plan__course=course)),
        "requirement_id": [
            here | {"citizen_id": person, "requirement_id": requirement.pk}
            for person in persons
            for requirement in Requirement.objects.filter(check_by=Check.CONFIRMED).order_by("pk")[:2]
        ],
        "meeting_id": each("meeting_id", course.meetings),
        "item_id": each(
            "item_id", AgendaItem.objects.filter(meeting__course=course), meeting_id="meeting_id"
        ),
        "participant_id": each(
            "participant_id", Participant.objects.filter(meeting__course=course), meeting_id="meeting_id"
        ),
    }


def addresses_of(course: Course, most: int | None = None) -> Iterator[tuple[str, str]]:
    """(name, path) of everything that stands below the course, whoever may open it."""
    objects = objects_of(course, most)
    answering = {row["address"] for row in rows() if not row["coordinator"].startswith("405/")} | BY_POST
    for name in sorted(answering):
        arguments = arguments_of(name)
        known = [argument for argument in arguments if argument in objects]
        if not known or name.startswith(NOT_WALKED) or len(known) < len(arguments):
            continue
        last = next((one for one in reversed(known) if one not in ("course_id", "meeting_id")), known[-1])
        for given in objects[last]:
            if set(arguments) <= set(given):
                yield name, reverse(name, kwargs={key: given[key] for key in arguments})


def words_of(response: Any) -> str:
    """All that can be read in an answer: its text, that of a PDF, and the headers."""
    headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    body = b"".join(response) if response.streaming else response.content
    if response.headers.get("Content-Type", "").startswith("application/pdf"):
        return headers + text_of_pdf(body)
    return headers + html.unescape(body.decode())


def text_of_pdf(content: bytes) -> str:
    """As one string without spaces: a word that is broken at the end of a line is one word."""
    document = pypdfium2.PdfDocument(content)
    try:
        text = "".join(page.get_textpage().get_text_range() for page in document)
        told = "".join(document.get_metadata_dict().values())
    finally:
        document.close()
    return re.sub(r"[\s\u00ad\ufffe-]+", "", text + told)


@dataclass
class Reader:
    """Opens pages as one user and keeps what they said."""

    user: User
    found: dict[str, str] = field(default_factory=dict)
    opened: dict[str, int] = field(default_factory=dict)
    offered: list[str] = field(default_factory=list)
    types: set[str] = field(default_factory=set)
    led_to: str = ""

    def __post_init__(self) -> None:
        client = Client()
        client.force_login(self.user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())
        self.session_key = client.session.session_key
        self.factory = RequestFactory(headers={"cookie": cookies, "host": "localhost"})
        self.site = BaseHandler()
        self.site.load_middleware()

    def open(self, path: str, data: dict[str, str] | None = None) -> str:
        request = self.factory.get(path) if data is None else self.factory.post(path, data)
        request._dont_enforce_csrf_checks = True
        response = self.site.get_response(request)
        words = words_of(response)
        self.opened[path] = response.status_code
        self.led_to = response.headers.get("Location", "")
        self.types.add(response.headers.get("Content-Type", "").partition(";")[0])
        for token in TOKEN.findall(words):
            self.found.setdefault(token, path)
        self.offered += LINK.findall(words)
        return words

    def walk(
        self, course: Course, *, most: int | None = None, papers: bool = False, only: set[str] | None = None
    ) -> None:
        for name, path in addresses_of(course, most):
            wanted = name in only if only else True
            if wanted and (papers or name not in PAPER):
                self.open(path, {} if name in BY_POST else None)
                if name in GIVEN:
                    self.give(path)

    def give(self, path: str) -> None:
        self.open(path, {"recipient": "own"})
        if self.led_to:
            self.open(self.led_to)

    def follow(self, most: int = 500) -> None:
        """What was offered and not opened yet: further pages, other orders, a version's own print."""
        waiting = (path for path in iter(self._next_link, None))
        for path in islice(waiting, most):
            self.open(path)

    def _next_link(self) -> str | None:
        while self.offered:
            path = self.offered.pop(0)
            if path in self.opened or path.startswith("/static/"):
                continue
            name = resolve(urlsplit(path).path).view_name
            if name and not name.startswith(NOT_WALKED) and name not in PAPER:
                return path
        return None
