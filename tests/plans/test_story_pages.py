"""*Min historie* on its page and on the overview, and the forms that write it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.audit.models import AuditEvent
from plans.actions.story import change_part
from plans.models import StoryAsked, StoryPart
from tests.factories import TODAY, assign, caseworker_of, konsulent_of, main_person, make_basis, make_user
from tests.plans.factories import make_asked, make_part, url
from tests.plans.telling import TEXT
from tests.queries import all_queries

pytestmark = pytest.mark.django_db


def shown(client, *address):
    return client.get(url(*address)).content.decode()


def overview(client, plan):
    return client.get(reverse("pages:course", args=[plan.course_id])).content.decode()


def anna_in(plan, client, **fields):
    anna = make_user()
    assign(anna, plan.course, **fields)
    client.force_login(anna)
    return anna


def posted(part=None, **changed):
    fields = {"heading": "Skolen", "text": "Jeg gik der i otte år.", "domain": "common", "level": "common"}
    return fields | ({"version": part.version} if part else {}) | changed


def test_the_page_tells_what_is_approved_how_and_by_whom_it_is_read(client, plan, jonas):
    make_part(plan)
    make_part(plan, "Arbejdet", approved=False)

    page = shown(client, plan, "story")

    assert "1 del er fortalt og godkendt." in page
    assert f"Godkendt {longdate(TODAY)}, læst op, noteret af {jonas.name}." in page
    names = sorted((caseworker_of(plan.course).name, jonas.name))
    assert f"Alle, der arbejder med forløbet: {names[0]} og {names[1]}." in page
    assert "Kun de to, der holder planen, læser den, før den er godkendt." in page
    assert AuditEvent.objects.get(action="story.opened").course_id == plan.course_id


def test_who_reads_a_part_of_one_field_is_named_with_those_whom_a_consent_opens_it_to(client, plan):
    client.force_login(caseworker_of(plan.course))
    plan.course.assignments.filter(user=caseworker_of(plan.course)).update(domains=["health"])
    make_part(plan, domain="health", level="domain")
    outside = make_user("Bo Bertelsen")
    assign(outside, plan.course, domains=["social"])
    assert "Bo Bertelsen" not in shown(client, plan, "story").partition("Hvem læser den:")[2]

    make_basis(plan.course, domain="health", to_domain="social")

    readers = shown(client, plan, "story").partition("Hvem læser den:")[2]
    assert "Kun sundhed: " in readers
    assert "Bo Bertelsen" in readers


def test_a_shielded_part_names_the_few(client, plan, jonas):
    plan.course.assignments.filter(user=jonas).update(sees_shielded=True)
    make_part(plan, level="shielded")

    assert f"Skærmet. Kun {jonas.name}." in shown(client, plan, "story")


def test_what_is_closed_or_not_approved_is_nowhere_for_a_team_member(client, plan):
    waiting, shielded = make_part(plan, approved=False), make_part(plan, "Skærmet", level="shielded")
    make_asked(plan, shielded, "politiet")
    anna_in(plan, client)

    page = shown(client, plan, "story")

    assert TEXT not in page
    assert "politiet" not in page
    assert "Ingen del er godkendt endnu." in page
    assert "Ikke fortalt endnu." in overview(client, plan)
    for part in (waiting, shielded):
        assert client.get(url(plan, "story_edit", part.pk)).status_code == 403
    client.force_login(konsulent_of(plan.course))
    for name in ("story_edit", "story_approve", "story_take_out"):
        assert client.get(url(plan, name, shielded.pk)).status_code == 404


def test_the_overview_says_how_much_is_told_and_how_often_it_was_asked_again(client, plan, jonas):
    part = make_part(plan)
    make_part(plan, "Arbejdet")
    make_part(plan, "Ikke endnu", approved=False)
    make_asked(plan, part)
    make_asked(plan, None, "retten", taken_back_on=TODAY, taken_back_by=jonas, taken_back_why="Fejl.")

    page = overview(client, plan)

    assert "2 dele er fortalt og godkendt. Der er spurgt igen 1 gang." in page
    assert f'href="{url(plan, "story")}"' in page


def test_the_counts_cost_the_overview_no_question(client, plan, jonas):
    def count():
        with all_queries() as asked:
            overview(client, plan)
        return len(asked)

    overview(client, plan)
    before = count()
    for number in range(9):
        make_asked(plan, make_part(plan, f"Del {number}"))

    assert count() == before


def test_a_part_is_written_approved_and_taken_back(client, plan, jonas):
    today = timezone.localdate().isoformat()
    answered = client.post(url(plan, "story_add"), posted())
    assert answered.url == url(plan, "story")
    part = StoryPart.objects.get()
    assert part.person == main_person(plan.course)
    form = shown(client, plan, "story_approve", part.pk)
    assert "Jeg gik der i otte år." in form
    assert client.post(url(plan, "story_approve", part.pk), {"on": today, "version": 1}).status_code == 422

    client.post(url(plan, "story_approve", part.pk), {"on": today, "way": "herself", "version": 1})
    part.refresh_from_db()
    assert part.approved_way == "herself"
    client.post(url(plan, "story_unapprove", part.pk), {"version": 2})

    part.refresh_from_db()
    assert not part.is_approved


def test_the_form_warns_that_other_words_take_a_new_yes(client, plan, jonas):
    part = make_part(plan)
    assert "skal godkendes igen" in shown(client, plan, "story_edit", part.pk)

    client.post(url(plan, "story_edit", part.pk), posted(part))

    part.refresh_from_db()
    assert (part.text, part.is_approved) == ("Jeg gik der i otte år.", False)
    assert "ikke godkendt" in shown(client, plan, "story")


def test_what_is_missing_is_told_in_the_form_and_nothing_is_lost(client, plan, jonas):
    answered = client.post(url(plan, "story_add"), posted(heading=""))

    assert answered.status_code == 422
    assert "Jeg gik der i otte år." in answered.content.decode()


def test_a_stale_change_shows_both_texts(client, plan, jonas):
    part = make_part(plan)
    change_part(part, version=1, by=caseworker_of(plan.course), text="Jeg gik der i ti år.")

    answered = client.post(url(plan, "story_edit", part.pk), posted(part))

    page = answered.content.decode()
    assert answered.status_code == 409
    assert "ti år" in page
    assert "otte år" in page


def test_a_part_is_taken_out_and_put_back(client, plan, jonas):
    part = make_part(plan)
    address = url(plan, "story_take_out", part.pk)
    assert client.post(address, {"why": "", "version": 1}).status_code == 422

    client.post(address, {"why": "Vil ikke.", "version": 1})
    assert "Taget ud (1)" in shown(client, plan, "story")
    for name in ("story_edit", "story_approve", "story_take_out"):
        assert client.get(url(plan, name, part.pk)).status_code == 404
    late = client.post(url(plan, "story_edit", part.pk), posted(part, version=2))
    assert late.status_code == 422
    assert "otte år" in late.content.decode()
    page = client.post(url(plan, "story_put_back", part.pk), {"version": 2}, follow=True).content.decode()

    assert "Den skal godkendes." in page
    part.refresh_from_db()
    assert not part.is_taken_back


@pytest.mark.parametrize("name", ["story_unapprove", "story_put_back"])
@pytest.mark.parametrize("sent", [{"version": 7}, {}])
def test_a_press_from_an_old_page_changes_nothing(client, plan, jonas, name, sent):
    part = make_part(plan)

    page = client.post(url(plan, name, part.pk), sent, follow=True).content.decode()

    assert "siden du så den" in page
    part.refresh_from_db()
    assert part.is_approved


def test_a_press_that_is_refused_says_why(client, plan, jonas):
    part = make_part(plan)

    page = client.post(url(plan, "story_put_back", part.pk), {"version": 1}, follow=True).content.decode()

    assert "ikke taget ud" in page


def test_a_team_member_reads_notes_and_takes_her_own_back(client, plan):
    part = make_part(plan)
    anna = anna_in(plan, client)
    today = timezone.localdate().isoformat()
    form = shown(client, plan, "story_asked_add")
    assert "Hele historien" in form

    sent = {"about": f"part:{part.pk}", "asked_by": "jobcentret", "on": today}
    client.post(url(plan, "story_asked_add"), sent)

    asked = StoryAsked.objects.get()
    assert (asked.part, asked.noted_by) == (part, anna)
    page = shown(client, plan, "story")
    assert "jobcentret spurgte om Skolen" in page
    assert "Der er spurgt igen 1 gang." in page
    for word in ("Ny del", ">Ret<", "Tag ud", "Notér godkendelsen"):
        assert word not in page
    assert client.post(url(plan, "story_asked_take_back", asked.pk), {"why": "Fejl."}).status_code == 302
    assert "Der er spurgt igen" not in shown(client, plan, "story")
    assert client.get(url(plan, "story_add")).status_code == 403


def test_another_team_member_does_not_take_it_back(client, plan):
    asked = make_asked(plan)
    anna_in(plan, client)

    assert client.get(url(plan, "story_asked_take_back", asked.pk)).status_code == 403
    assert "Tag tilbage" not in shown(client, plan, "story")


def test_a_part_that_one_may_not_read_cannot_be_chosen(client, plan):
    part = make_part(plan, level="shielded")
    anna_in(plan, client)

    sent = {"about": f"part:{part.pk}", "asked_by": "x", "on": timezone.localdate().isoformat()}
    assert client.post(url(plan, "story_asked_add"), sent).status_code == 422
    assert not StoryAsked.objects.exists()


def test_who_asked_about_a_part_that_is_approved_no_more_names_it_to_the_two_alone(client, plan, jonas):
    make_asked(plan, make_part(plan, "Samir", approved=False))
    assert "jobcentret spurgte om Samir" in shown(client, plan, "story")

    anna_in(plan, client)

    page = shown(client, plan, "story")
    assert "Samir" not in page
    assert "jobcentret spurgte om en del af historien" in page
