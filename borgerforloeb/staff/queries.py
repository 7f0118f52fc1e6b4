from allauth.socialaccount.models import SocialAccount
from django.db.models import QuerySet

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.sorting import danish

OPEN, CLOSED = "open", "closed"


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
