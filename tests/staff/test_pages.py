import re
import time

import pytest
from django.urls import reverse

from borgerforloeb.accounts.models import Capability, HeldForm, User
from borgerforloeb.audit.models import AuditEvent
from tests.casework.outside import proven
from tests.factories import make_unit, make_user
from tests.queries import all_queries

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("staff:employees"), reverse("staff:employee_new")


@pytest.fixture
def admin(client):
    admin = make_user("Adam Ask", capabilities=[Capability.ADMINISTRATOR])
    proven(client, admin)
    return admin


def shown(client) -> str:
    return client.get(LIST).content.decode()


def fields_of(user, **more):
    given = {
        "name": user.name,
        "title": user.title,
        "capabilities": user.capabilities,
        "version": user.version,
    }
    return given | more


def test_the_list_is_searched_and_filtered(client, admin):
    unit = make_unit("Nord")
    make_user("Mette Vang", unit=unit, capabilities=["leader"])
    make_user("Ole Olsen", is_active=False)

    assert "Mette Vang" in shown(client)
    assert "Ole Olsen" not in shown(client)
    for chosen, names in [
        ({"text": "mett"}, {"Mette Vang"}),
        ({"status": "closed"}, {"Ole Olsen"}),
        ({"unit": unit.pk}, {"Mette Vang"}),
        ({"capability": "leader", "status": "open"}, {"Mette Vang"}),
        ({"text": "ingen"}, set()),
    ]:
        client.post(LIST, chosen)
        page = shown(client)
        assert set(re.findall(r'staff/\d+/">([^<]+)', page)) == names
    assert "Ingen medarbejdere passer" in page
    client.post(LIST, {"reset": "1"})
    assert "Mette Vang" in shown(client)
    assert AuditEvent.objects.filter(action="users.listed").exists()


def test_the_list_costs_the_same_however_many_there_are(client, admin):
    def grow(numbers):
        User.objects.bulk_create(User(username=f"m{n}", name=f"Mette {n}", title="x") for n in numbers)

    client.get(LIST)
    grow(range(3))
    with all_queries() as few:
        client.get(LIST)
    grow(range(3, 300))
    with all_queries() as many:
        client.get(LIST)

    assert len(few) == len(many) <= 12
    assert "Side 1 af" in shown(client)


def test_the_first_password_is_shown_once_and_must_be_changed(client, admin):
    answer = client.post(NEW, {"name": "Mette Vang", "username": "mette", "capabilities": ["caseworker"]})

    password = re.search(r"<code>([a-z0-9-]{23})</code>", answer.content.decode())[1]
    mette = User.objects.get(username="mette")
    assert mette.check_password(password)
    assert mette.must_change_password
    again = client.post(NEW, {"name": "Mette Vang", "username": "mette"})
    assert "Brugernavnet er taget" in again.content.decode()


def test_where_the_municipality_signs_in_nobody_is_made_here(client, admin, settings):
    settings.LOCAL_SIGN_IN = False

    assert client.get(NEW).status_code == 403
    assert "Opret en medarbejder" not in shown(client)


def test_a_stale_save_shows_both(client, admin):
    mette = make_user("Mette Vang", version=2)
    page = reverse("staff:employee", args=[mette.pk])

    late = client.post(page, fields_of(mette, title="vikar", version=1))
    saved = client.post(page, fields_of(mette, title="vikar"))

    assert late.status_code == 409
    assert "vikar" in late.content.decode()
    assert saved.status_code == 302
    mette.refresh_from_db()
    assert mette.title == "vikar"


def test_closing_and_opening_again(client, admin):
    mette = make_user("Mette Vang")
    close, reopen = (reverse(f"staff:employee_{act}", args=[mette.pk]) for act in ("close", "reopen"))

    assert client.get(reopen).status_code == 404
    assert client.post(close, {"last_day": "1.1.2026", "reason": "Er holdt op."}).status_code == 302
    assert client.get(close).status_code == 404
    assert "Kontoen er lukket" in client.get(reverse("staff:employee", args=[mette.pk])).content.decode()
    assert client.post(reopen, {"reason": "Tilbage."}).status_code == 302
    mette.refresh_from_db()
    assert mette.is_active


def test_ones_own_account_is_for_another_administrator(client, admin):
    page = client.get(reverse("staff:employee", args=[admin.pk])).content.decode()
    refused = client.post(
        reverse("staff:employee_close", args=[admin.pk]), {"last_day": "1.1.2026", "reason": "Slut."}
    )

    assert "Det er dig selv" in page
    assert "Luk kontoen" not in page
    assert "din egen konto" in refused.content.decode()


def test_what_was_written_is_held_while_the_proof_is_shown_anew(client, admin, settings):
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 400}]
    session.save()
    mette = make_user("Mette Vang")
    page = reverse("staff:employee", args=[mette.pk])

    looked, sent = client.get(page), client.post(page, fields_of(mette, title="vikar"))

    assert looked.url == f"{reverse('account_reauthenticate')}?next=%2Fstaff%2F{mette.pk}%2F"
    held = HeldForm.objects.get(user=admin)
    assert str(held.pk) in sent.url
    mette.refresh_from_db()
    assert mette.title == "sagsbehandler"


def test_nobody_else_opens_them(client):
    mette = make_user("Mette Vang", capabilities=[one for one in Capability if one != "administrator"])
    proven(client, mette)

    own = ("employee", "employee_close", "employee_reopen", "employee_way_in")
    pages = [LIST, NEW, *(reverse(f"staff:{name}", args=[mette.pk]) for name in own)]

    assert {client.get(page).status_code for page in pages} == {403}
    assert {client.post(page).status_code for page in pages} == {403}
