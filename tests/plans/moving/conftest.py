import pytest

from plans.models import Note
from tests.factories import TODAY, assign, make_citizen, make_course, make_goal, make_plan, make_user
from tests.plans.moving.made import WORDS


@pytest.fixture
def wrong():
    return make_plan().goals.get()


@pytest.fixture
def right():
    course = make_course(citizens=[make_citizen("Emil", "Bach")])
    return make_goal(make_plan(course), "Jeg sover om natten", domain="social")


@pytest.fixture
def sanne(wrong, right):
    """Works in both, and wrote it in the wrong one."""
    user = make_user("Sanne Krogh")
    assign(user, wrong.plan.course)
    assign(user, right.plan.course)
    return user


@pytest.fixture
def note(wrong, sanne):
    about = {"person": wrong.person, "domain": wrong.domain}
    return Note.objects.create(goal=wrong, text=WORDS, about_on=TODAY, written_by=sanne, **about)
