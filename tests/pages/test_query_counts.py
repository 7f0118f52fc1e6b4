"""Every page that shows rows takes at most twelve queries, and the same number at 3 rows and at 300."""

import pytest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.models import Capability
from borgerforloeb.casework.actions.protection import ask_to_lift, protect
from networkmeetings.models import AgendaItem
from plans.actions.versions import fingerprint
from plans.models import (
    FollowUp,
    MovedText,
    Note,
    Plan,
)
from plans.snapshot import snapshot
from tests.drafts.writing import keep, key_of
from tests.factories import (
    LONG_AGO,
    caseworker_of,
    konsulent_of,
    main_person,
    make_citizen,
    make_consent,
    make_course,
    make_meeting,
    make_plan,
    make_user,
)
from tests.pages.growing import LATER, grow
from tests.plans.placing import make_placement
from tests.plans.proposing import proposed
from tests.plans.weekly import make_slot
from tests.proofs import FRESH
from tests.queries import all_queries

pytestmark = pytest.mark.django_db
FEW, MANY, MOST = 3, 300, 12
EVERYTHING = [
    Capability.CASEWORKER,
    Capability.LEADER,
    Capability.LOG_REVIEWER,
]
# Who has no course.
OF_AN_ADMINISTRATOR = [
    "staff:employees",
    "laid_aside:rows",
    "words:words",
    "casework:staff_citizens",
    "logreview:breaches",
    "logreview:flags",
    "pages:worklist",
]

IN_NOTHING = [
    "pages:unfinished",
    "pages:worklist",
    "pages:batches",
    "casework:course_list",
    "networkmeetings:meeting_list",
    "outcomes:overview",
    "lessons:library",
    "lessons:waiting",
    "decisions:authorities",
    "audit:log",
    "logreview:queue",
    "logreview:answers",
    "logreview:rules",
    "access:everybody",
    "logreview:flags",
    "logreview:statistics",
    "casework:outside",
    "casework:emergencies",
    "casework:reading",
]
IN_A_COURSE = [
    "pages:course",
    "pages:course_log",
    "casework:people",
    "casework:consents",
    "casework:consent_add",
    "casework:sharing",
    "casework:sharing_print",
    "casework:law_add",
    "casework:role_appoint",
    "disclosures:ledger",
    "pages:give_plan",
    "casework:block_add",
    "casework:requests",
    "casework:relation_add",
    "plans:plan",
    "plans:notes",
    "plans:trials",
    "plans:later",
    "plans:versions",
    "plans:compare",
    "plans:placements",
    "plans:placement_add",
    "plans:safeguards",
    "plans:story",
    "plans:story_add",
    "plans:story_asked_add",
    "plans:safeguard_add",
    "plans:contact_add",
    "plans:slot_add",
    "pages:week",
    "decisions:decisions",
    "decisions:decision_add",
    "lawlens:lens",
    "lawlens:circumstance_add",
    "lawlens:replaced_add",
    "plans:goal_add",
    "plans:agreement_add",
    "plans:followup_plan",
    "plans:accept",
    "networkmeetings:course_meetings",
    "outcomes:results",
    "outcomes:assess",
]
IN_A_MEETING = ["meeting", "live", "hold", "invitation"]


@pytest.fixture
def course(client):
    katrine = make_user("Katrine Dahl", capabilities=EVERYTHING)
    course = make_course(caseworker=katrine, citizens=[make_citizen("Amina"), make_citizen("Yusuf")])
    make_plan(course, status=Plan.Status.IN_TALK, taken_to_talk_on=LONG_AGO)
    FollowUp.objects.create(
        plan=course.plan, due_on=timezone.localdate(), reason="Fast rytme", responsible=katrine
    )
    client.force_login(katrine)
    return course


@pytest.fixture
def meeting(course):
    return make_meeting(course, starts_at=LATER)


@pytest.fixture
def held(course):
    shared = {"minutes_status": "shared", "minutes_shared_at": LATER}
    return make_meeting(course, status="held", citizen_present=True, minutes="Det gik.", **shared)


def test_no_page_asks_more_of_the_database_when_there_is_more_to_show(client, course, meeting, held):
    pages = {caseworker_of(course): _addresses(course, meeting, held)}
    admin = make_user("Adam Ask", capabilities=[Capability.ADMINISTRATOR])
    goal = course.plan.goals.first()
    pages[konsulent_of(course)] = [reverse("plans:adjustment_add", args=[course.pk, goal.pk])]
    pages[admin] = [f"{reverse(name)}?by=administrator" for name in OF_AN_ADMINISTRATOR]
    grow(course, [meeting, held], range(FEW))
    few = _counted(client, pages)
    grow(course, [meeting, held], range(FEW, MANY))
    many = _counted(client, pages)

    assert {page: (few[page], many[page]) for page in many if few[page] != many[page]} == {}
    assert {page: number for page, number in many.items() if number > MOST} == {}


