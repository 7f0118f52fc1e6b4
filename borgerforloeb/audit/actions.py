"""The one way into the log. A row commits with the request it tells about, before the response leaves."""

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.models import AuditEvent, Kind


@dataclass(frozen=True)
class RequestMark:
    """What the middleware knows of the request that is being answered."""

    request_id: str = ""
    address: str | None = None


NO_REQUEST = RequestMark()
current_request: ContextVar[RequestMark] = ContextVar("current_request", default=NO_REQUEST)


def record(
    action: str,
    *,
    by: User | None,
    kind: Kind = Kind.CHANGE,
    target: Model | None = None,
    course_id: UUID | None = None,
    persons: Iterable[UUID] = (),
    basis: str = "",
    reason: str = "",
    **details: object,
) -> AuditEvent:
    """Write one event. `details` holds field names, counts and codes, never values, names or case text."""
    mark = current_request.get()
    return AuditEvent.objects.create(
        action=action,
        kind=kind,
        actor_id=by.pk if by else None,
        actor=f"{by.name}, {by.title}".strip(", ") if by else "",
        course_id=course_id,
        person_ids=sorted(set(persons)),
        target=f"{target._meta.label_lower}:{target.pk}" if target is not None else "",
        basis=basis[:160],
        reason=reason[:300],
        details=details,
        request_id=mark.request_id,
        address=mark.address,
    )
