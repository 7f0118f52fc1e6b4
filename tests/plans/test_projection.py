"""What each edition lets through, row by row, against a table that is written by hand."""

from itertools import product
from uuid import UUID, uuid4

import pytest

from borgerforloeb.disclosures.models import Edition
from plans.brought import Brought
from plans.marks import Mark
from plans.print_content import Station
from plans.print_words import Appointment
from plans.projection import Giving, View, marks_of
from roles.permissions import Access, Permission, Reach
from tests.factories import TODAY

OWN, OTHER = str(uuid4()), str(uuid4())
WHO = {"own": OWN, "other": OTHER, "nobody": None}
LEVELS = ("common", "domain", "shielded")
EVERYTHING = {f"{who} {level}" for who in WHO for level in LEVELS}
OPEN = {row for row in EVERYTHING if not row.endswith("shielded")}
MAY = frozenset({Permission.SEE_WHEREABOUTS})
ALL_OF_IT = Access(MAY, "", (Reach(None, frozenset({"health", "school"}), sees_shielded=True),))
NOT_HEALTH = Access(MAY, "", (Reach(None, frozenset({"school"}), sees_shielded=True),))
COMMON = {"own common", "other common", "nobody common"}
OWN_ROWS = {"own common", "own domain", "own shielded"}

# To whom it is given -> the rows of health that stand in it.
GIVEN = [
    (Edition.CITIZEN, None, OWN_ROWS | COMMON),
    (Edition.CITIZEN, Giving("Freja"), OWN_ROWS | COMMON),
    (Edition.FAMILY, Giving("Ida"), OWN_ROWS | {"nobody common"}),
    (Edition.CUSTODY, Giving("Mor"), {"own common", "own domain"}),
    (Edition.PARENT, Giving("Far"), {"own common"}),
    (Edition.NETWORK, None, set()),
    (Edition.NETWORK, Giving("Mormor"), set()),
    (Edition.NETWORK, Giving("Mormor", network_person=7), set()),
    (Edition.PROFESSIONAL, None, OPEN),
    (Edition.PROFESSIONAL, Giving("Sanne", limit=ALL_OF_IT), OPEN),
    (Edition.PROFESSIONAL, Giving("Sanne", limit=NOT_HEALTH), COMMON),
    (Edition.PROFESSIONAL, Giving("Lægen", domains=frozenset({"health"})), {"own common", "own domain"}),
    (Edition.PROFESSIONAL, Giving("Læreren", domains=frozenset({"school"})), set()),
    (Edition.AUTHORITY, None, EVERYTHING),
    (Edition.AUTHORITY, Giving("Retten"), OPEN),
]
IDS = [f"{edition} {giving and giving.name} {number}" for number, (edition, giving, _) in enumerate(GIVEN)]


def rows(**more):
    places = product(WHO, LEVELS)
    return [
        {"is": f"{who} {level}", "key": (who, level), "marks": {Mark(WHO[who], "health", level)}} | more
        for who, level in places
    ]


def steps():
    """One for each kind of person who may take it."""
    takers = [{"who": "Jonas"}, {"who": "Freja", "who_citizen": OWN}, {"who": "Ida", "who_citizen": OTHER}]
    takers += [{"who": "Mor", "who_network_of": OWN}, {"who": "Far", "who_network_of": OTHER}, {}]
    return [{"text": "Åbner e-Boks", "due_on": None, "done_on": None} | taker for taker in takers]


def facts():
    return {
        "course": "Familien",
        "sections": rows(),
        "goals": [goal | {"interventions": rows(), "trials": rows(), "subgoals": steps()} for goal in rows()],
        "agreements": rows(),
        "placements": [],
        "safeguards": [],
        "persons": [{"id": OWN, "name": "Freja"}, {"id": OTHER, "name": "Ida"}],
        "network": [{"person": OWN, "name": "Mor"}, {"person": OTHER, "name": "Far"}],
        "consents": [{"person": one, "domains": ["health"]} for one in (OWN, OTHER)],
    }


def project(edition, giving=None, given=None, access=ALL_OF_IT):
    return View(access, edition, OWN, giving).project(given or facts())


def told(found) -> set[str]:
    return {row["is"] for row in found}


