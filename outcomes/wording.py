"""The leaders' figures in words and pictures: a sentence, then a picture, then what they mean."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from borgerforloeb.accounts.presentation import days, longdate
from outcomes.models import TRIN_MEANING, Trin
from outcomes.pictures import NO_TEXT, Bar, bars
from outcomes.statistics import NOT_ASSESSED, Figures, Share, View

HIDDEN = "For få borgere til at vise tallet (under 5 her eller lige ved siden af)"
NOT_SHOWN = "Vises ikke"
CSS = {NOT_ASSESSED: "own"}


@dataclass(frozen=True)
class Figure:
    """One section of the page. `rows` is the table behind the picture, each row as long as `head`."""

    name: str
    heading: str
    finding: str
    picture: SafeString
    caption: str
    head: list[str]
    rows: list[list[str]]
    definition: str


def all_figures(found: Figures, unit_names: dict[str, str]) -> list[Figure]:
    return [
        trin_figure(found, unit_names),
        *(
            _share_figure(found.view, share, words)
            for share, words in (
                (found.reached, REACHED),
                (found.with_citizen, WITH_CITIZEN),
                (found.shared, SHARED),
            )
        ),
        waiting_figure(found),
    ]


def number(value: int | None) -> str:
    return NOT_SHOWN if value is None else str(value)


def of(share: Share) -> str:
    """21 af 120 (18 %)"""
    return f"{share.n} af {share.of} ({share.percent} %)" if share.is_shown else HIDDEN


def goal(share: Share) -> str:
    return "" if share.target is None else f"målet er {share.target} %"


def trin_figure(found: Figures, unit_names: dict[str, str]) -> Figure:
    names = {str(trin.value): trin.label.capitalize() for trin in Trin} | {
        NOT_ASSESSED: "Ikke vurderet endnu"
    }
    order = [*sorted(str(trin.value) for trin in Trin)[::-1], NOT_ASSESSED]
    rows = [
        Bar(
            names[key],
            ", ".join(filter(None, (of(share), goal(share)))),
            share.percent,
            share.target,
            CSS.get(key, "node"),
        )
        for key in order
        if (share := found.trin[key])
    ]
    head = ["", *(names[key] for key in order), "I alt"]
    units = [(unit_names.get(unit, "Anden enhed"), shares) for unit, shares in found.by_unit.items()]
    units.sort(key=lambda pair: pair[0])
    table = [("I alt" if not found.view.unit else unit_names.get(found.view.unit, ""), found.trin)]
    table = [*(units if not found.view.unit else []), *table]
    return Figure(
        name="trin",
        heading="Hvor er borgerne på vejen?",
        finding=_trin_finding(found),
        picture=NO_TEXT if not found.people else bars(rows, "Borgere på hvert trin", "trin"),
        caption=f"Borgere på hvert trin {longdate(found.view.on)}",
        head=head,
        rows=[
            [name, *(number(shares[key].n) for key in order), number(shares["1"].of)]
            for name, shares in table
        ],
        definition=" ".join(
            [
                "N er hver borger, der den dag er med i et åbent forløb, også på pause. Hver tæller én gang,",
                "i sit nyeste forløb. Trin er den seneste vurdering. Alle i en familie er med, også børn.",
                *(f"{trin.label.capitalize()}: {TRIN_MEANING[trin].lower()}." for trin in Trin),
                "Et trin er et resultat, ikke en betingelse for hjælp.",
            ]
        ),
    )


def _trin_finding(found: Figures) -> str:
    if found.people == 0:
        return "Ingen borgere er i forløb her."
    three = found.trin["3"]
    if not three.is_shown:
        return (
            HIDDEN
            if found.people is None
            else f"{found.people} borgere er i forløb. Trin 3: {HIDDEN.lower()}."
        )
    target = f" Målet er {three.target} %." if three.target is not None else ""
    return f"{three.percent} % ({three.n} af {three.of}) er på trin 3.{target}"


@dataclass(frozen=True)
class Words:
    """How one share is told. `finding` takes percent, n and N."""

    name: str
    heading: str
    finding: str
    nothing: str
    label: str
    rest: str
    definition: str
    css: str = "node"


REACHED = Words(
    "job",
    "Kommer de i job eller uddannelse?",
    "{percent} % ({n} af {of}) af de afsluttede forløb endte med job, fleksjob eller uddannelse.",
    "Ingen forløb er afsluttet i perioden.",
    "Job, fleksjob eller uddannelse",
    "Andet",
    "N er de forløb, der er afsluttet i perioden; en familie er ét forløb. n er dem, der endte med job, "
    "fleksjob eller uddannelse. Kommunens mål gælder alle i forløb og kan ikke sammenlignes med tallet her.",
)
WITH_CITIZEN = Words(
    "med",
    "Ingen møder om borgeren uden borgeren?",
    "{percent} % ({n} af {of}) af netværksmøderne blev holdt med borgeren.",
    "Der er ikke holdt netværksmøder i perioden.",
    "Med borgeren",
    "Uden borgeren",
    "N er de netværksmøder, der er holdt i perioden. n er dem, hvor borgeren selv deltog, også på afstand. "
    "Hvert møde uden borgeren har en skrevet begrundelse i sagen.",
    "own",
)
SHARED = Words(
    "referat",
    "Bliver referatet delt?",
    "{percent} % ({n} af {of}) af referaterne er delt.",
    "Der er ikke holdt netværksmøder i perioden.",
    "Delt",
    "Ikke delt endnu",
    "N er de netværksmøder, der er holdt i perioden. n er dem, hvis referat er delt til og med i dag.",
    "own",
)


def _share_figure(view: View, share: Share, words: Words) -> Figure:
    finding = words.nothing if share.is_empty else HIDDEN
    if share.is_shown:
        finding = words.finding.format(percent=share.percent, n=share.n, of=share.of)
    rest = None if share.n is None or share.of is None else share.of - share.n
    row = Bar(words.label, of(share), share.percent, css=words.css)
    return Figure(
        name=words.name,
        heading=words.heading,
        finding=finding,
        picture=bars([row], words.heading, words.name) if share.is_shown else NO_TEXT,
        caption=_period(view),
        head=["", "Antal (n)"],
        rows=[[words.label, number(share.n)], [words.rest, number(rest)], ["I alt (N)", number(share.of)]],
        definition=words.definition,
    )


def waiting_figure(found: Figures) -> Figure:
    share, target = found.in_time, found.days_target
    return Figure(
        name="ventetid",
        heading="Hvor længe venter borgeren på en plan?",
        finding=_waiting_finding(found),
        picture=bars(
            [Bar("Inden for målet", of(share), share.percent, css="own")],
            "Planer inden for målet",
            "ventetid",
        )
        if share.is_shown and target is not None
        else NO_TEXT,
        caption=_period(found.view),
        head=["", "Antal"],
        rows=[
            ["Dage, median", number(found.median_days)],
            ["Inden for målet (n)", number(share.n) if target is not None else "Intet mål er sat"],
            ["Planer (N)", number(share.of)],
        ],
        definition="N er de forløb, hvor borgeren i perioden første gang sagde ja eller delvist til en plan. "
        "Dage tælles fra første kontakt til den dag. Medianen er den midterste: halvdelen ventede kortere. "
        + (f"Målet er højst {days(target)}." if target is not None else "Der er ikke sat et mål."),
    )


def _waiting_finding(found: Figures) -> str:
    share, target = found.in_time, found.days_target
    if share.is_empty:
        return "Ingen har sagt ja til en første plan i perioden."
    if found.median_days is None:
        return HIDDEN
    typical = f"Typisk {days(found.median_days)}."
    if target is None:
        return typical
    if not share.is_shown:
        return f"{typical} Målet er højst {days(target)}."
    in_time = f"{share.n} af {share.of} planer ({share.percent} %) var klar i tide."
    return f"{typical} {in_time} Målet er højst {days(target)}."


def _period(view: View) -> str:
    return f"{longdate(view.since)} – {longdate(view.on)}"
