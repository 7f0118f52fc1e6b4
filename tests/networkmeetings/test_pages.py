"""The pages of meetings: what they show to whom, what they refuse, and how few queries they take."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.audit.models import AuditEvent
from networkmeetings.actions import agenda, participants
from networkmeetings.models import AgendaItem, MeetingDecision, NetworkMeeting
from tests.factories import (
    assign,
    konsulent_of,
    main_person,
    make_citizen,
    make_course,
    make_meeting,
    make_network_person,
    make_user,
)
from tests.networkmeetings.addresses import queries, url
from tests.networkmeetings.made import called, citizen_in, hold

pytestmark = pytest.mark.django_db


def pages_of(meeting, item, participant):
    return [
        url("meeting", meeting),
        url("edit", meeting),
        url("invitation", meeting),
        url("cancel", meeting),
        url("live", meeting),
        url("hold", meeting),
        url("minutes", meeting),
        url("agenda_edit", meeting, item.pk),
    ]


def acts_on(meeting, item, participant):
    return [
        url("mark_called", meeting),
        url("agenda_add", meeting),
        url("agenda_move", meeting, item.pk),
        url("agenda_remove", meeting, item.pk),
        url("agenda_notes", meeting, item.pk),
        url("participant_add", meeting),
        url("participant_approve", meeting, participant.pk),
        url("participant_remove", meeting, participant.pk),
        url("attendance", meeting),
        url("decision_add", meeting),
        url("share", meeting),
    ]


def test_a_stranger_finds_no_meeting(client, meeting):
    client.force_login(make_user("Stig Fremmed"))
    rows = meeting, meeting.agenda.get(), citizen_in(meeting)
    course_pages = [
        reverse(f"networkmeetings:{name}", args=[meeting.course_id]) for name in ("course_meetings", "call")
    ]

    assert {client.get(address).status_code for address in pages_of(*rows) + course_pages} == {404}
    assert {client.post(address).status_code for address in acts_on(*rows)} == {404}
    assert "Netværksmøde" not in client.get(reverse("networkmeetings:meeting_list")).content.decode()


def test_a_team_member_reads_and_is_refused_each_act(client, meeting):
    anna = make_user()
    assign(anna, meeting.course)
    client.force_login(anna)
    rows = meeting, meeting.agenda.get(), citizen_in(meeting)

    page = client.get(url("meeting", meeting)).content.decode()

    assert "Det vil jeg gerne nå" in page
    assert "<form" not in page.split("<main")[1]
    assert {client.post(address).status_code for address in acts_on(*rows)} == {403}
    refused = {address: client.get(address).status_code for address in pages_of(*rows)}
    assert {address for address, status in refused.items() if status == 200} == {
        url("meeting", meeting),
        url("invitation", meeting),
    }
    assert meeting.agenda.count() == 1


def test_a_point_of_another_meeting_is_not_found_under_this_one(client, meeting, jonas):
    other = called(make_course(konsulent=jonas, citizens=[make_citizen("Bo", "Dam")]))
    item = agenda.add_item(other, text="Bos punkt", by_citizen=True, by=jonas)
    client.force_login(jonas)

    assert client.get(url("agenda_edit", meeting, item.pk)).status_code == 404
    assert client.post(url("agenda_remove", meeting, item.pk)).status_code == 404
    assert client.post(url("participant_remove", meeting, citizen_in(other).pk)).status_code == 404


def test_whoever_works_with_one_child_sees_nothing_of_the_sibling(client):
    maja, emil = make_citizen("Maja", "Krogh"), make_citizen("Emil", "Krogh")
    course = make_course(citizens=[maja, emil])
    jonas, anna = konsulent_of(course), make_user()
    assign(anna, course, person=emil)
    meeting = called(course)
    agenda.add_item(meeting, text="Majas søvn", by_citizen=False, person_id=maja.pk, by=jonas)
    agenda.add_item(meeting, text="Emils skole", by_citizen=False, person_id=emil.pk, by=jonas)
    client.force_login(anna)

    page = client.get(url("meeting", meeting)).content.decode()

    assert "Emils skole" in page
    assert "Majas søvn" not in page
    assert "Maja Krogh" not in page.split("<main")[1]


def test_opening_a_meeting_leaves_its_trace(client, meeting, jonas):
    client.force_login(jonas)
    client.get(url("meeting", meeting))
    client.get(url("invitation", meeting))

    seen = AuditEvent.objects.filter(actor_id=jonas.pk, kind="view").order_by("id")
    assert [(view.action, view.kind, view.person_ids) for view in seen] == [
        (action, "view", [main_person(meeting.course).pk])
        for action in ("meeting.opened", "meeting.invitation_opened")
    ]
    assert all(view.basis.startswith("borgerkonsulent:") for view in seen)


def test_call_a_meeting_from_the_course(client, course, jonas):
    client.force_login(jonas)
    address = reverse("networkmeetings:call", args=[course.pk])
    said = {
        "title": "Netværksmøde",
        "day": "2.9.2026",
        "starts": "10",
        "ends": "9.30",
        "place": "Biblioteket",
    }

    wrong = client.post(address, said)
    right = client.post(address, said | {"ends": "11.15"})

    assert wrong.status_code == 422
    assert "Mødet skal slutte, efter at det er begyndt." in wrong.content.decode()
    meeting = NetworkMeeting.objects.get()
    assert right.url == meeting.get_absolute_url()
    assert timezone.localtime(meeting.ends_at).strftime("%d.%m %H.%M") == "02.09 11.15"


def test_prepare_together(client, meeting, jonas):
    ida = make_network_person(meeting.course)
    client.force_login(jonas)
    item = meeting.agenda.get()

    client.post(url("agenda_add", meeting), {"own": "1", "text": "Praktikken"})
    client.post(
        url("agenda_add", meeting),
        {"text": "Penge", "raised_by": "Jonas", "domain": "common", "level": "common"},
    )
    client.post(url("agenda_move", meeting, item.pk), {"way": "down"})
    client.post(
        url("participant_add", meeting), {"who": f"network_person:{ida.pk}", "reason": "Kender bussen"}
    )
    asked = meeting.participants.get(network_person=ida)
    missing = client.get(url("meeting", meeting)).content.decode()
    client.post(url("participant_approve", meeting, asked.pk), {"approval": "no"})
    page = client.get(url("meeting", meeting)).content.decode()

    assert [i.text for i in meeting.agenda.all()] == ["Praktikken", "Det vil jeg gerne nå", "Penge"]
    assert "Her mangler et grundlag: Freja har ikke sagt ja til Ida endnu." in missing
    assert "Freja har sagt nej til Ida." in page
    assert client.post(url("mark_called", meeting)).status_code == 302
    meeting.refresh_from_db()
    assert meeting.status == "called"


def test_an_empty_point_comes_back_with_its_error(client, meeting, jonas):
    client.force_login(jonas)

    answer = client.post(url("agenda_add", meeting), {"own": "1", "text": " "})

    assert answer.status_code == 422
    assert "<title>Fejl:" in answer.content.decode()


def test_lists_show_mine_and_are_paged(client, course, jonas):
    now = timezone.now()
    for number in range(27):
        make_meeting(course, title=f"Møde {number}", starts_at=now - timedelta(days=number + 2))
    other = make_user()
    make_meeting(course, title="Katrines", starts_at=now + timedelta(days=2), called_by=other)
    client.force_login(jonas)
    address = reverse("networkmeetings:meeting_list")

    coming = client.get(address).content.decode()
    mine = client.get(address, {"hvis": "mine"}).content.decode()
    second = client.get(address, {"tid": "tidligere", "side": "2"}).content.decode()

    assert "Katrines" in coming
    assert "Du er ikke med i nogen af dem" in mine
    assert "Møde 26" in second
    assert "Møde 3<" not in second
    assert "tid=tidligere&amp;hvis=alle&amp;side=1" in second


def test_no_page_takes_more_queries_for_more_rows(client, course, jonas, meeting):
    client.force_login(jonas)
    addresses = [
        reverse("networkmeetings:meeting_list"),
        reverse("networkmeetings:course_meetings", args=[course.pk]),
        url("meeting", meeting),
        url("live", meeting),
        url("hold", meeting),
        url("invitation", meeting),
    ]
    few = [len(queries(client, address)) for address in addresses]
    _make_much(course, meeting, jonas)

    many = [len(queries(client, address)) for address in addresses]

    assert many == few
    assert max(few) <= 12


def _make_much(course, meeting, jonas):
    for number in range(300):
        make_meeting(course, starts_at=timezone.now() + timedelta(days=number))
    items = [AgendaItem(meeting=meeting, text=f"Punkt {n}", position=n) for n in range(60)]
    AgendaItem.objects.bulk_create(items)
    for number in range(20):
        ida = make_network_person(course, f"Ida {number}")
        participants.invite(
            meeting, who=f"network_person:{ida.pk}", reason="", by=jonas, on=timezone.localdate()
        )
        assign(make_user(f"Anna {number}"), course)


def test_a_held_meeting_takes_no_more_queries_for_more_decisions(client, meeting, jonas):
    held = hold(meeting, on=timezone.localdate())
    client.force_login(jonas)
    few = len(queries(client, url("meeting", held)))
    MeetingDecision.objects.bulk_create([MeetingDecision(meeting=held, text=f"Nr. {n}") for n in range(40)])

    assert len(queries(client, url("meeting", held))) == few <= 12


def test_the_points_of_a_held_meeting_are_read_by_those_who_may(client, meeting, jonas):
    """Whatever becomes of the minutes, what was noted stands; a point for some is for them alone."""
    course = meeting.course
    AgendaItem.objects.create(meeting=meeting, text="Praktikken", raised_by="Freja", notes="Det går godt.")
    AgendaItem.objects.create(meeting=meeting, text="Søvnen", domain="health", level="domain")
    held = hold(meeting, on=timezone.localdate())
    NetworkMeeting.objects.filter(pk=held.pk).update(minutes="Vi talte sammen.")
    nurse, pages = make_user("Lone Agerskov"), []
    assign(nurse, course, domains=["health"])

    for user in (jonas, nurse):
        client.force_login(user)
        pages.append(client.get(url("meeting", held)).content.decode())

    assert [[word in page for word in ("Praktikken", "Det går godt.", "Søvnen")] for page in pages] == [
        [True, True, False],
        [True, True, True],
    ]


def test_what_was_noted_on_the_day_is_read_beside_the_minutes(client, meeting, jonas):
    ida = make_network_person(meeting.course)
    asked = {"network_person": ida, "reason": "Hun kender bussen.", "attendance_note": "Ringede i stedet."}
    meeting.participants.create(**asked)
    client.force_login(jonas)
    before = client.get(url("meeting", meeting)).content.decode()

    noted = {"shared_understanding": "Praktikken går godt.", "disagreements": "Hvor hurtigt."}
    hold(meeting, on=timezone.localdate(), **noted)
    NetworkMeeting.objects.filter(pk=meeting.pk).update(minutes="Vi talte om bussen.")
    after = client.get(url("meeting", meeting)).content.decode()

    assert "Ringede i stedet." in before
    for text in ("Hun kender bussen.", "Ringede i stedet.", "Praktikken går godt.", "Hvor hurtigt."):
        assert text in after