@pytest.mark.parametrize(("edition", "giving", "expected"), GIVEN, ids=IDS)
def test_a_row_stands_where_the_table_says(edition, giving, expected):
    found = project(edition, giving)

    assert [told(found[kind]) for kind in ("sections", "goals", "agreements")] == [expected] * 3
    for kind in ("interventions", "trials"):
        assert [told(goal[kind]) for goal in found["goals"]] == [expected] * len(expected)
    assert found["course"] == "Familien"


@pytest.mark.parametrize(("edition", "giving", "expected"), GIVEN, ids=IDS)
def test_what_is_told_beside_the_plan_goes_by_the_same_table(edition, giving, expected):
    def told_to(access):
        view = View(access, edition, OWN, giving)
        places = product(WHO, LEVELS)
        return {f"{who} {level}" for who, level in places if view.gives(Mark(WHO[who], "health", level))}

    assert told_to(ALL_OF_IT) == expected
    assert told_to(NOT_HEALTH) == {row for row in expected if not row.endswith("domain")}


@pytest.mark.parametrize(("edition", "giving", "expected"), GIVEN, ids=IDS)
def test_what_the_sender_may_not_read_is_given_to_nobody(edition, giving, expected):
    found = project(edition, giving, access=NOT_HEALTH)

    hidden = {row for row in expected if row.endswith("domain")}
    assert told(found["sections"]) == expected - hidden


NAMED = ["Jonas", "Freja", "Ida", "Mor", "Far", None]


def unnamed(*names):
    return ["en anden" if name in names else name for name in NAMED]


@pytest.mark.parametrize(
    ("edition", "giving", "expected"),
    [
        (Edition.CITIZEN, Giving("Freja"), unnamed("Far")),
        (Edition.FAMILY, Giving("Ida"), unnamed("Ida", "Far")),
        (Edition.CUSTODY, Giving("Mor"), unnamed("Ida", "Mor", "Far")),
        (Edition.PARENT, Giving("Far"), unnamed("Ida", "Mor", "Far")),
        (Edition.PROFESSIONAL, Giving("Sanne", limit=ALL_OF_IT), NAMED),
        (Edition.PROFESSIONAL, Giving("Lægen", domains=frozenset({"health"})), unnamed("Ida", "Mor", "Far")),
        (Edition.AUTHORITY, None, NAMED),
        (Edition.AUTHORITY, Giving("Retten"), NAMED),
    ],
)
def test_who_takes_a_step_is_named_where_that_one_is_told_of(edition, giving, expected):
    found = project(edition, giving)

    assert found["goals"]
    assert [[step.get("who") for step in goal["subgoals"]] for goal in found["goals"]] == [expected] * len(
        found["goals"]
    )


def test_a_reader_of_one_person_is_told_of_no_other_by_name():
    """Of the whole family she reads what is common, so the goal is hers to read and not each name on it."""
    one = Access(MAY, "", (Reach(UUID(OWN), frozenset({"health"}), sees_shielded=False),))

    found = project(Edition.AUTHORITY, access=one)

    assert found["goals"]
    assert {tuple(step.get("who") for step in goal["subgoals"]) for goal in found["goals"]} == {
        tuple(unnamed("Ida", "Far"))
    }


def test_a_network_person_is_given_that_person_s_own_promises():
    given = facts() | {"agreements": rows(network_person=7) + rows(network_person=8)}

    found = project(Edition.NETWORK, Giving("Mormor", network_person=7), given)

    assert [row["network_person"] for row in found["agreements"]] == [7] * len(EVERYTHING)
    assert (found["sections"], found["goals"]) == ([], [])


CALLED, UNNAMED = ("Karsten", "12 34 56 78"), ("", "")


