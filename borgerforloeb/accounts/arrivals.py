"""What the municipality's own sign-in says of a person (OIDC claims, SAML attributes), in our words."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from borgerforloeb.accounts.models import Capability, User


class Refused(Exception):
    """The person is who they say, and is not let in."""

    LEVEL, ROLES, BOTH, CLOSED, FAILED = "level", "roles", "both", "closed", "failed"

    def __init__(self, why: str, user: User | None = None) -> None:
        super().__init__(why)
        self.why, self.user = why, user


@dataclass(frozen=True)
class Arrival:
    provider: str
    uid: str
    username: str
    name: str
    title: str
    email: str
    unit: UUID | None
    capabilities: tuple[str, ...]
    level: str

    @property
    def is_sure_enough(self) -> bool:
        return self.level in settings.SIGN_IN_LEVELS


def read(provider: str, uid: str, claims: Mapping[str, object]) -> Arrival:
    first = {word: next(iter(_all(claims, word)), "") for word in settings.SIGN_IN_CLAIMS}
    return Arrival(
        provider=provider,
        uid=uid,
        username=first["username"][:50],
        name=first["name"][:120],
        title=first["title"][:80],
        email=first["email"][:254],
        unit=_uuid(first["unit"]),
        capabilities=capabilities_of(_all(claims, "roles")),
        level=first["level"],
    )


def signed_in_at(claims: Mapping[str, object]) -> float | None:
    """When the person last showed there who it is: a session there may be hours old. SAML is not asked."""
    said = claims.get("auth_time")
    return float(said) if isinstance(said, int | float) and not isinstance(said, bool) else None


def capabilities_of(roles: list[str]) -> tuple[str, ...]:
    """In our own order; a role that the table does not name gives nothing."""
    given: set[str] = set()
    for role in roles:
        named = settings.SIGN_IN_ROLES.get(role, [])
        given |= {named} if isinstance(named, str) else set(named)
    return tuple(capability.value for capability in Capability if capability in given)


def _all(claims: Mapping[str, object], word: str) -> list[str]:
    """Everything said under the first of the names that the word goes by there."""
    for name in settings.SIGN_IN_CLAIMS[word]:
        value = claims.get(name)
        if value:
            values = value if isinstance(value, list | tuple) else [value]
            return [str(one).strip() for one in values]
    return []


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
