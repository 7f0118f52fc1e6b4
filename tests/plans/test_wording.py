"""How heavy the plan is, told in its margin: of our words alone, and only of what the reader may read."""

import pytest

from borgerforloeb.language.models import HeavyWord
from plans.models import PlanSection
from tests.factories import main_person, make_agreement, make_goal
from tests.plans.factories import make_intervention, url

pytestmark = pytest.mark.django_db
LONG = "Hun får hver dag hjælp af en mentor. " * 3


def margin(client, plan):
    text = client.get(url(plan)).content.decode()
    return text[text.index('id="kontakt"') : text.index('id="versioner"')]


def write(plan, kind, text, **fields):
    fields |= {"person": main_person(plan.course)}
    PlanSection.objects.update_or_create(plan=plan, kind=kind, defaults={"text": text, **fields})


def test_a_short_plan_in_plain_words_says_nothing(client, plan, jonas):
    assert 'id="ord"' not in margin(client, plan)


def test_the_number_and_the_heavy_words_of_all_that_is_ours(client, plan, jonas):
    write(plan, "purpose", f"{LONG}Såfremt det går.")
    make_goal(plan, title="Jeg får fremgang, idet jeg øver mig")
    make_intervention(plan.goals.first(), title="Iværksættelse af støtte")
    make_agreement(plan, what="Afventer svar")

    shown = margin(client, plan)

    assert "let at læse: LIX" in shown
    for plain, heavy in [
        ("hvis", "såfremt"),
        ("fordi", "idet"),
        ("start", "iværksættelse"),
        ("venter på", "afventer"),
    ]:
        assert f"<q>{plain}</q> end <q>{heavy}</q>" in shown


def test_the_citizen_s_own_words_and_what_is_over_are_let_be(client, plan, jonas):
    write(plan, "dreams", "Såfremt jeg kan")
    goal = make_goal(plan, title="Jeg afventer", why="idet jeg vil")
    goal.status = "reached"
    goal.save()

    assert "<q>" not in margin(client, plan)


def test_what_the_reader_may_not_read_is_not_counted(client, plan, jonas):
    write(plan, "difficulties", "Såfremt medicinen virker", domain="health", level="shielded")

    assert "medicinen" not in client.get(url(plan)).content.decode()
    assert "såfremt" not in margin(client, plan)


def test_a_word_out_of_use_is_not_told(client, plan, jonas):
    write(plan, "purpose", "Såfremt det går")
    assert "såfremt" in margin(client, plan)

    HeavyWord.objects.update(is_in_use=False)

    assert 'id="ord"' not in margin(client, plan)


def test_many_heavy_words_are_not_all_told(client, plan, jonas):
    write(plan, "purpose", "Såfremt, idet, afventer, endvidere, forinden, grundet, hvorvidt")

    assert "2 tunge ord til." in margin(client, plan)
