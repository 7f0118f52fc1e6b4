"""The page that is shown while the meeting is held, and the minutes after it."""

import pytest
from django.utils import timezone

from networkmeetings.actions import agenda
from networkmeetings.models import MeetingDecision
from tests.drafts.test_both import base_in
from tests.networkmeetings.addresses import url
from tests.networkmeetings.made import citizen_in, hold

pytestmark = pytest.mark.django_db


def test_the_reason_is_asked_for_on_the_page_that_ends_the_meeting(client, meeting, jonas):
    client.force_login(jonas)
    freja, himself = meeting.participants.all()
    said = {f"p{freja.pk}": "excused", f"p{himself.pk}": "attended"}

    asked = client.post(url("hold", meeting), said)
    assert asked.status_code == 422
    assert "bf-absence is-asked" in asked.content.decode()
    done = client.post(url("hold", meeting), said | {"absence_reason": "Freja er indlagt."})

    assert done.url == meeting.get_absolute_url()
    page = client.get(done.url).content.decode()
    assert "Holdt uden borgeren" in page
    assert "UDKAST" in page


def test_during_the_meeting(client, meeting, jonas):
    client.force_login(jonas)
    item = meeting.agenda.get()

    live = client.get(url("live", meeting)).content.decode()
    client.post(url("agenda_notes", meeting, item.pk), {"notes": "Godt", "done": "on", "version": "0"})
    stale = client.post(url("agenda_notes", meeting, item.pk), {"notes": "Skidt", "version": "0"})
    line = {"who": f"user:{jonas.pk}", "what": "ringer", "when": "2. og 7. september", "item": item.pk}
    client.post(url("decision_add", meeting), line)
    freja = citizen_in(meeting)
    client.post(url("attendance", meeting), {f"p{freja.pk}": "attended"})

    assert "Punkt 1 af 1" in live
    assert stale.status_code == 409
    assert all(text in stale.content.decode() for text in ("Godt", "Skidt"))
    item.refresh_from_db()
    assert (item.notes, item.done) == ("Godt", True)
    assert MeetingDecision.objects.get().agreement.due_words == "2. og 7. september"
    freja.refresh_from_db()
    assert freja.attendance == "attended"


def test_whichever_button_is_pressed_nothing_that_is_written_is_lost(client, meeting, jonas):
    client.force_login(jonas)
    item, freja = meeting.agenda.get(), citizen_in(meeting)
    written = {
        "item": item.pk,
        "notes": "Vi fandt to formiddage.",
        "version": "0",
        f"p{freja.pk}": "attended",
        "who": f"user:{jonas.pk}",
        "what": "ringer",
        "when": "",
    }

    refused = client.post(url("attendance", meeting), written)
    page = refused.content.decode()
    kept = client.post(url("agenda_notes", meeting, item.pk), written | {"when": "8. september"})

    assert refused.status_code == 422
    assert all(words in page for words in ("Vi fandt to formiddage.", 'value="ringer"', "Udfyld ”hvornår”"))
    assert kept.url.endswith(f"?punkt={item.pk}")
    item.refresh_from_db()
    freja.refresh_from_db()
    assert (item.notes, freja.attendance) == ("Vi fandt to formiddage.", "attended")
    assert MeetingDecision.objects.get().text == "ringer"


def test_the_screen_that_all_can_see_keeps_what_only_some_may_read_to_itself(client, meeting, jonas):
    narrow = agenda.add_item(
        meeting, text="Gælden", by_citizen=False, domain="social", level="domain", by=jonas
    )
    client.force_login(jonas)
    line = {
        "who": f"user:{jonas.pk}",
        "what": "ringer til inkasso",
        "when": "8. september",
        "item": narrow.pk,
    }
    client.post(url("decision_add", meeting), line)

    screen = client.get(url("live", meeting)).content.decode()
    assert not [words for words in ("Gælden", "inkasso") if words in screen]
    chosen = client.get(url("live", meeting), {"punkt": narrow.pk}).content.decode()
    assert all(words in chosen for words in ("Gælden", "inkasso"))
    assert "Kun nogle må læse det her punkt" in chosen


def test_minutes_on_the_page_two_writers_and_sharing(client, meeting, jonas):
    held = hold(meeting, on=timezone.localdate())
    client.force_login(jonas)
    written = {"minutes": "Vi talte om planter.", "version": str(held.version)}

    client.post(url("minutes", meeting), written)
    stale = client.post(url("minutes", meeting), written | {"minutes": "Noget andet"})
    assert stale.status_code == 409
    client.post(url("share", meeting), {"version": str(held.version + 1)})
    page = client.get(url("meeting", meeting)).content.decode()

    assert "UDKAST" not in page
    assert "Vi talte om planter." in page
    assert client.post(url("minutes", meeting), written).url == meeting.get_absolute_url()
    held.refresh_from_db()
    assert held.minutes == "Vi talte om planter."


def test_notes_and_minutes_of_two_are_put_together(client, meeting, jonas):
    client.force_login(jonas)
    item = meeting.agenda.get()
    begun = client.get(url("live", meeting))
    client.post(url("agenda_notes", meeting, item.pk), {"notes": "Freja sover bedre.", "version": "0"})

    late = client.post(
        url("agenda_notes", meeting, item.pk),
        {"notes": "Mor er med.", "done": "on", "version": "0", "base": base_in(begun)},
    )

    assert late.status_code == 409
    assert late.context["text"] == "Freja sover bedre.\nMor er med."
    assert "De er sat sammen" in late.content.decode()
    together = {"notes": late.context["text"], "done": "on", "version": "1", "base": base_in(late)}
    client.post(url("agenda_notes", meeting, item.pk), together)
    item.refresh_from_db()
    assert (item.notes, item.done) == ("Freja sover bedre.\nMor er med.", True)
