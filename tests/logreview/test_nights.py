"""Each rule finds what was made for it, and not its neighbour; asked twice it finds the same."""

from datetime import UTC, date, datetime, timedelta

import pytest

from borgerforloeb.audit.models import AuditEvent, Kind
from borgerforloeb.citizens.models import FamilyRelation
from borgerforloeb.logreview.actions import find_for_review
from borgerforloeb.logreview.models import Flag, ReviewCase, ReviewNight, ReviewRule
from roles.models import Block, Role, StaffCitizen
from tests.factories import assign, main_person, make_citizen, make_course, make_user

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 18)
NOON = datetime(2026, 11, 18, 11, tzinfo=UTC)
Code = ReviewRule.Code


@pytest.fixture(autouse=True)
def _rules():
    """As the migration gives them; a live server's tests empty the tables."""
    thresholds = {Code.MANY: 30, Code.REFUSALS: 10, Code.SEARCHES: 5, Code.SAMPLE: 0}
    for code in Code:
        ReviewRule.objects.update_or_create(code=code, defaults={"threshold": thresholds.get(code, 0)})


@pytest.fixture
def course():
    return make_course()


def log(by, course=None, *, at=NOON, kind=Kind.VIEW, **fields):
    if course is not None:
        fields = {"course_id": course.pk, "person_ids": [main_person(course).pk]} | fields
    fields = {"action": "plan.viewed", "basis": "team_member:1"} | fields
    return AuditEvent.objects.create(at=at, kind=kind, actor_id=by.pk, **fields)


def found(code, day=DAY):
    find_for_review(day, found_on=day + timedelta(days=1))
    return list(ReviewCase.objects.filter(rule=code).values_list("user_id", "course_id"))


def test_the_same_last_name(course):
    anna, other = make_user("Anna Holm"), make_user("Anna Mus")
    log(anna, course)
    log(other, course)

    assert found(Code.SAME_NAME) == [(anna.pk, course.pk)]


def test_the_same_street():
    own = make_citizen("Anna", "Mus", address="Bredgade 7", postcode="3500")
    near = make_course(citizens=[make_citizen("Per", "Ås", address="Bredgade 12", postcode="3500")])
    far = make_course(citizens=[make_citizen("Bo", "Ås", address="Bredgade 12", postcode="2000")])
    anna, other = make_user("Anna Mus"), make_user("Ib Vang")
    StaffCitizen.objects.create(user=anna, citizen=own, noted_by=other, noted_on=DAY)
    for user, course in [(anna, near), (anna, far), (other, near)]:
        log(user, course)

    assert found(Code.SAME_ADDRESS) == [(anna.pk, near.pk)]


def test_a_colleague_s_own_case(course):
    anna = make_user()
    log(anna, course, details={"staff_citizen": True})
    log(anna, make_course())

    assert found(Code.STAFF_CITIZEN) == [(anna.pk, course.pk)]


def test_every_opening_of_it_also_when_it_was_noted_afterwards(course):
    """By the tables too, not only by the mark that the opening left; each opening of the day is counted."""
    anna, bo = make_user(), make_user()
    log(anna, course)
    log(anna, course, at=NOON + timedelta(hours=1), kind=Kind.PRINT)
    log(bo, make_course())
    colleague = make_user("Clara Colleague")
    StaffCitizen.objects.create(user=colleague, citizen=main_person(course), noted_by=bo, noted_on=DAY)

    assert found(Code.STAFF_CITIZEN) == [(anna.pk, course.pk)]
    assert ReviewCase.objects.get(rule=Code.STAFF_CITIZEN).times == 2


@pytest.mark.parametrize("kind", [Kind.VIEW, Kind.CHANGE])
def test_what_is_for_one_field_used_by_somebody_of_another(course, kind):
    health, social = make_user(), make_user()
    assign(health, course, Role.TEAM_MEMBER, domains=["health"])
    assign(social, course, Role.TEAM_MEMBER, domains=["social"])
    for user in (health, social):
        log(user, course, kind=kind, domain="health", level="domain")

    assert found(Code.FIELDS) == [(social.pk, course.pk)]


def test_what_everybody_may_read_is_outside_nobody_s_field(course):
    social = make_user()
    assign(social, course, Role.TEAM_MEMBER, domains=["social"])
    for domain, level in [("health", "common"), ("common", "domain"), ("", ""), ("social", "domain")]:
        log(social, course, domain=domain, level=level)

    assert found(Code.FIELDS) == []


def test_tried_by_one_whom_the_citizen_does_not_want(course):
    anna, bo = make_user(), make_user()
    wish = {"citizen": main_person(course), "why": "Kender mig.", "set_by": bo, "set_on": DAY}
    Block.objects.create(user=anna, **wish)
    log(anna, kind=Kind.REFUSAL, course_id=course.pk)
    log(anna, kind=Kind.SEARCH, course_id=course.pk, action="outside.searched")
    log(bo, kind=Kind.REFUSAL, course_id=course.pk)

    assert found(Code.BARRED) == [(anna.pk, course.pk)]
    assert ReviewCase.objects.get(rule=Code.BARRED).times == 2


def test_tried_at_one_s_mother_s_course(course):
    anna, mother = make_user(), make_citizen("Mor")
    StaffCitizen.objects.create(user=anna, citizen=make_citizen("Anna"), noted_by=make_user(), noted_on=DAY)
    own = StaffCitizen.objects.get().citizen
    FamilyRelation.objects.create(citizen=mother, relative=own, kind="parent")
    hers = make_course(citizens=[mother])
    log(anna, kind=Kind.REFUSAL, course_id=hers.pk)
    log(anna, kind=Kind.REFUSAL, course_id=course.pk)

    assert found(Code.BARRED) == [(anna.pk, hers.pk)]


