"""Every paper of the family in hiding, each with texts that say too much, and how one of them is given."""

from datetime import timedelta

from django.utils import timezone

from borgerforloeb.casework.pdf import consent_paper, sharing_paper
from borgerforloeb.disclosures.actions import hand_out, release
from borgerforloeb.disclosures.recipients import authority
from borgerforloeb.logreview.pdf import seen_paper
from borgerforloeb.pages.giving import plan_paper
from networkmeetings.models import NetworkMeeting, Participant
from networkmeetings.pdf import invitation_paper, minutes_paper
from plans.models import Plan
from roles.permissions import access_to
from tests.disclosures.family import ADDRESS, AT, PHONE, SCHOOL, TEACHER, TODAY, TOWN, decide_all
from tests.factories import make_consent, make_meeting, make_section, make_unit

TOO_MUCH = (
    f"Yusuf går på {SCHOOL}, bor {ADDRESS}, {TOWN}. Ring {PHONE}. {TEACHER} og Børnehaven Solstrålen. "
    "711299-4123"
)


def fill(world):
    """A consent, a meeting that comes and one that was held, and a place of work that tells where."""
    about = {"citizen": world.yusuf, "given_by": world.amina, "domains": ["social"], "to_whom": TEACHER}
    about |= {"capacity": "custody_holder", "childs_view": "Det er fint."}
    days = {"given_on": TODAY, "expires_on": TODAY + timedelta(days=99)}
    world.consent = make_consent(world.course, information=TOO_MUCH, from_whom=SCHOOL, **about, **days)
    world.katrine.unit = make_unit(SCHOOL)
    world.katrine.save()
    world.coming = make_meeting(world.course, place=f"{SCHOOL}, {ADDRESS}")
    told = {"status": "held", "citizen_present": True, "minutes": TOO_MUCH}
    told |= {"minutes_status": "shared", "minutes_shared_at": AT}
    world.held = make_meeting(world.course, title="Sidste møde", **told)
    yes = {"approval": "yes", "attendance": "attended"}
    for meeting in (world.coming, world.held):
        for who in ({"citizen": world.amina}, {"user": world.jonas}, {"network_person": world.network}):
            Participant.objects.create(meeting=meeting, **who, **yes)
    return world


def paper(world, name, by=None):
    """Made anew, as the page makes it for whoever gives."""
    by = by or world.katrine
    access = access_to(by, world.course.pk)
    if name == "plan":
        plan = Plan.objects.select_related("course").get(pk=world.plan.pk)
        return plan_paper(plan, sender=by, access=access, today=TODAY)
    if name == "consent":
        return consent_paper(world.consent, world.course, access, TODAY)
    if name == "sharing":
        return sharing_paper(world.course, world.yusuf, access, TODAY)
    if name == "seen":
        today = timezone.localdate()
        period = (today, today, access)
        return seen_paper(world.course, world.yusuf, *period, until=timezone.now(), today=TODAY)
    meeting = NetworkMeeting.objects.get(pk=(world.coming if name == "invitation" else world.held).pk)
    if name == "invitation":
        return invitation_paper(meeting, "Familien", reader=by, access=access, today=TODAY)
    return minutes_paper(meeting, reader=by, access=access, today=TODAY)


def court(people):
    return authority("Retten", people, section=make_section("§ 12"), why="Samvær")


def give_paper(world, name, to, by=None):
    """To one of those who can have it; what is found is left out before it goes."""
    by = by or world.katrine
    given = paper(world, name, by)
    row = hand_out(world.course, given.package_for(to), to, by=by, at=AT)
    if row.status == "draft":
        decide_all(row, by=by)
        row = release(row, given.package_for(to), to, by=by, at=AT)
    return row
