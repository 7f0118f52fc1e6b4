from collections.abc import Iterable
from typing import NamedTuple

from allauth.socialaccount.models import SocialAccount
from django.db.models import Q, QuerySet

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.sorting import danish
from borgerforloeb.language.models import HeavyWord
from borgerforloeb.notices.models import Notice

OPEN, CLOSED = "open", "closed"
# By the beginning of their kind, so that a new kind of a known matter is named too.
MATTERS = {
    "access_": "Anmodning om adgang",
    "account_email": "Ny e-mail på en konto",
    "account_": "Ny adgangskode til en konto",
    "agreement_": "Aftale med frist",
    "consent_": "Samtykke, der skal fornyes eller spørges om",
    "course_handed": "Overdragelse af et forløb",
    "course_": "Forløb uden ansvarlig",
    "emergency": "Nødadgang",
    "followup_": "Opfølgning på en plan",
    "goal_later": "Mål til senere",
    "lesson_": "Svar på en erfaring",
    "leader_": "Læsning af en leder",
    "lift_": "Ophævelse af en beskyttelse",
    "log_": "Logkontrol",
    "adjustment_": "Forslag til planen",
    "safeguard_": "Hensyn, der skal ses på",
    "seen_": "Hvem har set, der ikke svarer til loggen",
    "text_": "En tekst, der blev flyttet",
}
ANOTHER = "Anden påmindelse"


class LaidAside(NamedTuple):
    """One row of what was given up: no person, no course and nothing of what it was about."""

    notice: Notice
    matter: str


def employees(
    *, text: str = "", status: str = OPEN, unit: int | None = None, capability: str = ""
) -> QuerySet[User]:
    found = User.objects.select_related("unit").order_by(danish("name"), "pk")
    if text:
        found = found.named(text)
    if status:
        found = found.filter(is_active=status == OPEN)
    if unit:
        found = found.filter(unit=unit)
    return found.with_capability(capability) if capability else found


def is_told_by_the_municipality(user: User) -> bool:
    """Then name, title, unit and capabilities are written anew at each sign-in."""
    return SocialAccount.objects.filter(user=user).exists()


def laid_aside_rows(notices: Iterable[Notice]) -> list[LaidAside]:
    return [LaidAside(notice, matter_of(notice.kind)) for notice in notices]


def matter_of(kind: str) -> str:
    return next((word for begins, word in MATTERS.items() if kind.startswith(begins)), ANOTHER)


def words(*, text: str = "", status: str = "") -> QuerySet[HeavyWord]:
    found = HeavyWord.objects.all()
    if text:
        found = found.filter(Q(heavy__icontains=text) | Q(plain__icontains=text))
    return found.filter(is_in_use=status == OPEN) if status else found
