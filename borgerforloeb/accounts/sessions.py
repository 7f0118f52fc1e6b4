"""Sessions in PostgreSQL, each with its user, that end on the server: after 20 idle minutes, or 9 hours."""

from datetime import timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from borgerforloeb.accounts.models import Session


class SessionStore(db.SessionStore):
    # What the key led to; and, where that has run out, what it led to until then.
    row: Session | None = None
    ended: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    @classmethod
    def clear_expired(cls) -> None:
        # Not at once: a form that comes a little too late still has to be known as its writer's.
        Session.objects.over(timezone.now() - timedelta(days=1)).delete()

    @property
    def seconds_left(self) -> int:
        return int(self.row.left(timezone.now()).total_seconds()) if self.row else 0

    def _get_session_from_db(self) -> Session | None:
        # With its user, whom every page asks for next (middleware.AuthenticationMiddleware).
        row = Session.objects.filter(session_key=self.session_key).select_related("user").first()
        if row is None or not row.left(timezone.now()):
            self.ended, self._session_key = row, None
            return None
        self.row = row
        return row

    def save(self, must_create: bool = False) -> None:
        """Django takes a database that is gone for a session that is gone, and answers 400; it is a 503."""
        try:
            super().save(must_create)
        except UpdateError as refused:
            if isinstance(refused.__context__, OperationalError | InterfaceError):
                raise refused.__context__ from None
            raise

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """A new key, which sign-in and step-up give, does not make the day longer."""
        key = self._get_or_create_session_key()  # type: ignore[attr-defined]
        now = timezone.now()
        user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row = Session(
            session_key=key,
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            user_id=user_id,
            signed_in_at=now if user_id else None,
            seen_at=now,
        )
        if self.row is not None and self.row.user_id == user_id:
            row.signed_in_at, row.address, row.agent = self.row.signed_in_at, self.row.address, self.row.agent
            row.handle = self.row.handle if self.row.session_key == key else row.handle
        self.row = row
        return row
