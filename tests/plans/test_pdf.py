import io
from datetime import UTC, date, datetime, timedelta

import pdfplumber
import pytest
from django.core.exceptions import PermissionDenied

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.documents.models import StoredDocument
from plans.actions.versions import accept_plan, take_to_talk
from plans.brought import Brought
from plans.models import Intervention, PlanSection, SubGoal
from plans.pdf import WorkingCopy, as_html, plan_pdf
from plans.print_content import Edition, Station
from plans.print_words import Appointment
from roles.models import Role
from roles.permissions import access_to
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_agreement,
    make_citizen,
    make_consent,
    make_course,
    make_goal,
    make_network_person,
    make_plan,
    make_section,
    make_user,
)
from tests.queries import all_queries

NOW = datetime(2026, 9, 2, 8, 30, tzinfo=UTC)
CITIZEN, AUTHORITY = Edition.CITIZEN, Edition.AUTHORITY
pytestmark = pytest.mark.django_db


def full_plan():
    """Freja's plan with something under every heading."""
    plan = make_plan()
    course, freja = plan.course, main_person(plan.course)
    konsulent, caseworker = konsulent_of(course), caseworker_of(course)
    for user, phone in ((konsulent, "12 34 56 71"), (caseworker, "12 34 56 72")):
        user.phone = phone
        user.save()
    texts = {
        PlanSection.Kind.RESOURCES: "Jeg laver god mad.\nMin søster er tæt på.",
        PlanSection.Kind.DIFFICULTIES: "At sove",
        PlanSection.Kind.OWN_SOLUTION: "Hvis jeg kender én på stedet, tror jeg, det går.",
        PlanSection.Kind.END_GOAL: "Elevplads som gartner",
        PlanSection.Kind.PURPOSE: "En stabil hverdag.",
    }
    for kind, text in texts.items():
        PlanSection.objects.create(plan=plan, kind=kind, text=text, person=freja)
    goal = plan.goals.get()
    goal.why, goal.citizen_progress, goal.review_on = "Så jeg tør åbne døren.", 6, date(2026, 9, 23)
    goal.save()
    SubGoal.objects.create(goal=goal, text="Åbner e-Boks hver mandag", done_on=TODAY)
    SubGoal.objects.create(goal=goal, text="Aftale om regninger", due_on=date(2026, 9, 15))
    SubGoal.objects.create(goal=goal, text="Ringer til banken", citizen=freja, due_on=date(2026, 9, 16))
    SubGoal.objects.create(goal=goal, text="Kører med", user=konsulent)
    granted = {"status": "granted", "hours_per_week": 4, "section": make_section(), "provider": konsulent}
    Intervention.objects.create(goal=goal, title="Bostøtte", person=freja, domain="social", **granted)
    make_agreement(plan, "Får styr på boligstøtten", due_on=TODAY + timedelta(days=7))
    make_agreement(plan, "Siger til Karsten", citizen=freja, due_on=None, due_words="når som helst")
    make_network_person(course, contribution="bussen om morgenen")
    make_consent(course, domains=["social"])
    return plan


def read(plan, *, edition=CITIZEN, by=None, **more):
    access = access_to(by or konsulent_of(plan.course), plan.course_id)
    return WorkingCopy(plan, access=access, edition=edition, on=TODAY, **more).content


def draw(source, *, edition=CITIZEN, by=None, made_at=NOW, **more):
    course = getattr(source, "plan", source).course
    return plan_pdf(source, by=by or konsulent_of(course), edition=edition, on=TODAY, made_at=made_at, **more)


def words(pdf):
    with pdfplumber.open(io.BytesIO(pdf.content)) as plumbed:
        return " ".join(" ".join(page.extract_text() for page in plumbed.pages).split())


def accept(plan, answer="yes", own=""):
    caseworker = caseworker_of(plan.course)
    plan = take_to_talk(plan, on=TODAY, by=caseworker)
    answers = [(main_person(plan.course), answer, own)]
    return accept_plan(plan, answers=answers, way="meeting", answered_on=TODAY, by=caseworker)


