"""The same plan drawn by the press and by headless Chromium, cold and warm: plans a second for each core."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from time import perf_counter

from bench.__main__ import clear_away, prepare, printing

PRINT = Path(__file__).resolve().parent.parent / "static" / "print"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
# Both processes of the press draw before what is warm is measured.
WARMING = 6

Clock = Callable[[], float]
Made = tuple[float, float]  # seconds of the processor, and by the clock


class Job:
    """One paper, with what must be readable in it, in that order."""

    def __init__(self, html: str, sheets: Sequence[str], words: list[str], folder: Path) -> None:
        self.html, self.sheets, self.words, self.folder = html, sheets, words, folder
        links = "".join(f'<link rel="stylesheet" href="{(PRINT / name).as_uri()}">' for name in sheets)
        self.page = folder / "plan.html"
        self.page.write_text(html.replace("</head>", f"{links}</head>"), encoding="utf-8")

    def timed(self, make: Callable[[], bytes], spent: Clock) -> Made:
        begun, clock = spent(), perf_counter()
        content = make()
        took = spent() - begun, perf_counter() - clock
        self.check(content)
        return took

    def check(self, content: bytes) -> None:
        import pdfplumber  # noqa: PLC0415

        with pdfplumber.open(BytesIO(content)) as pdf:
            text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
        at = -1
        for one in self.words:
            at = text.find(one, at + 1)
            assert at >= 0, one

    def by_the_press(self) -> bytes:
        from bench.paper import MADE_AT  # noqa: PLC0415
        from borgerforloeb.documents.engine import render  # noqa: PLC0415

        return render(self.html, stylesheets=self.sheets, title="Plan", made_at=MADE_AT).content

    def by_a_press_that_starts(self) -> bytes:
        with printing(self.folder):
            return self.by_the_press()

    def by_a_chromium_that_starts(self) -> bytes:
        out, profile = self.folder / "out.pdf", self.folder / "profile"
        shutil.rmtree(profile, ignore_errors=True)
        named = (f"--user-data-dir={profile}", f"--print-to-pdf={out}", self.page.as_uri())
        subprocess.run([CHROMIUM, *QUIET, *named], check=True, capture_output=True)
        return out.read_bytes()

    @contextmanager
    def by_a_chromium_that_stays(self) -> Iterator[Callable[[], bytes]]:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415

        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = chromium.new_page()

            def make() -> bytes:
                page.goto(self.page.as_uri())
                return page.pdf(prefer_css_page_size=True, print_background=True, tagged=True)

            yield make
            chromium.close()


def of_those_that_ended() -> float:
    usage = getrusage(RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def a_plan(folder: Path) -> Job:
    from bench.data import municipality  # noqa: PLC0415
    from plans.models import Goal, Plan  # noqa: PLC0415
    from plans.pdf import STYLESHEETS, WorkingCopy, as_html  # noqa: PLC0415
    from plans.print_content import Edition  # noqa: PLC0415
    from roles.permissions import access_to  # noqa: PLC0415

    world = municipality()
    plan = Plan.objects.select_related("course").get(course=world.draft)
    access = access_to(world.user, world.draft.pk)
    html = as_html(WorkingCopy(plan, access=access, edition=Edition.CITIZEN, on=world.today).content)
    # Enough of each goal that a line holds it.
    titles = Goal.objects.filter(plan=plan).order_by("position").values_list("title", flat=True)
    return Job(html, STYLESHEETS, [" ".join(title.split()[:3]) for title in titles], folder)


def measure(rounds: int, folder: Path) -> None:
    from bench.paper import spent  # noqa: PLC0415

    job = a_plan(folder)
    found: dict[str, list[Made]] = defaultdict(list)
    for _ in range(rounds):
        found["the press, cold"].append(job.timed(job.by_a_press_that_starts, of_those_that_ended))
        with printing(folder):
            for _ in range(WARMING):
                job.by_the_press()
            found["the press, warm"].append(job.timed(job.by_the_press, spent))
        cold = job.timed(job.by_a_chromium_that_starts, of_those_that_ended)
        found["Chromium, cold"].append(cold)
        with job.by_a_chromium_that_stays() as make:
            make()
            found["Chromium, warm"].append(job.timed(make, spent))
    tell(found, rounds)


def tell(found: dict[str, list[Made]], rounds: int) -> None:
    unit = [cpu for cpu, _ in found["the press, warm"]]
    print(f"{rounds} rounds; median; a plan of 8 goals and 32 interventions\n")
    print(f"{'':<18} {'s of CPU':>9} {'plans/s/core':>13} {'x press warm':>13} {'s by the clock':>15}")
    for name, made in found.items():
        cpu, clock = (median(column) for column in zip(*made, strict=True))
        times = median(one / per for (one, _), per in zip(made, unit, strict=True))
        print(f"{name:<18} {cpu:9.2f} {1 / cpu:13.2f} {times:12.2f}x {clock:15.2f}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench/pdf", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    if not CHROMIUM:
        sys.exit("Chromium is missing: apt-get install chromium")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        prepare(Path(folder))
        try:
            measure(options.rounds, Path(folder))
        finally:
            clear_away()
    return 0


if __name__ == "__main__":
    sys.exit(main())
