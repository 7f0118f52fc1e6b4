"""*Min historie* on paper: what the citizen takes home, and what somebody else is given of it."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from borgerforloeb.disclosures.models import Disclosure, Edition
from borgerforloeb.disclosures.recipients import Recipient
from plans.models import StoryPart
from plans.story_pdf import is_given, story_paper
from roles.permissions import access_to
from tests.factories import TODAY, konsulent_of, main_person, make_consent, make_network_person
from tests.plans.factories import make_part, url
from tests.plans.placing import make_placement
from tests.plans.telling import TEXT

pytestmark = pytest.mark.django_db


def paper(plan, by=None):
    by = by or konsulent_of(plan.course)
    access = access_to(by, plan.course_id)
    return story_paper(plan, main_person(plan.course), sender=by, access=access, today=TODAY)


def words(plan, to):
    return [text.words for text in paper(plan).package_for(to).texts]


def test_the_citizen_takes_home_what_is_approved(plan):
    make_part(plan)
    make_part(plan, "Ikke endnu", approved=False)
    make_part(plan, "Ikke for afsenderen", domain="health", level="domain")
    own = next(one for one in paper(plan).found if one.is_the_person)

    told = " ".join(words(plan, own))

    assert TEXT in told
    assert "Ikke endnu" not in told
    assert "Ikke for afsenderen" not in told
    assert dict(paper(plan).package_for(own).marks) == {(str(own.about), "common", "common"): 1}


def test_it_is_printed_by_the_ordinary_press_and_stands_in_the_ledger(client, plan, jonas):
    make_part(plan)
    address = url(plan, "story_print", main_person(plan.course).pk)
    assert "Udlever Min historie" in client.get(address).content.decode()

    answered = client.post(address, {"recipient": "own"})

    assert answered.status_code == 302
    assert Disclosure.objects.get().paper == "story"
    again = client.get(
        reverse("pages:disclosure", args=[plan.course_id, Disclosure.objects.get().pk]), follow=True
    )
    assert again.status_code == 200


def test_somebody_outside_the_course_has_no_paper(client, plan, jonas):
    # The number of something that is no person of the course.
    assert client.get(url(plan, "story_print", plan.course_id)).status_code == 404


def recipient(**fields):
    told = {"to": "network", "pk": 1, "name": "Nogen", "edition": Edition.PROFESSIONAL, "about": None}
    return Recipient(**told | fields)


@pytest.mark.parametrize(
    ("domain", "level", "expected"),
    [
        ("health", "domain", True),
        ("health", "common", True),
        ("health", "shielded", False),
        ("social", "common", False),
        ("common", "common", False),
    ],
)
def test_one_outside_is_given_the_fields_of_the_consent(domain, level, expected):
    to = recipient(consent=SimpleNamespace(domains=["health"]))

    assert is_given(StoryPart(domain=domain, level=level), to) == expected


@pytest.mark.parametrize(
    ("level", "edition", "expected"),
    [
        ("common", Edition.CUSTODY, True),
        ("domain", Edition.CUSTODY, False),
        ("shielded", Edition.CUSTODY, False),
        ("common", Edition.PARENT, False),
        ("common", Edition.NETWORK, False),
    ],
)
def test_what_a_child_has_told_is_not_a_parents_but_for_what_is_for_all(level, edition, expected):
    assert is_given(StoryPart(domain="common", level=level), recipient(edition=edition)) == expected


def test_those_outside_whom_a_consent_names_are_among_the_recipients(plan):
    doctor = make_network_person(plan.course, "Lægehuset", side="professional")
    assert doctor.pk not in {one.pk for one in paper(plan).found}

    make_consent(plan.course, domains=["social"], to_whom="Lægehuset")

    assert doctor.pk in {one.pk for one in paper(plan).found}


def test_the_places_where_one_is_by_day_are_looked_for_in_the_story_too(plan):
    make_part(plan)
    make_placement(plan, company="Hegnsgårdens Planteskole")
    own = next(one for one in paper(plan).found if one.is_the_person)

    assert paper(plan).package_for(own).places == ("Hegnsgårdens Planteskole",)