def test_the_printed_plan_says_everything_in_order():
    plan = full_plan()
    way = (Station("Trin 1", "14. januar 2026", walked=True, here=True), Station("Trin 2"))
    meeting = Appointment(TODAY + timedelta(days=56), "Netværksmøde kl. 10 på biblioteket")

    text = words(draw(plan, brought=Brought(way=way, appointments=[meeting])))

    expected = [
        "Borgerens Plan for Freja Lindqvist Holm", "Udkast. Der er ikke sagt ja til planen endnu.",
        "Det vigtigste for mig", "»Jeg vil gerne stå op til noget.«",
        "Det sker nu", "Katrine Dahl: Får styr på boligstøtten",
        "Hvem ringer jeg til?", "Jonas Bech 12 34 56 71", "ring til Katrine Dahl på 12 34 56 72",
        "Det er jeg god til", "Jeg laver god mad.", "Min egen løsning", "Min vej", "her er jeg",
        "Mine mål, og hvem der hjælper", "Mål 1", "Jeg klarer post og regninger selv",
        "»Så jeg tør åbne døren.«",
        "Åbner e-Boks hver mandag (nået)", "Aftale om regninger, inden 15. september",
        "Ringer til banken (jeg, inden 16. september)", "Kører med (Jonas Bech)",
        "Bostøtte: Jonas Bech, 4 timer om ugen.", "6 af 10", "23. september",
        "Aftaler til næste gang", "Jeg Siger til Karsten når som helst",
        "Mit netværk", "Ida Lindqvist Holm, søster. Hjælper med bussen om morgenen.",
        "Det har jeg sagt ja til", "Det gælder til 14. januar 2027.", "Hvis jeg er uenig",
    ]  # fmt: skip
    places = [text.find(piece) for piece in expected]
    assert [piece for piece, place in zip(expected, places, strict=True) if place < 0] == []
    assert places == sorted(places)
    assert text.count("UDKAST til version 1, 2. september 2026 · arbejdskopi") == 3


def test_only_the_authority_reads_of_the_law():
    plan = full_plan()

    citizen, authority = (as_html(read(plan, edition=edition)) for edition in (CITIZEN, AUTHORITY))

    law = ["serviceloven § 85", "Bilag: planens lovgrundlag", "bevilget", "En stabil hverdag."]
    assert [word in citizen for word in law] == [False] * 4
    assert [word in authority for word in law] == [True] * 4
    assert "Bostøtte: Jonas Bech, 4 timer om ugen." in citizen


def test_a_reader_prints_only_what_the_reader_may_read():
    plan = full_plan()
    make_goal(plan, "Hemmelig sundhed", domain="health", level="domain")
    make_goal(plan, "Helt skærmet", level="shielded")
    konsulent = konsulent_of(plan.course)
    nurse = make_user("Lone")
    assign(nurse, plan.course, Role.TEAM_MEMBER, domains=["health"])

    seen = {
        user: [goal.title for goal in read(plan, by=user, edition=AUTHORITY).goals]
        for user in (konsulent, nurse)
    }

    assert "Hemmelig sundhed" not in seen[konsulent]
    assert "Hemmelig sundhed" in seen[nurse]
    assert "Helt skærmet" not in {*seen[konsulent], *seen[nurse]}


def test_the_citizens_edition_tells_nothing_of_the_others_in_the_family():
    amina, yusuf = make_citizen("Amina", "Rahbek-Said"), make_citizen("Yusuf", "Rahbek-Said")
    plan = make_plan(make_course(citizens=[amina, yusuf]))
    make_goal(plan, "Yusufs eget", person=yusuf, level="domain", domain="social")
    make_goal(plan, "Aminas eget", person=amina, level="domain", domain="social")
    make_consent(plan.course, citizen=yusuf, information="om Yusuf", domains=["social"])

    citizen, authority = (as_html(read(plan, edition=edition)) for edition in (CITIZEN, AUTHORITY))

    assert ["Yusufs eget" in citizen, "Aminas eget" in citizen, "om Yusuf" in citizen] == [False, True, False]
    assert ["Yusufs eget" in authority, "Aminas eget" in authority, "om Yusuf" in authority] == [True] * 3


def test_a_version_is_drawn_once_and_never_changes():
    plan = full_plan()
    version = accept(plan, "partly", "Jeg vil selv bestemme over medicin.")
    first = draw(version)

    plan.goals.update(title="Et helt andet mål")
    again = draw(version, made_at=NOW + timedelta(days=30))

    assert again.content == first.content
    assert StoredDocument.objects.count() == 1
    text = words(first)
    assert "2. september 2026 sagde jeg delvist ja til planen, version 1." in text
    assert "»Jeg vil selv bestemme over medicin.«" in text
    assert f"version 1, 2. september 2026 · kontrolsum {version.sha256[:12]}" in text
    assert "UDKAST" not in text
    assert "Udkast" not in text