def test_opened_by_emergency_alone(course):
    anna, bo = make_user(), make_user()
    log(anna, course, basis="emergency:3")
    log(bo, course, basis="emergency:3, team_member:4")

    assert found(Code.OUTSIDE) == [(anna.pk, course.pk)]


def test_more_than_thirty_citizens():
    many, few = make_user(), make_user()
    people = [make_citizen().pk for _ in range(31)]
    course = make_course()
    log(many, course, person_ids=people)
    log(few, course, person_ids=people[:30])

    assert found(Code.MANY) == [(many.pk, None)]


def test_far_more_than_one_s_own_habit():
    anna, steady = make_user(), make_user()
    people = [make_citizen().pk for _ in range(12)]
    course = make_course()
    for back in range(1, 13):
        log(anna, course, at=NOON - timedelta(days=back), person_ids=people[:2])
        log(steady, course, at=NOON - timedelta(days=back), person_ids=people)
    log(anna, course, person_ids=people)
    log(steady, course, person_ids=people)

    assert found(Code.MANY) == [(anna.pk, None)]


@pytest.mark.parametrize(("hour", "is_found"), [(20, False), (21, True), (4, True), (5, False)])
def test_at_night_by_the_clock_here(course, hour, is_found):
    """In November it is one hour later here than by UTC."""
    day = datetime(2026, 11, 18, hour, tzinfo=UTC)
    log(make_user(), course, at=day)

    assert bool(found(Code.NIGHT)) is is_found


def test_opened_and_nothing_done_for_a_week(course):
    idle, busy, coordinator = make_user(), make_user(), make_user()
    before = NOON - timedelta(days=7)
    log(idle, course, at=before)
    log(busy, course, at=before)
    log(busy, course, at=before + timedelta(days=3), kind=Kind.CHANGE)
    log(coordinator, course, at=before, basis="coordinating_caseworker:2")

    assert found(Code.IDLE) == [(idle.pk, course.pk)]


def test_tried_after_the_end(course):
    anna, stranger = make_user(), make_user()
    assign(anna, course, Role.TEAM_MEMBER, ends_on=DAY - timedelta(days=2))
    for user in (anna, stranger):
        log(user, kind=Kind.REFUSAL, course_id=course.pk, details={"status": 404})

    assert found(Code.AFTER_END) == [(anna.pk, course.pk)]


def test_a_course_in_the_news(course):
    anna, old = make_user(), make_course()
    same = {"set_by": anna, "set_on": DAY - timedelta(days=9), "why": "Omtalt i avisen."}
    Flag.objects.create(course=course, until=DAY, **same)
    Flag.objects.create(course=old, until=DAY - timedelta(days=1), **same)
    log(anna, course)
    log(anna, old)

    assert found(Code.FLAGGED) == [(anna.pk, course.pk)]


def test_ten_refusals_within_an_hour():
    anna, slow = make_user(), make_user()
    for number in range(10):
        log(anna, at=NOON + timedelta(minutes=5 * number), kind=Kind.REFUSAL, details={"status": 404})
        log(slow, at=NOON + timedelta(minutes=8 * number), kind=Kind.REFUSAL, details={"status": 404})

    assert found(Code.REFUSALS) == [(anna.pk, None)]


def test_five_searches_for_numbers_that_nobody_has():
    anna, lucky = make_user(), make_user()
    for _ in range(5):
        log(anna, kind=Kind.SEARCH, details={"criterion_kind": "cpr", "hits": 0})
        log(lucky, kind=Kind.SEARCH, details={"criterion_kind": "cpr", "hits": 1})

    assert found(Code.SEARCHES) == [(anna.pk, None)]


def test_the_sample_is_the_same_each_time(course):
    ReviewRule.objects.filter(code=Code.SAMPLE).update(threshold=20)
    anna = make_user()
    for _ in range(100):
        log(anna, course)
    first = len(found(Code.SAMPLE))

    assert 5 <= first <= 40
    assert len(found(Code.SAMPLE)) == first


def test_what_the_sample_is_drawn_from_is_counted(course):
    ReviewRule.objects.filter(code=Code.SAMPLE).update(threshold=100)
    anna = make_user()
    for kind in (Kind.VIEW, Kind.PRINT, Kind.LIST):
        log(anna, course, kind=kind)

    for _ in range(2):
        find_for_review(DAY, found_on=DAY + timedelta(days=1))

    assert ReviewNight.objects.values_list("day", "openings", "drawn").get() == (DAY, 2, 2)


def test_twice_adds_nothing_and_the_search_is_logged(course):
    log(make_user("Anna Holm"), course)

    made = [find_for_review(DAY, found_on=DAY + timedelta(days=1)) for _ in range(2)]

    assert made == [1, 0]
    assert AuditEvent.objects.filter(action="review.searched").count() == 2


def test_a_rule_that_is_off_finds_nothing(course):
    ReviewRule.objects.filter(code=Code.SAME_NAME).update(is_on=False)
    log(make_user("Anna Holm"), course)

    assert found(Code.SAME_NAME) == []


def test_another_day_is_not_read(course):
    log(make_user("Anna Holm"), course, at=NOON + timedelta(days=1))

    assert found(Code.SAME_NAME) == []
