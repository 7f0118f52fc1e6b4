import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Stale
from networkmeetings.actions import agenda
from networkmeetings.models import AgendaItem
from tests.factories import (
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_citizen,
    make_course,
    make_user,
)
from tests.networkmeetings.made import called, hold, logged

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return called(make_course())


@pytest.fixture
def jonas(meeting):
    return konsulent_of(meeting.course)


def add(meeting, text, *, by, own=False, **fields):
    return agenda.add_item(meeting, text=text, by_citizen=own, by=by, **fields)


def order(meeting):
    return [item.text for item in AgendaItem.objects.filter(meeting=meeting)]


def test_the_citizens_points_come_first_whenever_they_are_added(meeting, jonas):
    add(meeting, "Penge", by=jonas)
    add(meeting, "Praktik", by=jonas)
    add(meeting, "Det vil jeg nå", by=jonas, own=True)
    add(meeting, "Det gik godt", by=jonas, own=True)

    assert order(meeting) == ["Det vil jeg nå", "Det gik godt", "Penge", "Praktik"]
    assert logged()[1:] == ["agenda.added"] * 4


def test_a_point_moves_among_its_like_and_not_beyond(meeting, jonas):
    own = add(meeting, "Eget", by=jonas, own=True)
    first, second = add(meeting, "A", by=jonas), add(meeting, "B", by=jonas)

    agenda.move_item(second, up=True, by=jonas)
    assert order(meeting) == ["Eget", "B", "A"]
    agenda.move_item(second, up=True, by=jonas)
    agenda.move_item(own, up=False, by=jonas)
    agenda.move_item(first, up=False, by=jonas)

    assert order(meeting) == ["Eget", "B", "A"]
    assert logged().count("agenda.moved") == 1


def test_a_point_moves_past_what_the_mover_cannot_see(meeting, jonas):
    katrine = caseworker_of(meeting.course)
    katrine.assignments.update(sees_shielded=True)
    add(meeting, "A", by=jonas)
    add(meeting, "Skærmet", by=katrine, level="shielded")
    last = add(meeting, "B", by=jonas)

    agenda.move_item(last, up=True, by=jonas)

    assert order(meeting) == ["B", "A", "Skærmet"]


def test_a_shielded_point_is_not_opened_to_more_by_one_alone(meeting):
    katrine = caseworker_of(meeting.course)
    katrine.assignments.update(sees_shielded=True)
    item = add(meeting, "Skærmet", by=katrine, level="shielded")

    with pytest.raises(ValidationError, match="bliver ved med at være skærmet"):
        agenda.change_item(item, text="Skærmet", by_citizen=False, version=item.version, by=katrine)

    item.refresh_from_db()
    assert (item.text, item.level) == ("Skærmet", "shielded")


def test_nobody_writes_what_they_could_not_read(meeting, jonas):
    with pytest.raises(ValidationError, match="ikke selv kunne læse"):
        add(meeting, "Søvnen", by=jonas, domain="health", level="domain")
    with pytest.raises(ValidationError, match="er med i forløbet"):
        add(meeting, "Bo", by=jonas, person_id=make_citizen("Bo", "Dam").pk)

    assert not AgendaItem.objects.exists()


def test_a_point_can_be_about_one_person(meeting, jonas):
    item = add(meeting, "Søvnen", by=jonas, person_id=main_person(meeting.course).pk)

    assert AuditEvent.objects.get(action="agenda.added").person_ids == [item.person_id]
    assert not item.is_for_everybody


def test_a_stale_change_and_stale_notes_overwrite_nothing(meeting, jonas):
    item = add(meeting, "Penge", by=jonas)
    agenda.note_item(item, notes="To poster er samlet.", done=True, version=0, by=jonas)

    with pytest.raises(Stale) as stale:
        agenda.note_item(item, notes="Noget andet", done=False, version=0, by=jonas)
    with pytest.raises(Stale):
        agenda.change_item(item, text="Gæld", by_citizen=False, version=0, by=jonas)

    assert stale.value.stored.notes == "To poster er samlet."
    agenda.change_item(item, text="Gæld", by_citizen=True, version=1, by=jonas)
    item.refresh_from_db()
    assert (item.text, item.by_citizen, item.notes, item.done) == ("Gæld", True, "To poster er samlet.", True)


def test_remove_leaves_what_was_said(meeting, jonas):
    empty, noted = add(meeting, "Tomt", by=jonas), add(meeting, "Sagt", by=jonas)
    agenda.note_item(noted, notes="Noget", done=True, version=0, by=jonas)

    agenda.remove_item(empty, by=jonas)
    with pytest.raises(ValidationError, match="har noter"):
        agenda.remove_item(noted, by=jonas)

    assert order(meeting) == ["Sagt"]
    assert "agenda.removed" in logged()


def test_nothing_is_written_on_the_agenda_of_a_held_meeting(meeting, jonas):
    item = add(meeting, "Penge", by=jonas)
    hold(meeting)

    with pytest.raises(ValidationError, match="afsluttet"):
        add(meeting, "For sent", by=jonas)
    with pytest.raises(ValidationError, match="afsluttet"):
        agenda.note_item(item, notes="For sent", done=True, version=0, by=jonas)


@pytest.mark.parametrize("act", ["add", "change", "move", "remove", "note"])
def test_a_team_member_reads_the_agenda_and_does_not_write_it(meeting, jonas, act):
    item, anna = add(meeting, "Penge", by=jonas), make_user()
    assign(anna, meeting.course)
    acts = {
        "add": lambda: add(meeting, "Mit", by=anna),
        "change": lambda: agenda.change_item(item, text="Mit", by_citizen=False, version=0, by=anna),
        "move": lambda: agenda.move_item(item, up=True, by=anna),
        "remove": lambda: agenda.remove_item(item, by=anna),
        "note": lambda: agenda.note_item(item, notes="Mit", done=True, version=0, by=anna),
    }

    with pytest.raises(PermissionDenied):
        acts[act]()
    assert list(AgendaItem.objects.visible_to(anna)) == [item]
