"""A point that was written for the wrong meeting comes to the right one, and is read there alone."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.drafts.models import Draft
from borgerforloeb.notices.models import Notice
from networkmeetings.actions import agenda
from networkmeetings.actions.moving import move_away
from networkmeetings.models import AgendaItem, MeetingDecision, NetworkMeeting
from plans.actions.moving import MOVED
from plans.models import MovedText
from roles.models import Assignment, Role
from tests.drafts.writing import keep, key_of
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_citizen,
    make_course,
    make_user,
)
from tests.networkmeetings.made import called

pytestmark = pytest.mark.django_db
WORDS = "Emil sover hos sin bror"


@pytest.fixture
def wrong():
    return called(make_course())


@pytest.fixture
def right(wrong):
    """The same borgerkonsulent has both."""
    return called(make_course(citizens=[make_citizen("Emil", "Bach")], konsulent=konsulent_of(wrong.course)))


@pytest.fixture
def jonas(wrong):
    return konsulent_of(wrong.course)


@pytest.fixture
def item(wrong, right, jonas):
    about = {"person_id": main_person(wrong.course).pk, "domain": "social", "level": "domain"}
    return agenda.add_item(wrong, text=WORDS, by_citizen=True, raised_by="Freja", by=jonas, **about)


def move(item, to, by, person_id=None, why="citizen", is_out=False):
    return move_away(item, to=to, person_id=person_id, why=why, at=timezone.now(), by=by, is_out=is_out)


def page_of(client, meeting):
    return client.get(meeting.get_absolute_url()).content.decode()


def test_whoever_wrote_it_moves_it_and_the_wrong_name_stays_behind(item, right, jonas):
    move(item, right, jonas, person_id=main_person(right.course).pk)

    item.refresh_from_db()
    assert (item.meeting, item.person, item.raised_by) == (right, main_person(right.course), "")
    assert (item.text, item.domain, item.level) == (WORDS, "social", "domain")


def test_readers_of_the_wrong_meeting_read_it_no_more(client, item, wrong, right, jonas):
    katrine = caseworker_of(wrong.course)
    client.force_login(katrine)
    assert WORDS in page_of(client, wrong)

    move(item, right, jonas)

    shown = page_of(client, wrong)
    assert WORDS not in shown
    assert "Et punkt blev flyttet herfra" in shown
    edit = reverse("networkmeetings:agenda_edit", args=[wrong.pk, item.pk])
    assert client.get(edit).status_code == 404
    client.force_login(caseworker_of(right.course))
    assert WORDS in page_of(client, right)


def test_what_a_colleague_had_half_written_on_it_is_closed(client, item, wrong, right, jonas):
    client.force_login(caseworker_of(wrong.course))
    live = f"{reverse('networkmeetings:live', args=[wrong.pk])}?punkt={item.pk}"
    keep(client, key_of(client, live), notes="Emil har det svært.", version=0)
    text = reverse("pages:unfinished_text", args=[Draft.objects.get().form])
    assert "Emil har det svært." in client.get(text).content.decode()

    move(item, right, jonas)

    assert "Emil har det svært." not in client.get(text).content.decode()


def test_the_coordinator_of_both_moves_it_and_of_one_does_not(item, wrong, right):
    katrine = caseworker_of(wrong.course)
    with pytest.raises(PermissionDenied):
        move(item, right, katrine)
    Assignment.objects.filter(course=right.course, role=Role.COORDINATING_CASEWORKER).update(user=katrine)

    move(item, right, katrine)

    assert AgendaItem.objects.get().meeting == right


def test_a_borgerkonsulent_does_not_move_what_somebody_else_wrote(wrong, right, jonas):
    item = agenda.add_item(wrong, text=WORDS, by_citizen=False, by=caseworker_of(wrong.course))
    with pytest.raises(PermissionDenied):
        move(item, right, jonas)


def test_nobody_gets_it_into_a_course_that_is_not_theirs(item, jonas):
    with pytest.raises(PermissionDenied):
        move(item, called(make_course()), jonas)


def test_a_member_of_the_team_calls_no_meeting_and_moves_nothing(item, wrong, right):
    sanne = make_user("Sanne Krogh")
    for meeting in (wrong, right):
        assign(sanne, meeting.course)
    with pytest.raises(PermissionDenied):
        move(item, right, sanne)


def test_to_a_meeting_that_is_over_nothing_comes(item, right, jonas):
    NetworkMeeting.objects.filter(pk=right.pk).update(status="cancelled", cancel_reason="Sygdom")
    with pytest.raises(ValidationError, match="aflyst"):
        move(item, right, jonas)


def test_to_where_it_stands_is_no_move(item, wrong, jonas):
    with pytest.raises(ValidationError, match="står på det møde"):
        move(item, wrong, jonas)


def test_a_stranger_to_the_course_is_not_whom_it_is_about(item, right, wrong, jonas):
    with pytest.raises(ValidationError, match="med i forløbet"):
        move(item, right, jonas, person_id=main_person(wrong.course).pk)


def test_it_is_not_moved_out_of_ones_own_sight(item, right, jonas):
    Assignment.objects.filter(user=jonas, course=right.course).update(domains=["school"])
    with pytest.raises(ValidationError, match="selv kunne læse"):
        move(item, right, jonas)


def test_a_point_that_was_moved_first_is_not_moved_again(item, right, wrong, jonas):
    seen = AgendaItem.objects.select_related("meeting").get(pk=item.pk)
    move(item, right, jonas)
    with pytest.raises(ValidationError, match="i mellemtiden"):
        move(seen, right, jonas)


def test_what_became_an_agreement_is_not_moved(item, wrong, right, jonas):
    MeetingDecision.objects.create(meeting=wrong, item=item, text="Aftalt")
    with pytest.raises(ValidationError, match="Afslut aftalen i planen"):
        move(item, right, jonas)


def _for_everybody(item):
    AgendaItem.objects.filter(pk=item.pk).update(person=None, level="common", domain="common")


def test_out_of_a_draft_it_is_taken_by_hand_first_and_somebody_says_so(item, wrong, right, jonas):
    """Also where the minutes say it in other words."""
    _for_everybody(item)
    _hold(wrong, minutes="Drengen er hos broderen om natten.", minutes_status="draft")
    with pytest.raises(ValidationError, match="kladde til referatet"):
        move(item, right, jonas)

    move(item, right, jonas, is_out=True)

    assert AgendaItem.objects.get().meeting == right


def test_minutes_that_were_shared_stand(item, wrong, right, jonas):
    _for_everybody(item)
    _hold(wrong, minutes="Noget.", minutes_status="shared", minutes_shared_at=timezone.now())
    for is_out in (False, True):
        with pytest.raises(ValidationError, match="ændres ikke"):
            move(item, right, jonas, is_out=is_out)


def test_of_what_is_for_some_only_long_notes_are_looked_for(item, wrong, right, jonas):
    _hold(wrong, minutes=f"{WORDS}. Talt om. Han sover dårligt hver nat.", minutes_status="draft")
    AgendaItem.objects.filter(pk=item.pk).update(notes="Han sover dårligt hver nat.")
    with pytest.raises(ValidationError, match="noter står i referatet"):
        move(item, right, jonas)
    AgendaItem.objects.filter(pk=item.pk).update(notes="Talt om.")

    move(item, right, jonas)

    assert AgendaItem.objects.get().meeting == right


def test_the_form_asks_about_minutes_where_there_are_some(client, item, wrong, right, jonas):
    client.force_login(jonas)
    chosen = f"{reverse('networkmeetings:agenda_away', args=[wrong.pk, item.pk])}?to={right.course_id}"
    assert "is_out" not in client.get(chosen).content.decode()
    _for_everybody(item)
    _hold(wrong, minutes="Noget.", minutes_status="draft")
    fields = {"meeting_id": right.pk, "person": "", "why": "citizen"}

    refused = client.post(chosen, fields)

    assert refused.status_code == 422
    assert 'name="is_out"' in refused.content.decode()
    assert client.post(chosen, fields | {"is_out": "on"}).status_code == 302


def _hold(meeting, **fields):
    NetworkMeeting.objects.filter(pk=meeting.pk).update(status="held", citizen_present=True, **fields)


def test_the_log_and_the_coordinators_are_told_of_each_end(item, wrong, right, jonas):
    away = move(item, right, jonas)

    told = AuditEvent.objects.filter(action__startswith="text.moved_").order_by("id")
    assert [(one.course_id, one.target) for one in told] == [
        (meeting.course_id, f"networkmeetings.agendaitem:{item.pk}") for meeting in (wrong, right)
    ]
    assert [one.person_ids for one in told] == [[main_person(wrong.course).pk], []]
    assert told[1].details["from_moved"] == away.pk
    assert away.since == AuditEvent.objects.get(action="agenda.added").at
    recipients = set(Notice.objects.filter(kind=MOVED).values_list("recipient", flat=True))
    assert recipients == {caseworker_of(wrong.course).pk, caseworker_of(right.course).pk}


def test_the_pages_lead_from_the_point_to_what_it_led_to(client, item, wrong, right, jonas):
    client.force_login(jonas)
    page = reverse("networkmeetings:agenda_away", args=[wrong.pk, item.pk])
    assert page in page_of(client, wrong)
    chosen = f"{page}?to={right.course_id}"
    assert right.title in client.get(chosen).content.decode()
    fields = {"meeting_id": right.pk, "person": str(main_person(right.course).pk), "why": "citizen"}
    assert client.post(chosen, fields | {"why": ""}).status_code == 422

    sent = client.post(chosen, fields)

    led_to = reverse("plans:moved", args=[wrong.course_id, MovedText.objects.get(way="away").pk])
    assert sent.url == led_to
    assert client.post(chosen, fields).url == led_to
    assert client.get(led_to).status_code == 200


def test_whoever_wrote_it_may_move_it_again_from_where_it_came(client, item, wrong, right, jonas):
    move(item, right, jonas)
    item = AgendaItem.objects.select_related("meeting").get()
    client.force_login(jonas)
    assert client.get(reverse("networkmeetings:agenda_away", args=[right.pk, item.pk])).status_code == 200

    back = move(item, wrong, jonas)

    assert back.since == MovedText.objects.filter(way="here").last().moved_at


def test_where_no_meeting_comes_the_page_says_what_to_do(client, item, wrong, jonas):
    client.force_login(jonas)
    other = make_course(konsulent=jonas, opened_on=TODAY)

    page = client.get(reverse("networkmeetings:agenda_away", args=[wrong.pk, item.pk]), {"to": other.pk})

    assert "Forbered et møde dér først" in page.content.decode()
