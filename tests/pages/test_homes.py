import pytest
from django.urls import reverse

from borgerforloeb.accounts.models import Capability
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("capabilities", "home"),
    [([Capability.LEADER], "outcomes:overview"), ([Capability.LOG_REVIEWER], "audit:log")],
)
def test_who_works_with_figures_or_the_log_begins_there_and_has_no_search(client, capabilities, home):
    client.force_login(make_user(capabilities=capabilities))

    response = client.get(reverse("pages:worklist"))

    assert (response.status_code, response.url) == (302, reverse(home))
    assert "soeg" not in client.get(response.url).content.decode()


def test_a_leader_who_also_has_citizens_begins_with_them(client):
    client.force_login(make_user(capabilities=[Capability.LEADER, Capability.CASEWORKER]))

    response = client.get(reverse("pages:worklist"))

    assert response.status_code == 200
    assert 'id="soeg"' in response.content.decode()
