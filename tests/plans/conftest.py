import pytest
from django.utils import timezone

from tests.factories import konsulent_of, make_goal, make_network_person, make_plan


@pytest.fixture
def plan():
    return make_plan()


@pytest.fixture
def goal(plan):
    return plan.goals.get()


@pytest.fixture
def later(plan):
    return make_goal(plan, "Jeg får min egen lejlighed", horizon="later")


@pytest.fixture
def jonas(client, plan):
    user = konsulent_of(plan.course)
    client.force_login(user)
    return user


@pytest.fixture
def ida(plan):
    return make_network_person(plan.course)


@pytest.fixture
def today():
    return timezone.localdate()
