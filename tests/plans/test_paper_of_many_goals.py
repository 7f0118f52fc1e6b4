"""The paper of a long plan, read back in each edition: goals in their order, a structure to hear it by."""

import io
from datetime import UTC, datetime

import pdfplumber
import pikepdf
import pytest

from borgerforloeb.disclosures.models import Edition
from plans.models import SubGoal
from plans.pdf import plan_package
from plans.projection import View
from roles.permissions import access_to
from tests.documents.printing import read_aloud
from tests.factories import TODAY, caseworker_of, main_person, make_agreement, make_goal, make_plan
from tests.plans.factories import make_intervention

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 2, 8, 30, tzinfo=UTC)
# Those who are given goals; a network person is given her own promises alone.
WITH_GOALS = [edition for edition in Edition if edition not in (Edition.NETWORK, Edition.PARENT)]
NUMBER = 24


@pytest.fixture
def plan():
    """Two dozen goals now, in another order than they were written in; three for later, three that ended."""
    plan = make_plan()
    plan.goals.all().delete()
    for number in range(NUMBER):
        goal = make_goal(plan, f"Nu-mål nummer {number:02}", position=NUMBER - number)
        SubGoal.objects.create(goal=goal, text=f"Første skridt til {number:02}", position=1)
        make_intervention(goal, f"Hjælp til {number:02}", domain="common", level="common")
    for number, status in enumerate(("reached", "changed", "given_up")):
        make_goal(plan, f"Forbi-mål nummer {number}", status=status, ended_on=TODAY, ended_why="Det er gjort")
        make_goal(plan, f"Senere-mål nummer {number}", horizon="later", position=number)
    make_agreement(plan, "Får styr på boligstøtten")
    return plan


def drawn(plan, edition, *, large=False):
    access = access_to(caseworker_of(plan.course), plan.course_id)
    view = View(access, edition, str(main_person(plan.course).pk))
    package = plan_package(plan, view, on=TODAY)
    return package.draw({}, "Udleveret 2. september 2026", AT, large)


def words_of(pdf):
    with pdfplumber.open(io.BytesIO(pdf.content)) as read:
        return " ".join(" ".join(page.extract_text() for page in read.pages).split())


def elements(element):
    """Depth first, as it is read aloud."""
    if isinstance(element, pikepdf.Array):
        for one in element:
            yield from elements(one)
    elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
        yield element
        if "/K" in element:
            yield from elements(element.K)


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("edition", WITH_GOALS)
def test_every_goal_of_today_is_there_in_the_order_of_the_page(plan, edition, large):
    text = words_of(drawn(plan, edition, large=large))

    now = [f"Nu-mål nummer {number:02}" for number in reversed(range(NUMBER))]
    places = [text.find(title) for title in now]
    assert [title for title, place in zip(now, places, strict=True) if place < 0] == []
    assert places == sorted(places)
    later = [text.find(f"Senere-mål nummer {number}") for number in range(3)]
    assert places[-1] < later[0] < later[1] < later[2]
    assert "Forbi-mål" not in text


@pytest.mark.long
@pytest.mark.parametrize("edition", list(Edition))
def test_each_edition_is_read_aloud_without_an_error(plan, edition, tmp_path):
    for large in (False, True):
        read_aloud(drawn(plan, edition, large=large), tmp_path)


@pytest.mark.parametrize("edition", list(Edition))
def test_each_edition_has_headings_in_steps_cells_with_a_scope_and_its_own_letters(plan, edition):
    with pikepdf.open(io.BytesIO(drawn(plan, edition).content)) as pdf:
        tags = list(elements(pdf.Root.StructTreeRoot.K))
        kinds = [str(tag.S) for tag in tags]
        levels = [int(kind[2:]) for kind in kinds if kind[:2] == "/H" and kind[2:].isdigit()]
        heads = [tag for tag in tags if str(tag.S) == "/TH"]
        pictures = [tag for tag in tags if str(tag.S) == "/Figure"]
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]

        assert str(pdf.Root.Lang) == "da"
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
        assert all("/Scope" in head.A for head in heads)
        assert all(str(picture.get("/Alt", "")) for picture in pictures)
        assert fonts
        assert all("/FontFile2" in font.DescendantFonts[0].FontDescriptor for font in fonts)
        assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})
