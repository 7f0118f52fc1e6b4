"""What stands on a printed plan, as finished Danish words: the template arranges them and decides nothing."""

from collections import Counter
from dataclasses import dataclass, field, replace

from borgerforloeb.disclosures.models import Edition
from borgerforloeb.disclosures.package import Marks

__all__ = ["Edition"]
# Each text of the page under the heading that it has there: what is searched before it is given to anybody.
LABELS = {
    "dreams": "Det vigtigste for mig",
    "next_events": "Det sker nu",
    "resources": "Det er jeg god til",
    "difficulties": "Det er svært lige nu",
    "own_solution": "Min egen løsning",
    "end_goal": "Mit slutmål",
    "way": "Min vej",
    "goals": "Mine mål",
    "agreements": "Aftaler til næste gang",
    "placements": "Min praktik",
    "safeguards": "Det skal være i fred",
    "network": "Mit netværk",
    "calendar": "De næste uger",
    "answers": "Det har jeg sagt ja til",
    "consents": "Samtykker",
    "news": "Det er nyt siden sidst",
    "purpose": "Formål",
    "law_annex": "Planens lovgrundlag",
    "annex": "Hvad lovene kræver af planen",
    "name": "Navnet på forsiden",
}


@dataclass(frozen=True)
class Event:
    when: str
    what: str


@dataclass(frozen=True)
class Contact:
    """The one person to ring first, and who answers when that one does not."""

    name: str
    phone: str = ""
    about: str = ""
    fallback_name: str = ""
    fallback_phone: str = ""


@dataclass(frozen=True)
class Station:
    """A place on the way; `walked` when it is behind the citizen or reached."""

    name: str
    about: str = ""
    walked: bool = False
    here: bool = False


@dataclass(frozen=True)
class Step:
    text: str
    done: bool = False


@dataclass(frozen=True)
class LawLine:
    intervention: str
    section: str
    state: str
    goal: str = ""


@dataclass(frozen=True)
class Answer:
    """What the citizen answered to this version or to a goal of it: a sentence, and her own words."""

    sentence: str
    words: str = ""


@dataclass(frozen=True)
class PrintedGoal:
    number: int
    title: str
    why: str = ""
    steps: tuple[Step, ...] = ()
    helpers: str = ""
    trials: tuple[str, ...] = ()
    progress: str = ""
    review: str = ""
    later: bool = False
    shared: str = ""
    law: tuple[LawLine, ...] = ()
    said: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Promise:
    who: str
    what: str
    when: str = ""


@dataclass(frozen=True)
class PrintedPlacement:
    """Where, when and for how long at a time; whom to call there, for whoever is to go there."""

    name: str
    when: str
    hours: str = ""
    purpose: str = ""
    support: str = ""
    call: str = ""


@dataclass(frozen=True)
class Week:
    number: str
    days: tuple[Event, ...]


@dataclass(frozen=True)
class Demand:
    """One thing that a law asks of the plan, and where it stands; nowhere when it is missing."""

    words: str
    source: str = ""
    where: str = ""


@dataclass(frozen=True)
class LawOnPaper:
    """A plan that a law asks for, held against this one."""

    plan: str
    section: str
    because: str
    state: str = ""
    whose: str = ""
    demands: tuple[Demand, ...] = ()

    @property
    def met(self) -> int:
        return sum(bool(one.where) for one in self.demands)


@dataclass(frozen=True)
class Replaced:
    """A plan elsewhere that this one takes the place of."""

    plan: str
    since: str
    whose: str = ""


@dataclass(frozen=True)
class Annex:
    """What the laws of a day ask. `marks`: whose rows it is told from, besides those of the plan."""

    day: str = ""
    laws: tuple[LawOnPaper, ...] = ()
    replaced: tuple[Replaced, ...] = ()
    marks: Marks = field(default_factory=Counter)

    @property
    def tells(self) -> bool:
        return bool(self.laws or self.replaced)


@dataclass(frozen=True)
class PrintedPlan:
    name: str
    edition: Edition
    version: str
    draft: bool = False
    dreams: tuple[str, ...] = ()
    next_events: tuple[Event, ...] = ()
    call_first: Contact | None = None
    resources: tuple[str, ...] = ()
    difficulties: tuple[str, ...] = ()
    own_solution: tuple[str, ...] = ()
    end_goal: str = ""
    way: tuple[Station, ...] = ()
    goals: tuple[PrintedGoal, ...] = ()
    agreements: tuple[Promise, ...] = ()
    placements: tuple[PrintedPlacement, ...] = ()
    safeguards: tuple[str, ...] = ()
    network: tuple[str, ...] = ()
    calendar: tuple[Week, ...] = ()
    answers: tuple[Answer, ...] = ()
    consents: tuple[str, ...] = ()
    news: tuple[str, ...] = ()
    disagree: tuple[str, ...] = ()
    purpose: tuple[str, ...] = ()
    law_annex: tuple[LawLine, ...] = ()
    annex: Annex = field(default_factory=Annex)
    unread: tuple[str, ...] = ()
    handed: str = ""
    # The beginning of that of the stored version, as its page shows it; a draft has none.
    checksum: str = ""

    @property
    def title(self) -> str:
        return f"Borgerens Plan for {self.name}, {self.version}"

    @property
    def footer(self) -> str:
        checksum = f"kontrolsum {self.checksum}" if self.checksum else ""
        parts = (f"Borgerens Plan for {self.name}", self.version, checksum, self.handed or WORKING_COPY)
        return " · ".join(filter(None, parts))

    @property
    def goals_now(self) -> tuple[PrintedGoal, ...]:
        return tuple(goal for goal in self.goals if not goal.later)

    @property
    def goals_later(self) -> tuple[PrintedGoal, ...]:
        return tuple(goal for goal in self.goals if goal.later)

    @property
    def legs(self) -> tuple["Leg", ...]:
        return tuple(
            Leg(path, x, y, station.walked, station.here)
            for station, (path, x, y) in zip(self.way, LEGS, strict=False)
        )

    @property
    def way_in_words(self) -> str:
        """What somebody who hears the page is told instead of the picture."""
        here = next((station.name for station in self.way if station.here), "")
        names = [station.name for station in self.way]
        words = f"Min vej fra {names[0]} til {names[-1]}." if names else ""
        return f"{words} Jeg er på {here}." if here else words


@dataclass(frozen=True)
class Leg:
    """A place in the picture of the way, and the path that leads on from it."""

    path: str
    x: int
    y: int
    walked: bool
    here: bool

    @property
    def left_behind(self) -> bool:
        return self.walked and not self.here


WORKING_COPY = "arbejdskopi, gives ikke til andre"

# The path is drawn by hand for four places: trin 1, 2, 3 and the citizen's end goal.
LEGS = (
    ("M3,10 C16,14 30,10 44,6", 3, 10),
    ("M44,6 C58,2 72,13 86,9", 44, 6),
    ("M86,9 C100,3 115,4 130,7", 86, 9),
    ("M130,7 C142,10 155,12 168,7", 130, 7),
)


WITH_LAW = (Edition.AUTHORITY, Edition.PROFESSIONAL)


def for_edition(plan: PrintedPlan, edition: Edition) -> PrintedPlan:
    """The citizen's edition speaks of help, not of law; the authority's adds what the help rests on."""
    if edition in WITH_LAW:
        return replace(plan, edition=edition)
    return replace(
        plan,
        edition=edition,
        purpose=(),
        law_annex=(),
        unread=(),
        goals=tuple(replace(goal, law=()) for goal in plan.goals),
    )
