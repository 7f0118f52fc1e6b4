"""Plain functions that make valid rows; a course always has its caseworker and its borgerkonsulent."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from borgerforloeb.accounts.models import Capability, OrgUnit, User
from borgerforloeb.citizens.models import Citizen, CitizenNumber, Consent, Course, CoursePerson, NetworkPerson
from borgerforloeb.citizens.numbers import encrypt, lookup_key, read_number
from borgerforloeb.law.models import Act, Section
from networkmeetings.models import NetworkMeeting
from plans.models import Agreement, Goal, Plan, PlanSection
from roles.models import NEEDS, WORKS_WITH_CITIZENS, Assignment, Role, SharingBasis

TODAY = date(2026, 9, 2)
LONG_AGO = date(2026, 1, 14)
_next = count(1)


def make_unit(name: str = "Voksen og handicap", **fields) -> OrgUnit:
    return OrgUnit.objects.create(name=name, **fields)


def make_user(name: str = "Anna Mus", *, capabilities=(Capability.CASEWORKER,), **fields) -> User:
    fields.setdefault("username", f"bruger{next(_next)}")
    fields.setdefault("title", "sagsbehandler")
    return User.objects.create(name=name, capabilities=list(capabilities), **fields)


def make_citizen(first_names: str = "Freja", last_name: str = "Lindqvist Holm", **fields) -> Citizen:
    fields.setdefault("born_on", date(1999, 12, 11))
    return Citizen.objects.create(first_names=first_names, last_name=last_name, **fields)


def give_number(
    citizen: Citizen, digits: str = "711299-4123", *, valid_from: date = LONG_AGO
) -> CitizenNumber:
    number = read_number(digits)
    return CitizenNumber.objects.create(
        citizen=citizen,
        kind="replacement" if number.is_replacement else "cpr",
        encrypted=encrypt(number.digits),
        lookup=lookup_key(number.digits),
        date_part=number.digits[:6],
        valid_from=valid_from,
    )


def make_course(
    *,
    caseworker: User | None = None,
    konsulent: User | None = None,
    citizens: list[Citizen] | None = None,
    **fields,
) -> Course:
    """An open course with one citizen (or those given) and its two, since `opened_on`."""
    caseworker = caseworker or make_user("Katrine Dahl")
    konsulent = konsulent or make_user("Jonas Bech", capabilities=[Capability.PROVIDER], title="bostøtte")
    citizens = citizens or [make_citizen()]
    fields.setdefault("kind", Course.Kind.ADULT if len(citizens) == 1 else Course.Kind.FAMILY)
    fields.setdefault("name", citizens[0].name if len(citizens) == 1 else f"Familien {citizens[0].last_name}")
    fields.setdefault("number", f"2026-{next(_next):04}")
    fields.setdefault("entry_reason", "Flere planer skal blive til én.")
    fields.setdefault("opened_on", LONG_AGO)
    fields.setdefault("first_contact_on", fields["opened_on"])
    if "unit" not in fields:
        fields["unit"] = OrgUnit.objects.first() or make_unit()
    course = Course.objects.create(**fields)
    for index, citizen in enumerate(citizens):
        part = CoursePerson.Part.MAIN if index == 0 else CoursePerson.Part.CHILD
        CoursePerson.objects.create(
            course=course, citizen=citizen, part=part, starts_on=course.opened_on, added_by=caseworker
        )
    assign(caseworker, course, Role.COORDINATING_CASEWORKER)
    assign(konsulent, course, Role.BORGERKONSULENT)
    return course


def assign(user: User, course: Course, role: str = Role.TEAM_MEMBER, **fields) -> Assignment:
    fields.setdefault("domains", ["employment", "social"])
    fields.setdefault("starts_on", course.opened_on)
    fields.setdefault("appointed_by", user)
    fields.setdefault("reason", "Kender borgeren.")
    held = Assignment.objects.create(user=user, course=course, role=role, **fields)
    _employ(user, held.acts_as)
    return held


def _employ(user: User, role: str) -> None:
    """To do what the role takes, as every act that appoints anybody asks for."""
    needed = NEEDS.get(role, WORKS_WITH_CITIZENS)
    if not set(needed) & set(user.capabilities):
        user.capabilities = [*user.capabilities, needed[0]]
        user.save()


def main_person(course: Course) -> Citizen:
    return course.memberships.get(part=CoursePerson.Part.MAIN).citizen


def caseworker_of(course: Course) -> User:
    return course.assignments.get(role=Role.COORDINATING_CASEWORKER, ends_on=None).user


def konsulent_of(course: Course) -> User:
    return course.assignments.get(role=Role.BORGERKONSULENT, ends_on=None).user


def make_plan(course: Course | None = None, **fields) -> Plan:
    """A draft with the citizen's dream and one goal, enough to be taken to the talk."""
    course = course or make_course()
    plan = Plan.objects.create(course=course, **fields)
    person = main_person(course)
    PlanSection.objects.create(
        plan=plan,
        kind=PlanSection.Kind.DREAMS,
        text="Jeg vil gerne stå op til noget.",
        person=person,
        said_on=LONG_AGO,
    )
    make_goal(plan)
    return plan