def test_a_page_that_has_a_draft_to_offer_asks_no_more_than_others(client, course, meeting):
    grow(course, [meeting], range(FEW))
    live = reverse("networkmeetings:live", args=[meeting.pk])
    keep(client, key_of(client, live), notes="Praktikken begynder i næste uge.", version=0)

    assert "data-offer" in client.get(live).content.decode()
    assert _queries(client, live) <= MOST


def test_search_costs_the_same(client, course):
    grow(course, [], range(FEW))
    client.get(reverse("pages:search"))
    few = _queries(client, reverse("pages:search"), {"q": "Holm"})
    grow(course, [], range(FEW, 100))

    assert _queries(client, reverse("pages:search"), {"q": "Holm"}) == few <= MOST


def test_saving_and_handing_over_cost_no_more_than_a_page(client, course):
    grow(course, [], range(FEW))
    client.get(reverse("plans:plan", args=[course.pk]))
    saved, answered = _queries(client, *_a_goal_saved(course), 302), _queries(client, *_answered(course), 302)

    assert max(saved, answered) <= MOST


def _a_goal_saved(course):
    goal = course.plan.goals.first()
    fields = {
        "title": "Et andet mål",
        "status": "started",
        "person": str(goal.person_id),
        "domain": "common",
        "level": "common",
        "version": 0,
    }
    return reverse("plans:goal_edit", args=[course.pk, goal.pk]), fields


def _answered(course):
    today = timezone.localdate()
    fields = {
        "way": "talk",
        "answered_on": today,
        "seen": fingerprint(snapshot(Plan.objects.get(pk=course.plan.pk), on=today)),
    }
    fields |= {f"answer_{member.citizen_id}": "yes" for member in course.memberships.all()}
    return reverse("plans:accept", args=[course.pk]), fields


def _addresses(course, meeting, held):
    by, today = caseworker_of(course), timezone.localdate()
    freja = protect(main_person(course), course=course, by=by)
    lift = ask_to_lift(
        freja, course=course, version=freja.version, reason="Vil selv.", proof=FRESH, on=today, by=by
    )
    placement, slot = make_placement(course.plan), make_slot(course.plan)
    return [
        reverse("casework:lift_ask", args=[course.pk, freja.pk]),
        reverse("casework:lift", args=[course.pk, lift.pk]),
        *map(reverse, IN_NOTHING),
        *(reverse(name, args=[course.pk]) for name in IN_A_COURSE),
        *(reverse(f"networkmeetings:{name}", args=[meeting.pk]) for name in IN_A_MEETING),
        reverse("networkmeetings:meeting", args=[held.pk]),
        reverse("networkmeetings:give_minutes", args=[held.pk]),
        reverse("casework:consent_print", args=[course.pk, make_consent(course).pk]),
        reverse("seen:seen_print", args=[course.pk, main_person(course).pk]),
        reverse("plans:version", args=[course.pk, 1]),
        reverse("plans:reopen", args=[course.pk, 1]),
        reverse("seen:seen", args=[course.pk, main_person(course).pk]),
        *_of_a_move(course, meeting),
        reverse("plans:adjustment", args=[course.pk, proposed(course.plan.goals.first()).pk]),
        reverse("plans:goal_development", args=[course.pk, course.plan.goals.order_by("pk").first().pk]),
        *(
            reverse(f"plans:placement_{page}", args=[course.pk, placement.pk])
            for page in ("edit", "hours", "end", "take_back")
        ),
        *(reverse(f"plans:slot_{page}", args=[course.pk, slot.pk]) for page in ("edit", "end", "take_back")),
        reverse("plans:development", args=[course.pk, main_person(course).pk]),
        reverse("access:employee", args=[konsulent_of(course).pk]),
        reverse("pages:search"),
    ]


def _of_a_move(course, meeting):
    by, goal = caseworker_of(course), course.plan.goals.first()
    written = {"goal": goal, "text": "x", "about_on": LONG_AGO, "written_by": by, "person": goal.person}
    note = Note.objects.create(**written)
    draft = Note.objects.create(signed_at=None, **written)
    item = AgendaItem.objects.create(meeting=meeting, text="x", position=1)
    moved = {"kind": "note", "key": 0, "why": "citizen", "readers": 0, "moved_at": LATER, "moved_by": by}
    moved = MovedText.objects.create(course=course, way="away", **moved)
    there = f"?to={course.pk}"
    return [
        reverse("plans:note_move", args=[course.pk, note.pk]) + there,
        reverse("plans:addendum_add", args=[course.pk, note.pk]),
        reverse("plans:note_edit", args=[course.pk, draft.pk]),
        reverse("networkmeetings:agenda_away", args=[meeting.pk, item.pk]) + there,
        reverse("plans:moved", args=[course.pk, moved.pk]),
    ]


def _counted(client, pages):
    found = {}
    for user, addresses in pages.items():
        client.force_login(user)
        client.get(addresses[0])
        found |= {page: _queries(client, page) for page in addresses}
    return found


def _queries(client, page, posted=None, status=200):
    ask = client.post if posted else client.get
    with all_queries() as asked:
        assert ask(page, posted).status_code == status, page
    return len(asked)
