"""A task tells of itself as a request does: one number for all that it records, and what of it was undone."""

from typing import Any
from uuid import uuid4

from celery import Task

from borgerforloeb.audit.actions import RequestMark, told_as_one


class ToldTask(Task):
    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with told_as_one(RequestMark(uuid4().hex)):
            return super().__call__(*args, **kwargs)