def make_goal(plan: Plan, title: str = "Jeg klarer post og regninger selv", **fields) -> Goal:
    fields.setdefault("position", next(_next))
    fields.setdefault("person", main_person(plan.course))
    fields.setdefault("domain", "social")
    return Goal.objects.create(plan=plan, title=title, **fields)


def make_agreement(plan: Plan, what: str = "Ringer til boligstøtten", **fields) -> Agreement:
    if not {"user", "citizen", "network_person"} & fields.keys():
        fields["user"] = caseworker_of(plan.course)
    fields.setdefault("due_on", TODAY)
    fields.setdefault("agreed_on", LONG_AGO)
    fields.setdefault("agreed_by", caseworker_of(plan.course))
    return Agreement.objects.create(plan=plan, what=what, **fields)


def make_meeting(course: Course, **fields) -> NetworkMeeting:
    fields.setdefault("starts_at", datetime(2026, 9, 2, 8, 0, tzinfo=UTC))
    fields.setdefault("ends_at", fields["starts_at"] + timedelta(hours=1))
    fields.setdefault("place", "Biblioteket, lokale 2")
    fields.setdefault("called_by", konsulent_of(course))
    return NetworkMeeting.objects.create(course=course, **fields)


def make_network_person(course: Course, name: str = "Ida Lindqvist Holm", **fields) -> NetworkPerson:
    fields.setdefault("side", NetworkPerson.Side.PRIVATE)
    fields.setdefault("relation", "søster")
    fields.setdefault("citizen", main_person(course))
    return NetworkPerson.objects.create(course=course, name=name, **fields)


def make_consent(course: Course, **fields) -> Consent:
    defaults = {
        "citizen": main_person(course),
        "domains": ["health"],
        "information": "min søvnbehandling: dato, aftaler, anbefalinger",
        "from_whom": "distriktspsykiatrien",
        "to_whom": "Katrine Dahl",
        "purpose": "at finde den rette støtte",
        "consequence_of_no": "det kan tage længere tid at finde den rette støtte",
        "given_on": LONG_AGO,
        "given_way": Consent.Way.SIGNATURE,
        "expires_on": LONG_AGO + timedelta(days=365),
        "explained_by": caseworker_of(course),
    }
    given = defaults | fields
    given.setdefault("given_by", given["citizen"])
    return Consent.objects.create(course=course, **given)


def make_section(
    number: str = "§ 85", *, code: str = "SEL", short_name: str = "serviceloven", **fields
) -> Section:
    act, _ = Act.objects.get_or_create(
        code=code,
        valid_from=date(1998, 7, 1),
        defaults={"name": "Lov om social service", "short_name": short_name},
    )
    fields.setdefault("title", "socialpædagogisk støtte")
    fields.setdefault("valid_from", date(1998, 7, 1))
    return Section.objects.create(act=act, number=number, **fields)


def make_basis(course: Course, **fields) -> SharingBasis:
    """By law to the team's fields, unless a consent and another receiver are given."""
    defaults = {
        "person": main_person(course),
        "domain": "health",
        "to_domain": "" if "to_user" in fields else "social",
        "kind": "consent" if "consent" in fields else "law",
        "starts_on": LONG_AGO,
        "why": "Uden det kan støtten ikke planlægges.",
        "made_by": caseworker_of(course),
    }
    if "consent" not in fields:
        fields.setdefault("section", make_section(f"§ {next(_next)}", title="samarbejde"))
    return SharingBasis.objects.create(course=course, **(defaults | fields))
