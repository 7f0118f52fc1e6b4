"""Who may see what: opened by a yes or by a law, shown as the gate has it, and closed at once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.casework.actions.consents import record_consent, withdraw_consent
from borgerforloeb.casework.actions.sharing import Receiver, share_by_law
from borgerforloeb.casework.consents import lost_sharing
from borgerforloeb.casework.matrix import who_may_see
from roles.models import SharingBasis
from roles.permissions import access_to
from tests.casework.test_consents import TEXTS
from tests.factories import (
    LONG_AGO,
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_basis,
    make_citizen,
    make_consent,
    make_course,
    make_plan,
    make_section,
    make_user,
)

pytestmark = pytest.mark.django_db
# The gate asks the database for its own today.
REAL_TODAY = date.today()  # noqa: DTZ011


@pytest.fixture
def course():
    return make_course()


@pytest.fixture
def sanne(course):
    user = make_user("Sanne Krogh")
    assign(user, course, domains=["employment"])
    return user


def give(course, **changes):
    fields = {
        "citizen": main_person(course),
        "domains": ["common", "health"],
        "given_on": REAL_TODAY,
        "given_way": "signature",
        "today": REAL_TODAY,
        "by": konsulent_of(course),
    }
    return record_consent(course, **fields | TEXTS | changes)


def reads_health(user, course) -> bool:
    return access_to(user, course.pk).may_read(main_person(course).pk, "health", "domain")


def test_a_yes_opens_the_field_to_its_receivers_until_it_is_taken_back(course, sanne):
    assert not reads_health(sanne, course)
    consent = give(course, receivers=[Receiver(user=sanne), Receiver(domain="housing")])
    assert reads_health(sanne, course)
    # What is common needs no opening.
    assert set(consent.bases.values_list("domain", "to_user", "to_domain")) == {
        ("health", sanne.pk, ""),
        ("health", None, "housing"),
    }

    withdraw_consent(consent, on=REAL_TODAY, by=konsulent_of(course))

    assert not reads_health(sanne, course)
    assert consent.bases.count() == 2


def test_a_law_opens_a_field(course, sanne):
    section = make_section("§ 11 c", short_name="retssikkerhedsloven")
    basis = share_by_law(
        course,
        citizen=main_person(course),
        domain="health",
        receiver=Receiver(domain="employment"),
        section=section,
        starts_on=REAL_TODAY,
        why="Ressourceforløb uden samtykke.",
        by=caseworker_of(course),
    )

    assert reads_health(sanne, course)
    assert (basis.kind, basis.section, basis.made_by) == ("law", section, caseworker_of(course))


@pytest.mark.parametrize("who", ["stranger", "sanne"])
def test_who_opens_nothing(course, sanne, who):
    by = sanne if who == "sanne" else make_user("Stig")
    given = {"section": make_section(), "starts_on": REAL_TODAY, "why": "Derfor."}

    with pytest.raises(PermissionDenied):
        share_by_law(
            course,
            citizen=main_person(course),
            domain="health",
            receiver=Receiver(user=sanne),
            by=by,
            **given,
        )
    assert not SharingBasis.objects.exists()


def test_a_law_is_used_within_the_course(course):
    with pytest.raises(ValidationError, match="ikke med i forløbet"):
        share_by_law(
            course,
            citizen=make_citizen("Fremmed"),
            domain="health",
            receiver=Receiver(domain="employment"),
            section=make_section(),
            starts_on=REAL_TODAY,
            why="Derfor.",
            by=caseworker_of(course),
        )


def test_a_field_is_not_opened_to_itself(course):
    with pytest.raises(ValidationError):
        share_by_law(
            course,
            citizen=main_person(course),
            domain="health",
            receiver=Receiver(domain="health"),
            section=make_section(),
            starts_on=REAL_TODAY,
            why="Derfor.",
            by=caseworker_of(course),
        )


def cells(course, name, today=TODAY):
    access = access_to(caseworker_of(course), course.pk)
    found = who_may_see(course, main_person(course), today, access)
    [row] = [row for row in found if row.name == name]
    return {cell.domain: cell for cell in row.cells}


def test_the_matrix_tells_own_field_law_yes_and_no(course, sanne):
    make_basis(course, domain="social", to_domain="employment", ends_on=TODAY + timedelta(days=20))
    consent = make_consent(course)
    make_basis(course, consent=consent, to_user=sanne, ends_on=consent.expires_on)
    make_consent(course, domains=["employment"], to_whom="Retshjælpen", information="kun gælden")

    mine = cells(course, "Sanne Krogh")

    told = {domain: cell.kind for domain, cell in mine.items()}
    assert told == {
        "common": "own", "employment": "own", "social": "law", "health": "yes", "family": "no",
        "school": "no", "housing": "no", "economy": "no",
    }  # fmt: skip
    assert mine["social"].soon
    assert "fra 14. januar 2026" in mine["social"].ground
    assert (mine["health"].until, mine["health"].consent_id) == ("til 14. januar 2027", consent.pk)
    outside = cells(course, "Retshjælpen")
    assert (outside["employment"].kind, outside["employment"].ground) == ("yes", "kun gælden")
    assert outside["common"].kind == "no"


def test_the_matrix_follows_a_yes_taken_back(course, sanne):
    consent = make_consent(course)
    make_basis(course, consent=consent, to_user=sanne, ends_on=consent.expires_on)
    withdraw_consent(consent, on=TODAY, by=konsulent_of(course))

    cell = cells(course, "Sanne Krogh")["health"]

    assert (cell.kind, cell.ground) == ("no", "trukket tilbage 2. september 2026")


def test_the_matrix_is_of_one_person(course, sanne):
    other = make_citizen("Yusuf")
    course.memberships.create(citizen=other, part="child", starts_on=LONG_AGO, added_by=sanne)
    make_basis(course, person=other, to_domain="employment")

    assert cells(course, "Sanne Krogh")["health"].kind == "no"


def test_who_has_lost_a_field_is_told_why_for_90_days(course, sanne):
    consent = make_consent(course, given_on=REAL_TODAY - timedelta(days=200), expires_on=date(2100, 1, 1))
    make_basis(course, consent=consent, to_user=sanne, starts_on=consent.given_on)
    day = REAL_TODAY - timedelta(days=90)

    def lost(user, today=REAL_TODAY):
        return lost_sharing(user, course, access_to(user, course.pk), today)

    assert lost(sanne) == []
    withdraw_consent(consent, on=day, by=konsulent_of(course))
    [line] = lost(sanne)
    assert "Freja, sundhed: Delt indtil" in line
    assert "(samtykke trukket tilbage)" in line
    assert lost(sanne, REAL_TODAY + timedelta(days=1)) == []
    assert lost(konsulent_of(course)) == []
    make_basis(course, to_user=sanne)
    assert lost(sanne) == []


def page(client, name, course, *more):
    return client.get(reverse(f"casework:{name}", args=[course.pk, *more]))


def test_from_a_law_to_the_matrix_and_stopped(client, course, sanne):
    client.force_login(caseworker_of(course))
    section = make_section("§ 11 c")
    new = reverse("casework:law_add", args=[course.pk])
    data = {
        "citizen": main_person(course).pk, "domain": "health", "receiver": f"user-{sanne.pk}",
        "section": section.pk, "starts_on": REAL_TODAY.strftime("%d.%m.%Y"), "why": "Derfor.",
    }  # fmt: skip
    assert client.post(new, data | {"receiver": "user-0"}).status_code == 200
    assert client.post(new, data).status_code == 302
    basis = SharingBasis.objects.get()
    shown = page(client, "sharing", course).content.decode()
    assert "§ 11 c" in shown

    end = reverse("casework:law_end", args=[course.pk, basis.pk])
    assert end in shown
    assert client.post(end, {"reason": "Ikke længere nødvendigt."}).status_code == 302
    assert not reads_health(sanne, course)
    assert client.post(end, {"reason": "Igen."}).status_code == 404


def test_a_family_is_shown_one_by_one(client):
    course = make_course(citizens=[make_citizen("Amina"), make_citizen("Yusuf")])
    client.force_login(caseworker_of(course))
    url = reverse("casework:sharing", args=[course.pk])

    assert client.get(url).context["person"].first_name == "Amina"
    assert client.get(url, {"person": "2"}).context["person"].first_name == "Yusuf"
    assert {client.get(url, {"person": odd}).status_code for odd in ("0", "3", "x", "²")} == {404}


def test_both_papers_are_pdfs_and_logged_as_prints(client, course):
    client.force_login(konsulent_of(course))
    consent = make_consent(course, explained_by=konsulent_of(course))

    for name, more in (("consent_print", (consent.pk,)), ("sharing_print", ())):
        url = reverse(f"casework:{name}", args=[course.pk, *more])
        answer = client.post(url, {"recipient": "own"}, follow=True)
        assert answer.content.startswith(b"%PDF")
        assert "Freja" not in answer["Content-Disposition"]
        event = AuditEvent.objects.get(kind="print", details__paper=name.split("_")[0])
        assert event.person_ids == [main_person(course).pk]


def test_a_renewal_begins_with_the_same_words(client, course, sanne):
    client.force_login(konsulent_of(course))
    dates = {"expires_on": REAL_TODAY + timedelta(days=5), "given_on": REAL_TODAY}
    old = make_consent(course, explained_by=konsulent_of(course), **dates)
    make_basis(course, consent=old, to_user=sanne, starts_on=REAL_TODAY)
    url = reverse("casework:consent_renew", args=[course.pk, old.pk])

    form = client.get(url).context["form"]

    assert form.initial["information"] == old.information
    assert form.initial["receivers"] == [f"user-{sanne.pk}"]
    data = {name: form.initial[name] for name in (*TEXTS, "domains", "receivers", "given_on", "expires_on")}
    data |= {"given_way": "signature", "citizen": main_person(course).pk}
    assert client.post(url, data).status_code == 302
    assert old.renewed_by.get().bases.get().to_user == sanne


def test_the_plan_tells_who_has_lost_a_field(client, course, sanne):
    make_plan(course)
    consent = make_consent(course, given_on=REAL_TODAY - timedelta(days=9), expires_on=date(2100, 1, 1))
    make_basis(course, consent=consent, to_user=sanne, starts_on=consent.given_on)
    withdraw_consent(consent, on=REAL_TODAY, by=konsulent_of(course))
    plan, own = reverse("plans:plan", args=[course.pk]), reverse("casework:consents", args=[course.pk])

    client.force_login(sanne)
    assert "Delt indtil" in client.get(plan).content.decode()
    assert "Delt indtil" in client.get(own).content.decode()
    client.force_login(caseworker_of(course))
    assert "Delt indtil" not in client.get(own).content.decode()
