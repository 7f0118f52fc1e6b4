"""Each paper for each recipient, protected or not, with custody or not: nobody reads where they are (D37)."""

import pytest

from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.disclosures.actions import hand_out
from borgerforloeb.disclosures.models import Disclosure
from plans.pdf import plan_pdf
from tests.disclosures.family import AT, TODAY, in_hiding, told
from tests.disclosures.papers import court, fill, give_paper, paper

pytestmark = pytest.mark.django_db

WHERE = ("Skovvænget", "Sakskøbing", "29876543", "Hegnsskolen", "Solstrålen")
PAPERS = ("plan", "consent", "sharing", "seen", "invitation", "minutes")
# Who can have which paper, by custody: nobody else, whoever asks.
CAN = {
    ("plan", True): {"amina", "samir", "network", "jonas", "katrine"},
    ("plan", False): {"amina", "samir", "network", "jonas", "katrine"},
    ("consent", True): {"amina", "samir"},
    ("consent", False): {"amina"},
    ("sharing", True): {"amina", "samir"},
    ("sharing", False): {"amina"},
    ("seen", True): {"amina", "samir"},
    ("seen", False): {"amina"},
    ("invitation", True): {"amina", "network", "jonas"},
    ("invitation", False): {"amina", "network", "jonas"},
    ("minutes", True): {"amina", "network", "jonas"},
    ("minutes", False): {"amina", "network", "jonas"},
}


def hiding(protected, custody):
    world = fill(in_hiding(protected=protected, custody=custody))
    told = {"course_id": world.course.pk, "persons": [world.yusuf.pk], "basis": "caseworker:1"}
    record("course.opened", kind=Kind.VIEW, by=world.katrine, **told)
    return world


def who(world, to):
    people = {getattr(world, name).pk: name for name in ("amina", "samir", "yusuf", "jonas", "katrine")}
    return "network" if to.to == "network" else people[to.pk]


@pytest.mark.parametrize("protected", [True, False])
@pytest.mark.parametrize("custody", [True, False])
@pytest.mark.parametrize("name", PAPERS)
def test_nobody_is_told_where(name, custody, protected):
    world = hiding(protected, custody)
    can = [to for to in paper(world, name).found if to.basis]

    assert {who(world, to) for to in can} == CAN[name, custody]
    for to in can:
        found = {token for token in told(give_paper(world, name, to)) if token in WHERE}
        if who(world, to) == "amina":
            found.discard("29876543")  # her own
        assert not (found and protected), (to.name, found)
        if who(world, to) in ("samir", "network"):
            # A telephone is nobody else's, whether protected or not.
            assert "29876543" not in found, to.name


@pytest.mark.parametrize("name", ["consent", "sharing", "seen", "invitation", "minutes", "plan"])
def test_what_tells_where_goes_to_nobody_before_it_is_decided(name):
    world = hiding(True, False)
    given = paper(world, name)

    for to in (to for to in given.found if to.basis):
        row = hand_out(world.course, given.package_for(to), to, by=world.katrine, at=AT)
        assert (row.status, row.document) == ("draft", None), to.name
        assert row.findings.filter(tells_where=True).exists() or name == "plan"


@pytest.mark.parametrize("protected", [True, False])
def test_an_authority_reads_what_it_is_given_and_not_where(protected):
    world = hiding(protected, True)
    to = court(paper(world, "plan").people)

    found = {token for token in told(give_paper(world, "plan", to)) if token in WHERE}

    assert not (found and protected)


@pytest.mark.parametrize("edition", ["citizen", "authority"])
@pytest.mark.parametrize("protected", [True, False])
def test_a_working_copy_leaves_out_where_they_are_and_asks_nobody(edition, protected):
    world = hiding(protected, True)
    from_plan = paper(world, "plan").course.plan

    plan_pdf(from_plan, by=world.katrine, edition=edition, on=TODAY, made_at=AT)

    row = Disclosure.objects.get(to="self")
    assert (row.status, row.user, row.recipient) == ("released", world.katrine, world.katrine.name)
    found = {token for token in told(row) if token in WHERE}
    assert bool(found) is not protected
    assert "711299" not in str(told(row))
    assert row.findings.filter(decision="").count() == 0


def test_a_child_is_given_what_the_others_around_it_are_not_asked_for():
    """The mother alone answers for a boy of ten; at fifteen it is his own."""
    world = hiding(False, False)
    assert {who(world, to) for to in paper(world, "sharing").found if to.basis} == {"amina"}

    world.yusuf.born_on = TODAY.replace(year=TODAY.year - 16)
    world.yusuf.save()

    assert {who(world, to) for to in paper(world, "sharing").found if to.basis} == {"amina", "yusuf"}
