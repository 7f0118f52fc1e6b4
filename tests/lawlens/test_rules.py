"""The law as data: who keeps it, what a rule touches before it is saved, and a law that nobody programmed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.models import Capability
from borgerforloeb.accounts.row_security import WEB
from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.law.models import PlanKind, Requirement, Section, Situation
from borgerforloeb.lawlens.actions import rules
from tests.factories import TODAY, caseworker_of, main_person, make_citizen, make_course, make_plan, make_user
from tests.lawlens.world import make_circumstance

pytestmark = pytest.mark.django_db

AFTER = date(2027, 1, 1)


@pytest.fixture
def admin():
    return make_user("Adam Ask", capabilities=[Capability.ADMINISTRATOR])


def situations(*codes):
    return list(Situation.objects.filter(code__in=codes))


def add_kind(by, **changed):
    fields = {"name": "Fælles plan", "duty": "must", "when": situations("jobparat"), "valid_from": AFTER}
    return rules.add_kind(**fields | {"by": by} | changed)


def add_requirement(kind, by, **changed):
    fields = {"words": "Vejen til job", "check_by": "section", "argument": "end_goal", "valid_from": AFTER}
    return rules.add_requirement(kind, **fields | {"by": by} | changed)


def test_only_an_administrator_keeps_the_rules(admin):
    kind = PlanKind.objects.get(code="opholdsplan")
    row = kind.requirements.first()

    for by in (make_user("Katrine"), make_user("Lene", capabilities=[Capability.LEADER])):
        for act in (
            lambda by=by: add_kind(by),
            lambda by=by: rules.end_kind(kind, valid_to=TODAY, by=by),
            lambda by=by: add_requirement(kind, by),
            lambda by=by: rules.end_requirement(row, valid_to=TODAY, by=by),
            lambda by=by: rules.touched([], from_age=None, to_age=None, on=TODAY, by=by),
        ):
            with pytest.raises(PermissionDenied):
                act()


def test_a_plan_and_its_requirements_are_added_and_told_to_the_log(admin):
    kind = add_kind(admin, merged_by=Section.objects.get(number="§ 141 stk. 7"))
    row = add_requirement(kind, admin)

    assert (kind.code, list(kind.when.all()), row.position) == ("faelles_plan", situations("jobparat"), 1)
    assert add_requirement(kind, admin) == row
    assert add_requirement(kind, admin, words="Et mål", check_by="goal", argument="").position == 2
    told = AuditEvent.objects.filter(action__in=["plan_kind.added", "requirement.added"])
    assert {event.details["plan_kind"] for event in told} == {"faelles_plan"}


def test_the_name_of_a_plan_that_is_there_gives_it_a_later_rule(admin):
    later = add_kind(admin, name="min plan")

    assert later.code == "min_plan"
    with pytest.raises(ValidationError, match="allerede en regel fra den dag"):
        add_kind(admin, name="Min Plan")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"when": []}, "mindst én ting"),
        ({"name": "!!!"}, "med bogstaver"),
        ({"from_age": 20, "to_age": 18}, "lavere end alderen fra"),
        ({"valid_to": AFTER - timedelta(days=1)}, "før den begynder"),
    ],
)
def test_what_makes_no_rule(admin, changed, told):
    with pytest.raises(ValidationError, match=told):
        add_kind(admin, **changed)


@pytest.mark.parametrize(
    ("check_by", "argument"),
    [
        ("section", "health"),
        ("section", ""),
        ("goal", "dreams"),
        ("help", "SEL"),
        ("fields", "1"),
        ("contact", "x"),
    ],
)
def test_a_requirement_asks_about_what_there_is(admin, check_by, argument):
    with pytest.raises(ValidationError, match="passer ikke"):
        add_requirement(add_kind(admin), admin, check_by=check_by, argument=argument)


def test_a_rule_ends_and_is_not_lengthened(admin):
    kind = PlanKind.objects.get(code="opholdsplan")
    row = kind.requirements.first()

    rules.end_kind(kind, valid_to=TODAY, by=admin)
    rules.end_requirement(row, valid_to=TODAY, by=admin)

    with pytest.raises(ValidationError, match="ophører allerede"):
        rules.end_kind(kind, valid_to=TODAY + timedelta(days=1), by=admin)
    with pytest.raises(ValidationError, match="ophører allerede"):
        rules.end_requirement(row, valid_to=TODAY, by=admin)
    with pytest.raises(ValidationError, match="før den begynder"):
        rules.end_kind(PlanKind.objects.get(code="ungeplan"), valid_to=date(2020, 1, 1), by=admin)


def test_how_many_plans_a_rule_touches_is_counted_without_a_way_into_them(admin):
    for code in ("jobparat", "jobparat", "sygedagpenge"):
        make_circumstance(make_plan(make_course()).course, code)
    young = make_plan(make_course(citizens=[make_citizen("Yusuf", born_on=date(2012, 1, 1))])).course
    make_circumstance(young, "jobparat")
    ended = make_plan(make_course()).course
    make_circumstance(ended, "jobparat", ends_on=TODAY - timedelta(days=1))
    closed = make_plan(make_course()).course
    make_circumstance(closed, "jobparat")
    type(closed).objects.filter(pk=closed.pk).update(status="closed", closed_on=TODAY, closing="job")

    def count(*codes, **ages):
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {WEB}")
            try:
                ages = {"from_age": None, "to_age": None} | ages
                return rules.touched(found[codes], on=TODAY, by=admin, **ages)
            finally:
                cursor.execute("RESET ROLE")

    found = {codes: situations(*codes) for codes in [("jobparat",), ("jobparat", "sygedagpenge")]}
    assert count("jobparat") == 3
    assert count("jobparat", from_age=18) == 2
    assert count("jobparat", to_age=17) == 1
    assert count("jobparat", "sygedagpenge") == 4


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "ingen åbne planer"),
        (1, "færre end 5 åbne planer"),
        (4, "færre end 5 åbne planer"),
        (5, "5 åbne planer"),
    ],
)
def test_a_few_are_not_told_apart(number, words):
    assert rules.told(number) == words


def test_a_law_that_nobody_programmed_asks_something_of_a_plan(client, admin):
    """From the administrator's form to what a caseworker is shown to be missing."""
    course = make_plan(make_course()).course
    make_circumstance(course, "jobparat")
    today = timezone.localdate()
    client.force_login(admin)
    data = {
        "name": "Hovedlovens plan", "duty": "must", "when": [situations("jobparat")[0].pk],
        "valid_from": f"{today:%d.%m.%Y}",
    }  # fmt: skip

    first = client.post(reverse("laws:kind_add"), data)
    assert "færre end 5 åbne planer" in first.content.decode()
    assert not PlanKind.objects.filter(name="Hovedlovens plan").exists()
    answer = client.post(reverse("laws:kind_add"), data | {"seen": "1"})
    kind = PlanKind.objects.get(name="Hovedlovens plan")
    assert answer.url == reverse("laws:kind", args=[kind.pk])
    row = {
        "words": "En støttekontakt",
        "check_by": "confirmed",
        "argument": "",
        "valid_from": data["valid_from"],
    }
    client.post(reverse("laws:requirement_add", args=[kind.pk]), row)

    client.force_login(caseworker_of(course))
    page = client.get(reverse("lawlens:lens", args=[course.pk])).content.decode()
    assert "Hovedlovens plan" in page
    requirement = Requirement.objects.get(words="En støttekontakt")
    confirm = reverse("lawlens:confirm", args=[course.pk, main_person(course).pk, requirement.pk])
    assert f'href="{confirm}"' in page


def test_an_end_date_is_saved_by_who_has_seen_what_it_touches(client, admin):
    kind = PlanKind.objects.get(code="opholdsplan")
    client.force_login(admin)
    end = reverse("laws:kind_end", args=[kind.pk])

    shown = client.post(end, {"valid_to": "31.12.2026"})
    assert "ingen åbne planer" in shown.content.decode()
    kind.refresh_from_db()
    assert kind.valid_to is None
    client.post(end, {"valid_to": "31.12.2026", "seen": "0"})
    kind.refresh_from_db()
    assert kind.valid_to == date(2026, 12, 31)
    row = kind.requirements.first()
    client.post(reverse("laws:requirement_end", args=[row.pk]), {"valid_to": "31.12.2026"})
    assert "31. december 2026" in client.get(reverse("laws:kind", args=[kind.pk])).content.decode()


def test_the_list_tells_what_holds_what_comes_and_what_has_ended(client, admin):
    client.force_login(admin)
    page = client.get(reverse("laws:kinds"))

    now, coming, over = (rows for _, rows in page.context["groups"])
    assert {"min_plan", "handleplan_voksne", "ungeplan"} <= {row.code for row in now}
    assert {row.code for row in [*coming, *over]} >= {"rehabiliteringsplan"}
