"""That whoever is signed in sits there now: what weighs most is done by who has shown it a moment ago."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError

PROVED_WITHIN = timedelta(minutes=5)
NOT_PROVED = "Bekræft først, at det er dig."


class Proof(NamedTuple):
    """When somebody last showed it, and when something is to be done by it."""

    given_at: datetime | None
    at: datetime

    @property
    def is_fresh(self) -> bool:
        return self.given_at is not None and self.at - PROVED_WITHIN <= self.given_at <= self.at

    def refuse_old(self) -> datetime:
        if self.given_at is None or not self.is_fresh:
            raise ValidationError(NOT_PROVED)
        return self.given_at
