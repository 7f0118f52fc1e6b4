"""The long lists of *Mit arbejde* as HTML: a template asks for each word, here a row is one sentence.

Everything that comes from the database goes through `html`, which escapes it.
"""

from __future__ import annotations

from typing import NamedTuple

from django.utils.safestring import SafeString

from borgerforloeb.accounts.addresses import path_to
from borgerforloeb.accounts.drawing import trin_mark
from borgerforloeb.accounts.markup import html, joined
from borgerforloeb.pages.waiting import Task
from borgerforloeb.pages.worklist import Row, Worklist

FIRST = 12
LATE = SafeString(' class="is-late"')
TASK = """
<li><div><strong class="bf-private">{title}</strong><p><span class="bf-private">{about}</span>{detail}</p>\
</div><a class="button button-secondary bf-s" href="{url}">{button}\
<span class="sr-only bf-private">: {title}{whose}</span></a></li>"""
CITIZEN = """
<tr><th scope="row"><a class="bf-private" href="{url}">{name}</a>{age}{people}\
 <small>{konsulent}</small></th><td data-title="Trin og plan">{trin} <small>{plan}</small></td>\
<td data-title="Næste">{meeting} <small{late}>{followup}</small></td>\
<td data-title="Sidst talt">{contact}</td></tr>"""


class Group(NamedTuple):
    """What waits under one heading: the first of it, and the rest behind a click."""

    heading: str
    is_late: bool
    count: int
    first: SafeString
    more: SafeString


def task_groups(shown: Worklist) -> list[Group]:
    """Those in which something waits."""
    found = [("Overskredet", True, shown.late), ("I dag", False, shown.now), ("Snart", False, shown.soon)]
    return [
        Group(heading, is_late, len(tasks), _tasks(tasks[:FIRST]), _tasks(tasks[FIRST:]))
        for heading, is_late, tasks in found
        if tasks
    ]


def _tasks(tasks: list[Task]) -> SafeString:
    return joined(
        html(
            TASK,
            title=task.title,
            # Some of what waits is about no citizen.
            about=f"{task.about}. " if task.about else "",
            whose=f", {task.about}" if task.about else "",
            detail=task.detail,
            url=task.url,
            button=task.button,
        )
        for task in tasks
    )


def citizen_rows(rows: list[Row]) -> SafeString:
    return joined(
        html(
            CITIZEN,
            url=path_to("pages:course", row.course.pk),
            name=row.course.name,
            age=f", {row.age}" if row.age else "",
            people=html(' <small class="bf-private">{people}</small>', people=row.people)
            if row.people
            else "",
            konsulent=row.course.konsulent or "",
            trin=trin_mark(row.course.trin),
            plan=row.plan,
            meeting=html("<strong>{words}</strong>", words=row.meeting) if row.meeting_today else row.meeting,
            late=LATE if row.followup_late else "",
            followup=row.followup,
            contact=html("<span{late}>{words}</span>", late=LATE, words=row.contact)
            if row.silent
            else row.contact,
        )
        for row in rows
    )