@pytest.mark.parametrize(
    ("edition", "giving", "expected", "contacts"),
    [
        (Edition.CITIZEN, Giving("Freja"), OWN_ROWS, {CALLED}),
        (Edition.FAMILY, Giving("Ida"), OWN_ROWS, {CALLED}),
        (Edition.CUSTODY, Giving("Mor"), {"own common", "own domain"}, {UNNAMED}),
        (Edition.PARENT, Giving("Far"), set(), set()),
        (Edition.NETWORK, Giving("Mormor", network_person=7), set(), set()),
        (Edition.PROFESSIONAL, None, OPEN, {UNNAMED}),
        (Edition.PROFESSIONAL, Giving("Sanne", limit=ALL_OF_IT), OPEN, {CALLED}),
        (
            Edition.PROFESSIONAL,
            Giving("Lægen", domains=frozenset({"health"})),
            {"own common", "own domain"},
            {UNNAMED},
        ),
        (Edition.AUTHORITY, None, EVERYTHING, {CALLED}),
        (Edition.AUTHORITY, Giving("Retten"), OPEN, {CALLED}),
    ],
)
def test_where_one_is_by_day_and_whom_to_call_there_is_told_to_few(edition, giving, expected, contacts):
    found = project(edition, giving, facts() | {"placements": placed()})["placements"]

    assert told(found) == {row for row in expected if not row.startswith("nobody")}
    assert {(row["contact_name"], row["contact_phone"]) for row in found} == contacts


def test_a_placement_goes_with_its_goal():
    given = facts() | {"placements": placed(goal=4), "goals": []}

    assert project(Edition.AUTHORITY, None, given)["placements"] == []


def placed(goal=None):
    more = {
        "goal": goal,
        "company": "Planteskolen",
        "contact_name": "Karsten",
        "contact_phone": "12 34 56 78",
    }
    people = [row for row in rows(**more) if not row["is"].startswith("nobody")]
    return [row | {"person": WHO[row["key"][0]]} for row in people]


BOTH, ONE, NOBODY = {OWN, OTHER}, {OWN}, set()


@pytest.mark.parametrize(
    ("edition", "giving", "persons", "network"),
    [
        (Edition.CITIZEN, Giving("Freja"), BOTH, ONE),
        (Edition.FAMILY, Giving("Ida"), ONE, ONE),
        (Edition.CUSTODY, Giving("Mor"), ONE, NOBODY),
        (Edition.PARENT, Giving("Far"), ONE, NOBODY),
        (Edition.NETWORK, Giving("Mormor", network_person=7), ONE, NOBODY),
        (Edition.PROFESSIONAL, None, BOTH, NOBODY),
        (Edition.PROFESSIONAL, Giving("Sanne", limit=ALL_OF_IT), BOTH, BOTH),
        (Edition.PROFESSIONAL, Giving("Lægen", domains=frozenset({"health"})), ONE, NOBODY),
        (Edition.AUTHORITY, None, BOTH, BOTH),
        (Edition.AUTHORITY, Giving("Retten"), BOTH, BOTH),
        (Edition.AUTHORITY, Giving("Retten", domains=frozenset({"health"})), ONE, NOBODY),
    ],
)
def test_whose_names_network_and_consents_go_with_it(edition, giving, persons, network):
    found = project(edition, giving)

    assert {row["id"] for row in found["persons"]} == persons
    assert {row["person"] for row in found["network"]} == network
    assert {row["person"] for row in found["consents"]} == network


@pytest.mark.parametrize(
    ("edition", "way", "meetings"),
    [
        (Edition.CITIZEN, True, True),
        (Edition.FAMILY, True, True),
        (Edition.CUSTODY, True, True),
        (Edition.PARENT, False, False),
        (Edition.NETWORK, False, True),
        (Edition.PROFESSIONAL, True, True),
        (Edition.AUTHORITY, True, True),
    ],
)
def test_who_is_told_of_the_way_and_of_when_we_meet(edition, way, meetings):
    brought = Brought(way=(Station("Trin 1"),), appointments=(Appointment(TODAY, "Møde"),))
    view = View(ALL_OF_IT, edition, OWN)

    of_the_main, of_another = (brought.given(view, is_main=is_main) for is_main in (True, False))

    assert (bool(of_the_main.way), bool(of_the_main.appointments)) == (way, meetings)
    assert (bool(of_another.way), bool(of_another.appointments)) == (False, meetings)


def test_the_ledger_counts_each_row_that_went():
    found = project(Edition.PARENT, Giving("Far"))

    assert marks_of(found) == {(OWN, "health", "common"): 5}
    with_network = facts() | {"goals": [], "sections": [], "agreements": []}
    assert marks_of(with_network) == {(OWN, "common", "common"): 2, (OTHER, "common", "common"): 2}
