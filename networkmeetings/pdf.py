"""The letter that asks somebody to come, and the minutes: each given to one of those whose meeting it is."""

from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.citizens.models import Citizen
from borgerforloeb.disclosures.models import Disclosure, Edition
from borgerforloeb.disclosures.package import Package, Paper, common, page_of
from borgerforloeb.disclosures.recipients import Around, Recipient, answering_for, nearest
from networkmeetings.models import NetworkMeeting, Participant
from networkmeetings.queries import invitation, participants_of
from roles.permissions import Access

To = Disclosure.To
INVITED = "Er inviteret til mødet"
CAME = "Var med på mødet"
NO_LONGER = "Arbejder ikke længere i forløbet."


@dataclass(frozen=True)
class Letter:
    dear: str
    lines: tuple[str, ...]
    caller: str
    municipality: str


@dataclass(frozen=True)
class MinutesPaper:
    heading: str
    on: str
    text: tuple[str, ...]


def invitation_paper(
    meeting: NetworkMeeting, name: str, *, reader: User, access: Access, today: date
) -> Paper:
    """`name` is what the citizen is called by whoever is asked."""
    people = nearest(meeting.course, access, today, family=False, team=True)
    rows = participants_of(meeting, reader)
    asked = [(row, _asked(row, people, name)) for row in rows]
    found = [one for _, one in asked if one is not None]
    letter = tuple(invitation(meeting, name))
    own = next((one.key for one in found if one.is_the_person and one.basis), "")

    def package_for(to: Recipient) -> Package:
        first = to.name.split(",", 1)[0].split(" ", 1)[0]
        return page_of(
            Letter(first, letter, meeting.called_by.name, settings.MUNICIPALITY),
            what="Invitation",
            source=f"invitation:{meeting.pk}",
            labels={"lines": "Brevet"},
            marks=common(to.about),
            template="networkmeetings/print/letter.html",
            is_plain=True,
        )

    return Paper(
        course=meeting.course,
        title="Print invitationen",
        ask="Hvem skal have den?",
        back=meeting.get_absolute_url(),
        people=people,
        found=found,
        package_for=package_for,
        also={"own": own} | {f"participant-{row.pk}": one.key for row, one in asked if one is not None},
        aloud=letter,
    )


def minutes_paper(meeting: NetworkMeeting, *, reader: User, access: Access, today: date) -> Paper:
    """To the citizen or those who answer for her, and to those who came; not before the text stands."""
    people = nearest(meeting.course, access, today, team=True)
    came = [row for row in participants_of(meeting, reader) if row.came]
    main = people.main.pk if people.members else None
    found = answering_for(people, main) if main else []
    found += [one for row in came if (one := _took_part(row, people)) is not None]
    content = MinutesPaper(meeting.title, longdate(meeting.starts_at), tuple(meeting.minutes.splitlines()))

    def package_for(to: Recipient) -> Package:
        return page_of(
            content,
            what="Referat",
            source=f"minutes:{meeting.pk}",
            labels={"heading": "Overskrift", "text": "Referat"},
            marks=common(to.about),
            template="networkmeetings/print/minutes.html",
        )

    return Paper(
        course=meeting.course,
        title="Giv referatet",
        ask="Hvem skal have det?",
        back=meeting.get_absolute_url(),
        people=people,
        found=list({one.key: one for one in reversed(found)}.values())[::-1],
        package_for=package_for,
        about=main,
    )


def _asked(row: Participant, people: Around, name: str) -> Recipient | None:
    if row.citizen:
        return _citizen(row.citizen, people, INVITED)
    if row.user:
        return _colleague(row.user, people)
    return _from_the_network(row, people, f"{name} har sagt ja til, at {{}} kommer med", name)


def _took_part(row: Participant, people: Around) -> Recipient | None:
    if row.citizen:
        return _citizen(row.citizen, people, CAME) if _is_old_enough(row.citizen, people) else None
    if row.user:
        return _colleague(row.user, people)
    return _from_the_network(row, people, CAME, people.main.first_name)


def _citizen(citizen: Citizen, people: Around, basis: str) -> Recipient | None:
    if citizen.pk not in {row.citizen_id for row in people.members}:
        return None
    edition = Edition.CITIZEN if citizen.pk == people.main.pk else Edition.FAMILY
    return Recipient(To.CITIZEN, citizen.pk, citizen.name, edition, citizen.pk, basis)


def _is_old_enough(citizen: Citizen, people: Around) -> bool:
    return any(one.is_the_person and one.basis for one in answering_for(people, citizen.pk))


def _colleague(user: User, people: Around) -> Recipient:
    held = next((row for row in people.staff if row.user_id == user.pk), None)
    about = (held and held.person_id) or people.main.pk
    to = Recipient(To.USER, user.pk, user.name, Edition.PROFESSIONAL, about, why_not=NO_LONGER)
    return replace(to, basis=f"Arbejder i forløbet som {held.get_role_display()}") if held else to


def _from_the_network(row: Participant, people: Around, basis: str, name: str) -> Recipient | None:
    person = row.network_person
    if person is None or (person.ended_on is not None and person.ended_on <= people.today):
        return None
    first = person.name.split(" ", 1)[0]
    told = ", ".join(filter(None, [person.name, person.relation]))
    to = Recipient(To.NETWORK, person.pk, told, Edition.NETWORK, person.citizen_id)
    if row.approval != Participant.Approval.YES:
        return replace(to, why_not=f"{name} har ikke sagt ja til {first}.")
    return replace(to, basis=basis.format(first))
