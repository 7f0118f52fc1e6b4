"""What only the demo municipality has: people to sign in as without a password, and mails to look at."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

from borgerforloeb.accounts.models import Capability, User
from borgerforloeb.accounts.sorting import danish

# The people of the demo's story come first in their group; others fill up in Danish order.
STORY = ("katrine", "jonas", "sanne", "ole", "birthe")
IN_EACH_GROUP = 2
SEPARATOR = b"\n" + b"-" * 79 + b"\n"

WHAT_THEY_SEE = {
    Capability.CASEWORKER: "Du ser dine borgere, deres planer og møder, og det, der skal gøres i dag.",
    Capability.PROVIDER: "Du ser de borgere, du er tæt på, skriver i planen og indkalder til møder.",
    Capability.LEADER: "Du ser tal og tendenser, og intet om den enkelte borger.",
    Capability.LOG_REVIEWER: "Du ser, hvem der har set hvad, men ikke hvad der står i sagerne.",
    Capability.ADMINISTRATOR: "Du sætter systemet op og ser ingen borgere.",
    Capability.DUTY: "Du ser kun de borgere, du selv er knyttet til.",
}


@dataclass(frozen=True)
class Group:
    word: str
    what_they_see: str
    people: list[User]


@dataclass(frozen=True)
class Mail:
    to: str
    subject: str
    sent_at: datetime | None
    body: str


def groups() -> list[Group]:
    """At most two of each kind, so that the list can be read at a glance."""
    everybody = list(User.objects.active().select_related("unit").order_by(danish("name")))
    everybody.sort(key=lambda user: STORY.index(user.username) if user.username in STORY else len(STORY))
    found = []
    for capability in Capability:
        people = [user for user in everybody if user.capabilities[:1] == [capability]][:IN_EACH_GROUP]
        if people:
            found.append(Group(capability.label.capitalize(), WHAT_THEY_SEE[capability], people))
    return found


def mails() -> list[Mail]:
    """Every mail that the demo has written to files, newest first."""
    found = [mail for path in Path(settings.MAIL_DIR).glob("*.log") for mail in _read(path)]
    return sorted(found, key=lambda mail: mail.sent_at.timestamp() if mail.sent_at else 0, reverse=True)


def _read(path: Path) -> list[Mail]:
    parts = path.read_bytes().split(SEPARATOR)
    return [_parse(message_from_bytes(part, policy=policy.default)) for part in parts if part.strip()]


def _parse(message: EmailMessage) -> Mail:
    body = message.get_body(("plain",))
    sent_at = message["date"].datetime if message["date"] else None
    return Mail(
        to=str(message["to"] or ""),
        subject=str(message["subject"] or ""),
        # "-0000" means UTC whatever the sender's clock shows; the parser leaves such a moment without a zone.
        sent_at=sent_at.replace(tzinfo=UTC) if sent_at and sent_at.tzinfo is None else sent_at,
        body=body.get_content().strip() if body else "",
    )
