"""Sends the log's tables to the log's own connection, on which what is told stands at once."""

from typing import Any

from django.db.models import Model

APP, CONNECTION = "audit", "log"


class LogRouter:
    """Both connections lead to the same database, so its tables are made once, by the ordinary one."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return CONNECTION if model._meta.app_label == APP else None

    def db_for_write(self, model: type[Model], **hints: Any) -> str | None:
        return CONNECTION if model._meta.app_label == APP else None

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == CONNECTION else None
