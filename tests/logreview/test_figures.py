"""The queue in figures, small groups hidden, and who is told of a breach."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.logreview.actions import judge_review
from borgerforloeb.logreview.models import ReviewCase, ReviewNight, ReviewRule
from borgerforloeb.logreview.queries import sample, statistics
from borgerforloeb.notices.models import Notice
from tests.factories import make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 18, 11, tzinfo=UTC)
FOUND = date(2026, 11, 17)
PERIOD = (date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture(autouse=True)
def _rules():
    for code in ReviewRule.Code:
        ReviewRule.objects.update_or_create(code=code, defaults={"threshold": 2})


@pytest.fixture
def vera():
    return make_user("Vera Kontrol", capabilities=[Capability.LOG_REVIEWER])


@pytest.fixture
def frederik():
    return make_user("Frederik Nørup", capabilities=[Capability.ADMINISTRATOR])


def case(number=0, **fields):
    fields = {"rule": "night", "user": make_user(), "found_on": FOUND} | fields
    return ReviewCase.objects.create(key=f"{fields['rule']}:{number}", first_at=NOW, last_at=NOW, **fields)


def closed(vera, verdict="ok"):
    return {"verdict": verdict, "verdict_by": vera, "closed_at": NOW}


def figures(reader=None):
    return statistics(*PERIOD, user=reader or make_user())


def of(code, reader=None):
    return next(row for row in figures(reader) if row.words == ReviewRule.Code(code).label)


def test_every_rule_stands_there_also_one_that_found_nothing():
    assert [row.words for row in figures()] == ReviewRule.Code.labels
    assert (of("night").found, of("night").answered.words) == ("0", "–")


def test_shares_of_those_asked_and_of_those_judged(vera):
    asked = {"asked_at": NOW, "asked_by": vera}
    for number in range(5):
        late = NOW + timedelta(days=8 if number == 4 else 7)
        case(number, **asked, answer="x", answered_at=late, **closed(vera, "talk" if number == 4 else "ok"))
    case(5)

    row = of("night")
    assert (row.found, row.closed, row.answered.words) == ("6", "5", "80 %")
    assert (row.ok.words, row.talk.words, row.breach.words) == ("80 %", "20 %", "0 %")
    assert row.days is not None


def test_fewer_than_five_are_hidden(vera):
    for number in range(4):
        case(number, asked_at=NOW, **closed(vera, "breach"))

    row = of("night")
    assert (row.found, row.closed) == ("under 5", "under 5")
    assert {row.answered.words, row.ok.words, row.breach.words} == {"vises ikke"}
    assert row.days is None


def test_other_days_are_not_counted():
    case(found_on=date(2026, 10, 31))

    assert of("night").found == "0"


def test_what_the_sample_is_a_share_of():
    for day, drawn in ((3, 5), (4, 3)):
        ReviewNight.objects.create(day=date(2026, 11, day), openings=200, drawn=drawn)
    ReviewNight.objects.create(day=date(2026, 10, 4), openings=200, drawn=200)

    found = sample(*PERIOD)

    assert (found.nights, found.openings, found.drawn, found.share, found.percent) == (2, 400, 8, 2.0, 2)


def test_the_page_of_the_figures_asks_for_a_period(client, vera):
    ReviewNight.objects.create(day=date(2026, 11, 3), openings=200, drawn=4)
    client.force_login(vera)

    text = client.get(
        reverse("logreview:statistics"), {"from_day": "01.11.2026", "to_day": "30.11.2026"}
    ).content.decode()

    assert "2,0 %" in text
    assert "Åbnet om natten" in text


def test_the_administrators_hear_of_a_breach_and_of_nothing_else(vera, frederik):
    for number, verdict in enumerate(("ok", "talk", "breach")):
        judge_review(case(number), verdict=verdict, words="Ingen opgave.", by=vera, at=NOW)

    told = Notice.objects.get(kind="log_breach")
    assert (told.recipient, told.path) == (frederik, reverse("logreview:breaches"))
    assert told.due_on == date(2026, 11, 21)
    assert told.course_id.int == 0


def test_nobody_is_told_of_one_s_own_breach(vera, frederik):
    judge_review(case(user=frederik), verdict="breach", words="Ingen opgave.", by=vera, at=NOW)

    assert not Notice.objects.exists()


def test_the_administrator_sees_it_without_the_words_and_the_notice_is_done(client, vera, frederik):
    found = case(user=make_user("Anna Mus"))
    judge_review(found, verdict="breach", words="Læste om naboen.", by=vera, at=NOW)
    client.force_login(frederik)
    assert "Et opslag er vurderet som et brud" in client.get(reverse("pages:worklist")).content.decode()

    text = client.get(reverse("logreview:breaches")).content.decode()

    assert "Anna Mus" in text
    assert "naboen" not in text
    assert Notice.objects.get().settled_at is not None
    assert AuditEvent.objects.filter(action="review.breaches_opened").exists()


def test_the_menu_counts_what_waits_for_the_reviewer(client, vera, frederik):
    case(1), case(2), case(3, user=vera), case(4, **closed(vera))
    client.force_login(vera)

    page = client.get(reverse("audit:log"))

    counts = {link.word: link.count for link in page.context["frame"].nav}
    assert counts == {"Nødadgange": 0, "Log": 0, "Logkontrol": 2}
    client.force_login(frederik)
    page = client.get(reverse("logreview:breaches"))
    assert page.context["frame"].waiting.reviews is None


def test_whoever_begins_elsewhere_is_led_to_what_waits(client, vera):
    case(user=vera, asked_at=NOW)
    Notice.objects.create(
        kind="log_question",
        object_key="x",
        due_on=FOUND,
        recipient=vera,
        course_id="0" * 32,
        path=reverse("logreview:answers"),
    )
    client.force_login(vera)

    assert client.get(reverse("audit:log")).context["frame"].bell == reverse("logreview:answers")
