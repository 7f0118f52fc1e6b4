"""Warms, counts, measures round by round, and prints what came out."""

import cProfile
import gc
import gzip
import pstats
from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import cases, paper, table, weight
from bench.calling import Visitor, call
from bench.cases import Case
from bench.data import World, municipality
from bench.paper import Piece
from borgerforloeb.audit.models import AuditEvent

BOOKKEEPING = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@dataclass
class Counted:
    queries: int
    raw: int
    packed: int


class Run:
    def __init__(self, world: World, only: str) -> None:
        self.site: WSGIHandler = get_wsgi_application()
        self.world = world
        self.hello = cases.hello()
        self.cases = [case for case in cases.pages(world) if only.lower() in case.name.lower()]
        self.pieces = [] if only and "pdf" not in only.lower() else paper.pieces(world)
        self.counted: dict[str, Counted] = {}
        self.ratios: dict[str, list[float]] = defaultdict(list)
        self.waited: dict[str, list[float]] = defaultdict(list)
        self.units: list[float] = []
        self.expected = AuditEvent.objects.count()

    def once(self, case: Case) -> float:
        environ = case.request()
        begun = process_time()
        answer = call(self.site, environ)
        spent = process_time() - begun
        case.check(answer)
        self.expected += case.audits
        return spent

    def make(self, piece: Piece) -> tuple[float, float]:
        begun, clock = paper.spent(), perf_counter()
        content = piece.make()
        spent, waited = paper.spent() - begun, perf_counter() - clock
        assert content.startswith(b"%PDF")
        self.expected += piece.audits
        return spent, waited

    def count(self) -> None:
        for case in (self.hello, *self.cases):
            environ = case.request()
            with CaptureQueriesContext(connection) as ours, CaptureQueriesContext(connections["log"]) as log:
                answer = call(self.site, environ)
            case.check(answer)
            self.expected += case.audits
            asked = [query for query in [*ours, *log] if not query["sql"].startswith(BOOKKEEPING)]
            packed = len(gzip.compress(answer.body, 6))
            self.counted[case.name] = Counted(len(asked), len(answer.body), packed)
            self.check_log(case.name)

    def round(self) -> None:
        """Every case once, with a hello before each, so that both find the machine equally warm."""
        hellos, spent = [], {}
        for case in self.cases:
            hellos.append(self.once(self.hello))
            spent[case.name] = self.once(case)
        unit = sum(hellos) / len(hellos) if hellos else self.once(self.hello)
        self.units.append(unit)
        for name, seconds in spent.items():
            self.ratios[name].append(seconds / unit)
        made = {piece.name: self.make(piece) for piece in self.pieces}
        for piece in self.pieces:
            spent, waited = made[piece.name]
            per, clock = made[piece.per] if piece.per else (unit, waited)
            self.ratios[piece.name].append(spent / per)
            self.waited[piece.name].append(waited / clock)

    def check_log(self, name: str) -> None:
        """Nothing was shown without its row, and no row tells of more than was shown."""
        written = AuditEvent.objects.count()
        assert written == self.expected, (name, written, self.expected)

    def profile(self) -> None:
        for case in self.cases:
            for _ in range(3):
                self.once(case)
            profile = cProfile.Profile(process_time)
            for _ in range(10):
                environ = case.request()
                profile.enable()
                answer = call(self.site, environ)
                profile.disable()
                case.check(answer)
            print(f"\n== {case.name}")
            ours = pstats.Stats(profile).sort_stats("cumulative")
            ours.print_stats(str(settings.BASE_DIR) + r"/(?!\.venv)", 40)
            ours.print_stats(r"django/(template|db/models|urls|forms)/", 40)
            ours.sort_stats("tottime").print_stats(25)


def run(rounds: int, only: str, profile: str) -> int:
    world = municipality()
    this = Run(world, only or profile)
    if profile:
        this.profile()
        return 0
    this.count()
    for _ in range(min(rounds, 3)):  # warm: templates, connections, fonts
        this.round()
    this.ratios.clear()
    this.waited.clear()
    this.units.clear()
    gc.collect()
    for _ in range(rounds):
        this.round()
    this.check_log("all")
    print(f"hello = {median(this.units) * 1000:.2f} ms of CPU; {rounds} rounds; median (least-most)\n")
    table.print_pages(this.cases, this.ratios, this.counted)
    table.print_pieces(this.pieces, this.ratios, this.waited)
    path = reverse("plans:plan", args=[world.draft.pk])
    if not only:
        table.print_weight(weight.first_visit(path, call(this.site, Visitor(world.user).get(path))))
    return 0
