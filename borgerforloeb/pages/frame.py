"""What surrounds every page: where one can go, who one is, what waits. Asked only when shown."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject, Now
from django.http import HttpRequest

from borgerforloeb.accounts.addresses import path_of
from borgerforloeb.accounts.models import CASE_WORK, Capability, User
from borgerforloeb.accounts.questions import question
from borgerforloeb.drafts.models import Draft
from borgerforloeb.logreview.models import ReviewCase
from borgerforloeb.notices.models import Notice
from roles.models import Assignment, Role

AT_WORK = frozenset(CASE_WORK | {Capability.ADMINISTRATOR})


@dataclass(frozen=True)
class Place:
    """A word in the navigation, who needs it, and which pages lie under it."""

    url_name: str
    icon: str
    word: str
    namespaces: frozenset[str] = frozenset()
    capabilities: frozenset[str] = frozenset()

    def is_for(self, user: User) -> bool:
        return not self.capabilities or not self.capabilities.isdisjoint(user.capabilities)


PLACES = [
    Place("pages:worklist", "home", "Mit arbejde", capabilities=AT_WORK),
    Place(
        "casework:course_list",
        "person",
        "Forløb",
        frozenset({"casework", "decisions", "disclosures", "seen", "outcomes", "plans", "lawlens", "pages"}),
        CASE_WORK,
    ),
    Place(
        "networkmeetings:meeting_list",
        "groups",
        "Møder",
        frozenset({"networkmeetings"}),
        CASE_WORK,
    ),
    Place(
        "lessons:library",
        "student",
        "Hvad vi har lært",
        frozenset({"lessons"}),
        CASE_WORK | {Capability.LEADER, Capability.ADMINISTRATOR},
    ),
    Place("outcomes:overview", "analytics", "Overblik", capabilities=frozenset({Capability.LEADER})),
    Place(
        "casework:emergencies",
        "warning",
        "Nødadgange",
        capabilities=frozenset({Capability.LEADER, Capability.LOG_REVIEWER}),
    ),
    Place("casework:handovers", "person", "Uden ansvarlig", capabilities=frozenset({Capability.LEADER})),
    Place("decisions:authorities", "assignment", "Kompetence", capabilities=frozenset({Capability.LEADER})),
    Place(
        "staff:employees",
        "groups",
        "Medarbejdere",
        frozenset({"staff"}),
        frozenset({Capability.ADMINISTRATOR}),
    ),
    Place(
        "laid_aside:rows",
        "email",
        "Lagt til side",
        frozenset({"laid_aside"}),
        frozenset({Capability.ADMINISTRATOR}),
    ),
    Place(
        "laws:kinds",
        "assignment",
        "Love og planer",
        frozenset({"laws"}),
        frozenset({Capability.ADMINISTRATOR}),
    ),
    Place("words:words", "edit", "Ord", frozenset({"words"}), frozenset({Capability.ADMINISTRATOR})),
    Place("casework:staff_citizens", "lock", "Habilitet", capabilities=frozenset({Capability.ADMINISTRATOR})),
    Place(
        "access:everybody",
        "how-to-reg",
        "Adgange",
        frozenset({"access"}),
        frozenset({Capability.ADMINISTRATOR}),
    ),
    Place("audit:log", "visibility", "Log", capabilities=frozenset({Capability.LOG_REVIEWER})),
    Place(
        "logreview:queue",
        "how-to-reg",
        "Logkontrol",
        frozenset({"logreview", "access"}),
        frozenset({Capability.LOG_REVIEWER}),
    ),
    Place(
        "logreview:breaches",
        "error",
        "Brud",
        frozenset({"logreview"}),
        frozenset({Capability.ADMINISTRATOR}),
    ),
]
# Pages that lie under another place than their namespace does, or under none.
UNDER = {
    "pages:unfinished": "",
    "pages:unfinished_text": "",
    "casework:emergency": "casework:emergencies",
    "casework:handover": "casework:handovers",
    "casework:handover_correct": "casework:handovers",
    "casework:staff_citizen_end": "casework:staff_citizens",
    "decisions:authority_add": "decisions:authorities",
    "decisions:authority_end": "decisions:authorities",
}
# Beside the word stands how much waits there.
COUNTED = {"logreview:queue": "reviews", "laid_aside:rows": "laid_aside"}


@dataclass(frozen=True)
class Link:
    url: str
    icon: str
    word: str
    current: str
    count: int = 0


def own_home(user: User) -> str:
    """The view that a leader or a log reviewer begins with; nothing for those who work with citizens."""
    if not CASE_WORK.isdisjoint(user.capabilities):
        return ""
    homes = [(Capability.LEADER, "outcomes:overview"), (Capability.LOG_REVIEWER, "audit:log")]
    return next((home for capability, home in homes if user.has_capability(capability)), "")


@dataclass(frozen=True)
class ForAWhile:
    """A course that the person opened without working there, while it is open: it stands on every page."""

    pk: int
    role: str
    expires_at: datetime
    course_id: str
    number: str

    @classmethod
    def read(cls, text: str) -> "ForAWhile":
        row: dict[str, Any] = json.loads(text)
        return cls(**row | {"expires_at": datetime.fromisoformat(row["expires_at"])})

    @property
    def word(self) -> str:
        return str(Role(self.role).label).capitalize()


class Waiting(NamedTuple):
    """What every page tells of its reader: how much waits, and what is open for a while."""

    notices: int | None
    first: str | None  # where the first of them leads
    reviews: int | None  # none for who reviews no log
    laid_aside: int | None  # none for who is no administrator
    for_a_while: list[str]  # as JSON
    half_written: list[str]  # the addresses of forms


@question(Waiting)
def _what_waits(user: User) -> QuerySet:
    told = Notice.objects.for_user(user)
    notices = told.order_by().values("recipient").values_list(Count("pk"))
    # A constant to group by: all rows as one. Asked only of those who review the log.
    cases = ReviewCase.objects.open().for_reviewer(user).order_by().values(all=Value(1))
    reviews = Case(
        When(capabilities__contains=[Capability.LOG_REVIEWER], then=Subquery(cases.values(n=Count("pk"))))
    )
    aside = Notice.objects.laid_aside().order_by().values(all=Value(1))
    laid_aside = Case(
        When(capabilities__contains=[Capability.ADMINISTRATOR], then=Subquery(aside.values(n=Count("pk"))))
    )
    held = Assignment.objects.in_force().filter(user_id=user.pk, role__in=[Role.EMERGENCY, Role.READER])
    row = JSONObject(
        pk="pk", role="role", expires_at="expires_at", course_id="course_id", number="course__number"
    )
    mine = User.objects.filter(pk=user.pk).order_by()
    first = Subquery(told.values("path")[:1])
    drafts = (
        Draft.objects.half_written(user.pk, Now() - settings.DRAFTS_KEPT).order_by().values_list("address")
    )
    open_now = ArraySubquery(held.values_list(row))
    return mine.values_list(Subquery(notices), first, reviews, laid_aside, open_now, ArraySubquery(drafts))


class Frame:
    """One page's surroundings; each part is found when the template asks for it."""

    municipality = property(lambda self: settings.MUNICIPALITY)
    demo = property(lambda self: settings.DEMO)
    home = property(lambda self: path_of("pages:worklist") or "/")
    unfinished = property(lambda self: path_of("pages:unfinished"))
    profile = property(lambda self: path_of("accounts:profile"))
    sign_out = property(lambda self: path_of("account_logout"))

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def user(self) -> User | None:
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @property
    def search(self) -> str:
        """Searching is for those who may have citizens of their own."""
        mine = self.user is not None and not CASE_WORK.isdisjoint(self.user.capabilities)
        return path_of("pages:search") if mine else ""

    @cached_property
    def role(self) -> str:
        """The person's own title, else what the person is employed to do."""
        if self.user is None:
            return ""
        return self.user.title or ", ".join(Capability(name).label for name in self.user.capabilities)

    @cached_property
    def waiting(self) -> Waiting:
        return _what_waits(self.user)[0] if self.user else Waiting(0, None, None, None, [], [])

    @property
    def half_written(self) -> list[str]:
        """Where the person has a draft: it is fetched by the form itself, if the page has it."""
        return self.waiting.half_written

    @property
    def notices(self) -> int:
        return self.waiting.notices or 0

    @property
    def bell(self) -> str:
        """Mit arbejde tells of each; whoever begins elsewhere is led to the first of them."""
        begins_elsewhere = self.user is not None and own_home(self.user)
        return (self.waiting.first if begins_elsewhere else None) or self.home

    @cached_property
    def for_a_while(self) -> list[ForAWhile]:
        return list(map(ForAWhile.read, self.waiting.for_a_while))

    @cached_property
    def nav(self) -> list[Link]:
        if self.user is None:
            return []
        here = self._current_place()
        return [
            Link(url, place.icon, place.word, here.get(place.url_name, ""), self._count(place))
            for place in PLACES
            if place.is_for(self.user) and (url := path_of(place.url_name))
        ]

    def _count(self, place: Place) -> int:
        counted = COUNTED.get(place.url_name)
        return (getattr(self.waiting, counted) or 0) if counted else 0

    def _current_place(self) -> dict[str, str]:
        match = self.request.resolver_match
        if match is None:
            return {}
        # A page that is one's own place for some stands below another's for the rest.
        names = {place.url_name for place in PLACES if self.user and place.is_for(self.user)}
        if match.view_name in names:
            return {match.view_name: "page"}
        above = UNDER.get(match.view_name)
        if above == "" or above in names:
            return {above: "true"}
        return {place.url_name: "true" for place in PLACES if match.namespace in place.namespaces}


def frame(request: HttpRequest) -> dict[str, Frame]:
    return {"frame": Frame(request)}
