"""What was given up after five tries: the administrator sees that, and decides; and learns nothing by it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.notices.actions import deliver
from borgerforloeb.notices.models import Notice
from borgerforloeb.pages.waiting import TELLINGS
from borgerforloeb.staff.actions.laid_aside import AlreadyDone, close_laid_aside, try_again
from borgerforloeb.staff.queries import ANOTHER, matter_of
from plans.reminders import AGREEMENT, FOLLOW_UP
from tests.factories import make_user
from tests.notices.given_up import make_laid_aside
from tests.notices.test_actions import NOW, make_notice

pytestmark = pytest.mark.django_db
LIST = reverse("laid_aside:rows")
WORKLIST = reverse("pages:worklist")


@pytest.fixture
def admin(client):
    admin = make_user("Adam Ask", capabilities=[Capability.ADMINISTRATOR])
    client.force_login(admin)
    return admin


def address(name, notice):
    return reverse(f"laid_aside:{name}", args=[notice.pk])


def test_the_list_says_what_and_how_it_failed_and_nothing_of_anybody(client, admin):
    notice = make_laid_aside(7)
    no_address = make_notice(8, dead=True)

    page = client.get(LIST).content.decode()

    for told in ["Aftale med frist", f"nr. {notice.pk}", "SMTPRecipientsRefused", '"Forsøg">5<']:
        assert told in page
    for secret in ["Anna", "anna7", str(notice.course_id), notice.object_key, f"nr. {no_address.pk}"]:
        assert secret not in page
    assert AuditEvent.objects.get(action="notices.laid_aside_listed").actor_id == admin.pk


def test_every_kind_has_its_word():
    assert {matter_of(kind) for kind in [*TELLINGS, AGREEMENT, FOLLOW_UP, "emergency_late"]}.isdisjoint(
        {ANOTHER}
    )
    assert matter_of("course_handed_to") != matter_of("course_nobody_may")
    assert matter_of("new") == ANOTHER


def test_how_many_stands_in_the_administrator_s_menu_alone(client, admin):
    for number in range(3):
        make_laid_aside(number)

    assert 'Lagt til side&nbsp;<b class="bf-count">3</b>' in client.get(WORKLIST).content.decode()
    client.force_login(make_user("Katrine Dahl"))
    assert "Lagt til side" not in client.get(WORKLIST).content.decode()


def test_tried_again_it_has_five_tries_more(client, admin):
    notice = make_laid_aside()

    assert client.post(address("again", notice)).url == LIST

    assert deliver(NOW + timedelta(days=1)) == 1
    assert [message.to for message in mail.outbox] == [["anna1@hegnsborg.example"]]
    assert AuditEvent.objects.get(action="notice.tried_again").actor_id == admin.pk
    assert "Intet er lagt til side" in client.get(LIST).content.decode()


def test_closed_it_is_never_mailed_and_its_reader_is_still_told(client, admin):
    notice = make_laid_aside()

    assert "error-summary" in client.post(address("close", notice), {"reason": " "}).content.decode()
    assert client.post(address("close", notice), {"reason": "Adressen findes ikke."}).url == LIST

    notice.refresh_from_db()
    assert notice.closed_because == "Adressen findes ikke."
    assert deliver(NOW + timedelta(days=1)) == 0
    assert Notice.objects.for_user(notice.recipient).get() == notice
    assert AuditEvent.objects.get(action="notice.closed").reason == "Adressen findes ikke."
    assert "Intet er lagt til side" in client.get(LIST).content.decode()


@pytest.mark.parametrize("name", ["again", "close"])
@pytest.mark.parametrize(
    ("meanwhile", "told"),
    [
        ({"closed_at": NOW, "closed_because": "Hun er flyttet."}, "Hun er flyttet."),
        ({"laid_aside_at": None, "dead": False, "tried_again": True}, "prøvet igen imens"),
        ({"laid_aside_at": None, "tried_again": True, "mailed_at": NOW}, "mailen er sendt"),
        ({"settled_at": NOW}, "er gjort imens"),
    ],
)
def test_who_comes_second_is_told_what_was_done(client, admin, name, meanwhile, told):
    notice = make_laid_aside(**meanwhile)
    before = Notice.objects.values().get()

    answer = client.post(address(name, notice), {"reason": "Nej."})

    assert (answer.status_code, told in answer.content.decode()) == (409, True)
    assert Notice.objects.values().get() == before


def test_of_two_at_once_the_second_changes_nothing(admin):
    notice = make_laid_aside()
    seen = Notice.objects.get()
    try_again(notice, by=admin)

    with pytest.raises(AlreadyDone):
        close_laid_aside(seen, reason="Nej.", at=NOW, by=admin)
    with pytest.raises(AlreadyDone):
        try_again(seen, by=admin)
    assert AuditEvent.objects.filter(action__startswith="notice.").count() == 1


def test_what_was_not_laid_aside_is_not_there(client, admin):
    for notice in [make_notice(1), make_notice(2, dead=True)]:
        assert client.post(address("again", notice)).status_code == 404
        assert client.get(address("close", notice)).status_code == 404


@pytest.mark.parametrize("capability", [one for one in Capability if one != Capability.ADMINISTRATOR])
def test_nobody_else_may(client, capability):
    other, notice = make_user("Otto Ander", capabilities=[capability]), make_laid_aside()
    client.force_login(other)

    assert client.get(LIST).status_code == 403
    assert client.post(address("again", notice)).status_code == 403
    assert client.post(address("close", notice), {"reason": "Nej."}).status_code == 403
    with pytest.raises(PermissionDenied):
        try_again(notice, by=other)
    with pytest.raises(PermissionDenied):
        close_laid_aside(notice, reason="Nej.", at=NOW, by=other)
    notice.refresh_from_db()
    assert notice.is_laid_aside