def test_each_edition_and_each_reader_has_its_own_file():
    plan = full_plan()
    make_goal(plan, "Hemmelig sundhed", domain="health", level="domain")
    nurse = make_user("Lone")
    assign(nurse, plan.course, Role.TEAM_MEMBER, domains=["health"])
    version = accept(plan)

    files = [draw(version), draw(version, edition=AUTHORITY), draw(version, by=nurse)]
    same, other = draw(version), draw(version, by=caseworker_of(plan.course))

    assert len({pdf.content for pdf in files}) == 3
    assert same.content == files[0].content
    assert "arbejdskopi til Katrine Dahl" in words(other)
    assert ["Hemmelig sundhed" in words(pdf) for pdf in files] == [False, False, True]


def test_a_no_leaves_a_draft():
    version = accept(full_plan(), "no", "Det går for hurtigt.")

    content = read_version(version)

    assert content.draft
    assert content.answers[0].sentence == "2. september 2026 sagde jeg nej til planen, version 1."


def read_version(version):
    access = access_to(konsulent_of(version.plan.course), version.plan.course_id)
    return WorkingCopy(version, access=access, edition=CITIZEN, on=TODAY).content


def test_what_is_new_since_the_version_before_is_told():
    plan = full_plan()
    accept(plan, "no")
    plan.refresh_from_db()
    make_goal(plan, "Jeg sover bedre.")
    plan.goals.filter(title="Jeg klarer post og regninger selv").update(citizen_progress=7)

    content = read(plan)

    assert content.news == ("Jeg sover bedre: nyt mål.",)
    assert content.goals[0].progress == "7 af 10. I september sagde jeg 6."


def test_the_calendar_is_there_when_the_first_page_cannot_hold_it():
    plan = full_plan()
    many = [Appointment(TODAY + timedelta(days=number), f"Dag {number}") for number in (1, 5, 8, 60)]

    content = read(plan, brought=Brought(appointments=many))

    assert [event.what for event in content.next_events] == [
        "Dag 1",
        "Dag 5",
        "Katrine Dahl: Får styr på boligstøtten",
    ]
    assert [(week.number, len(week.days)) for week in content.calendar] == [("36", 1), ("37", 3)]
    assert read(plan).calendar == ()


def test_long_words_of_the_citizen_leave_room_for_whom_to_call():
    plan = full_plan()
    plan.sections.filter(kind="dreams").update(text="Jeg vil gerne have noget at stå op til. " * 40)

    with pdfplumber.open(io.BytesIO(draw(plan).content)) as plumbed:
        first = plumbed.pages[0].extract_text()

    assert "Hvem ringer jeg til?" in first
    assert "Jonas Bech" in first


def test_a_print_is_in_the_log_and_says_nothing_of_the_case():
    plan = full_plan()

    draw(plan)

    event = AuditEvent.objects.get(action="plan.printed")
    assert (event.kind, event.actor_id, event.course_id) == (
        "print",
        konsulent_of(plan.course).pk,
        plan.course_id,
    )
    assert event.details == {"edition": "citizen", "pages": 3}
    assert event.basis.startswith("borgerkonsulent:")


def test_a_stranger_prints_nothing():
    plan = full_plan()

    with pytest.raises(PermissionDenied):
        draw(plan, by=make_user("Fremmed"))

    assert not AuditEvent.objects.filter(action="plan.printed").exists()


def test_the_number_of_queries_does_not_follow_the_length(django_assert_max_num_queries):
    plan = full_plan()
    section = make_section("§ 85 a")
    for number in range(20):
        goal = make_goal(plan, f"Mål {number}")
        Intervention.objects.create(goal=goal, title="Mentor", section=section, provider=make_user())
        make_agreement(plan, f"Aftale {number}")
    konsulent = konsulent_of(plan.course)

    with django_assert_max_num_queries(12):
        read(plan, by=konsulent, edition=AUTHORITY)


def test_a_version_is_served_again_without_being_made():
    version = accept(full_plan())
    konsulent = konsulent_of(version.plan.course)
    draw(version, by=konsulent)

    with all_queries() as asked:
        draw(version, by=konsulent)

    assert len(asked) == 9  # may I, whose it is now, what must be protected, the row with its file, the log
