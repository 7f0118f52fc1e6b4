"""The demo municipality as a whole: counts, the same twice, every constraint kept, demo.json complete."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import resolve
from django.utils.timezone import localdate

from borgerforloeb.accounts.models import OrgUnit, User
from borgerforloeb.audit.models import AuditEvent, Kind
from borgerforloeb.citizens.models import Citizen, CitizenNumber, Consent, Course
from borgerforloeb.citizens.numbers import decrypt, read_number
from borgerforloeb.law.workdays import is_working_day
from borgerforloeb.logreview.models import Flag, ReviewCase, ReviewNight
from borgerforloeb.notices.models import Notice
from borgerforloeb.pages.demo.days import working_day
from borgerforloeb.pages.demo.staff import PASSWORD
from networkmeetings.models import NetworkMeeting
from outcomes.models import TrinAssessment
from plans.actions.versions import checksum
from plans.models import Intervention, Note, Plan, PlanVersion
from roles.models import Assignment, Role, SharingBasis
from tests.pages.filling import TODAY, digest, filled

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def db():
    """Asked for so that this file alone has a test database too; what is in it is filled once, below."""


@pytest.fixture(scope="module")
def municipality(django_db_setup, django_db_blocker, tmp_path_factory):
    """Filled twice, so that the second can be compared with the first."""
    with django_db_blocker.unblock():
        with filled(tmp_path_factory.mktemp("first")):
            first = digest()
        with filled(tmp_path_factory.mktemp("second")) as facts:
            yield facts | {"digest of the first": first}


def test_the_size_is_that_of_the_sources(municipality):
    kinds = [course["kind"] for course in municipality["courses"]]

    assert (kinds.count("adult"), kinds.count("family"), kinds.count("youth")) == (120, 24, 1)
    assert Course.objects.count() == len(kinds) == 145
    assert User.objects.count() == 45
    assert {"Jobcenter", "Voksen handicap", "Børneområdet", "Sundhed", "Hjemløsenheden"} <= set(
        OrgUnit.objects.values_list("name", flat=True)
    )


def test_every_constraint_is_kept(municipality):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_trin_is_as_the_domain_page_says(municipality):
    latest = TrinAssessment.objects.latest_per_person(TODAY).filter(course__kind="adult")
    trin = [
        (row.trin, row.course.closing in ("job", "flexjob", "education"))
        for row in latest.select_related("course")
    ]

    assert len(trin) == 120
    assert [sum(1 for number, _ in trin if number == wanted) for wanted in (1, 2, 3)] == [21, 43, 56]
    assert sum(1 for number, in_job in trin if in_job and number == 3) == 17
    assert sum(1 for _, in_job in trin if in_job) == 17


def test_meetings_are_held_with_the_citizen(municipality):
    held = NetworkMeeting.objects.filter(status="held")
    present = held.filter(citizen_present=True).count()

    assert round(100 * present / held.count()) == 97
    assert not held.filter(citizen_present=False, absence_reason="").exists()
    assert not held.filter(starts_at__date__gt=TODAY).exists()


def test_nobody_meets_on_a_day_off(municipality):
    days = {localdate(starts_at) for starts_at in NetworkMeeting.objects.values_list("starts_at", flat=True)}

    assert [day for day in days if not is_working_day(day)] == []


def test_what_falls_on_a_day_off_is_moved_on_its_own_side_of_today():
    sunday, friday, monday = date(2026, 9, 6), date(2026, 9, 4), date(2026, 9, 7)

    assert (working_day(sunday, past=True), working_day(sunday, past=False)) == (friday, monday)
    assert working_day(date(2026, 12, 26), past=False) == date(2026, 12, 28)
    assert working_day(monday, past=True) == monday


def test_every_agreed_plan_has_its_version_with_a_true_checksum(municipality):
    for plan in Plan.objects.filter(status="agreed").prefetch_related("versions__acceptances"):
        newest = plan.versions.first()
        assert newest.number == plan.number
        assert {answer.answer for answer in newest.acceptances.all()} <= {"yes", "partly"}
    for version in PlanVersion.objects.all():
        assert version.sha256 == checksum(version.content)


def test_every_open_course_has_its_two_and_nobody_has_too_many(municipality):
    held = Assignment.objects.in_force(TODAY).filter(role=Role.COORDINATING_CASEWORKER)
    load = {}
    for username in held.values_list("user__username", flat=True):
        load[username] = load.get(username, 0) + 1

    assert load["katrine"] == 8
    assert all(8 <= number <= 13 for number in load.values())


def test_numbers_are_replacement_numbers_that_fit_the_person(municipality):
    assert Citizen.objects.filter(numbers=None).count() == 0
    for row in CitizenNumber.objects.select_related("citizen"):
        number = read_number(decrypt(row.encrypted))
        assert number.is_replacement
        assert number.born_on == row.citizen.born_on


def test_the_file_lists_users_courses_and_pages_that_exist(municipality):
    katrine = next(user for user in municipality["users"] if user["username"] == "katrine")
    assert (katrine["name"], katrine["password"]) == ("Katrine Dahl", PASSWORD)
    assert katrine["roles"] == ["koordinerende sagsbehandler"]
    assert User.objects.get(username="katrine").check_password(PASSWORD)
    for course in municipality["courses"]:
        assert set(course) >= {"id", "kind", "name", "persons", "pages"}
        assert course["persons"]
    for address in municipality["courses"][0]["pages"].values():
        assert resolve(address.removeprefix(municipality["base_url"])).url_name


def test_the_log_reviewer_has_finds_in_every_state_and_none_of_them_is_in_the_log(municipality):
    cases = ReviewCase.objects.all()

    assert set(cases.values_list("verdict", flat=True)) == {"", *ReviewCase.Verdict.values}
    waiting = cases.open()
    assert waiting.filter(asked_at=None).exists()
    assert waiting.filter(asked_at__isnull=False, answer="").exists()
    assert waiting.exclude(answer="").exists()
    assert not cases.exclude(event_ids=[]).exists()
    asked = Notice.objects.filter(kind="log_question", settled_at=None)
    assert {one.recipient for one in asked} == {
        one.user for one in waiting if one.asked_at and not one.answer
    }
    assert ReviewNight.objects.filter(openings__gt=0).count() == 30
    assert Flag.objects.in_force(TODAY).count() == 1


def test_filling_is_one_event_and_no_views_are_made_up(municipality):
    event = AuditEvent.objects.get()

    assert (event.kind, event.action, event.details) == (
        Kind.SYSTEM,
        "demo.filled",
        {"courses": 145, "users": 45},
    )


def test_a_second_run_changes_nothing(municipality, capsys):
    before = digest()

    call_command("demo", date=TODAY)

    assert "Intet er ændret" in capsys.readouterr().out
    assert digest() == before


def test_the_same_day_gives_the_same_municipality(municipality):
    assert digest() == municipality["digest of the first"]


def test_freja_has_the_plan_of_the_domain_page(municipality):
    course = Course.objects.get(name="Freja Lindqvist Holm")

    assert course.memberships.get().citizen.numbers.get().date_part == "711299"
    assert (course.plan.status, course.plan.number) == ("draft", 4)
    assert [version.number for version in course.plan.versions.all()] == [3, 2, 1]
    assert "Jeg vil have min egen lejlighed" in course.plan.sections.get(kind="dreams").text
    agreed = {
        section["kind"]: section["text"] for section in course.plan.versions.first().content["sections"]
    }
    assert agreed["dreams"].endswith("dyr eller planter.")
    assert agreed["end_goal"] == "Elevplads som gartner senest maj 2027."
    meeting = course.meetings.get(starts_at__date=TODAY)
    assert meeting.agenda.first().text == "Hvad er lykkedes siden sidst?"
    assert meeting.agenda.count() == 8
    assert course.consents.get(domains=["health"]).expires_on == date(2027, 9, 2)


def test_marias_support_costs_800_000_instead_of_a_million(municipality):
    course = Course.objects.get(name="Maria Solbakke")
    rows = Intervention.objects.filter(goal__plan__course=course)

    assert course.memberships.get().citizen.age(TODAY) == 24
    assert sum(row.yearly_cost or 0 for row in rows.filter(status="running")) == 800_000
    assert rows.get(section__number="§ 107").yearly_cost == 1_000_000
    assert set(course.network.filter(side="private").values_list("relation", flat=True)) == {
        "mor",
        "far",
        "lillebror",
    }
    assert {"Beboelsesvogn", "Mentor"} <= set(rows.values_list("title", flat=True))


def test_majas_family_has_every_event_on_its_own_day_and_member(municipality):
    notes = Note.objects.filter(goal__plan__course__name="Familien Brandstrup")
    years = {note.about_on.year for note in notes}
    ages = {
        status: {
            note.person.first_name: note.person.age(note.about_on)
            for note in notes.filter(text__startswith=f"Status {status}").select_related("person")
        }
        for status in ("2023", "2024", "maj 2025")
    }

    assert {2004, 2009, 2012, 2014, 2015, 2019, 2020, 2021, 2022, 2023, 2024, 2025} <= years
    assert notes.filter(text__contains="Underretning fra", about_on__year__lt=2023).count() == 7
    assert ages == {
        "2023": {"Maja": 37, "Silje": 13, "Mathias": 10},
        "2024": {"Maja": 38, "Silje": 14, "Mathias": 11},
        "maj 2025": {"Maja": 39, "Silje": 15, "Mathias": 12},
    }
    assert notes.get(text__contains="politi").level == "shielded"


def test_the_shelter_case_has_its_seven_steps_and_31_days(municipality):
    course = Course.objects.get(name="Mikkel Østerby")
    steps = Note.objects.filter(goal__plan__course=course, text__startswith="Trin ").order_by("about_on")

    assert [note.text[:10] for note in steps] == [f"Trin {number} af 7"[:10] for number in range(1, 8)]
    assert (course.plan.versions.last().answered_on - course.first_contact_on).days == 31


def test_consents_are_asked_of_each_who_must_be_asked(municipality):
    holding = Consent.objects.in_force(TODAY)
    emil, lea = (
        Course.objects.get(kind="youth"),
        Consent.objects.get(citizen__first_names="Lea", part_of=None),
    )

    assert emil.memberships.get().citizen.age(TODAY) == 16
    assert [holding.filter(course=emil, domains=[field]).exists() for field in ("employment", "health")] == [
        True,
        False,
    ]
    assert lea.childs_view
    assert lea not in holding
    assert holding.get(citizen__first_names="Yusuf").parts.count() == 2
    assert {basis.kind for basis in SharingBasis.objects.in_force(TODAY)} == {"law", "consent"}
