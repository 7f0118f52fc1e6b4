"""What the demo holds, for people and tests: `demo.json` with every user, every course and its pages."""

from typing import Any

from django.conf import settings

from borgerforloeb.accounts.models import Capability, User
from borgerforloeb.pages.demo.building import Built
from borgerforloeb.pages.demo.staff import PASSWORD
from borgerforloeb.pages.demo.told import Told
from roles.models import Assignment, Role

# What follows the course's own address.
PAGES = {
    "overview": "",
    "plan": "plan/",
    "notes": "notes/",
    "meetings": "meetings/",
    "people": "people/",
    "consents": "consents/",
    "results": "results/",
    "log": "log/",
}


def listing(built: Built) -> dict[str, Any]:
    common = built.common
    roles: dict[int, set[str]] = {}
    for assignment in common.rows.of(Assignment):
        roles.setdefault(assignment.user_id, set()).add(Role(assignment.role).label)
    return {
        "base_url": settings.BASE_URL,
        "municipality": settings.MUNICIPALITY,
        "date": common.today.isoformat(),
        "users": [_user(user, roles.get(user.pk, set())) for user in common.staff.everybody],
        "courses": [_course(told) for told in built.courses],
        **({"canaries": built.canaries} if built.canaries else {}),
    }


def _user(user: User, roles: set[str]) -> dict[str, Any]:
    return {
        "username": user.username,
        "password": PASSWORD,
        "name": user.name,
        "title": user.title,
        "unit": user.unit.name if user.unit else "",
        "capabilities": [Capability(name).label for name in user.capabilities],
        "roles": sorted(roles),
    }


def _course(told: Told) -> dict[str, Any]:
    address = settings.BASE_URL + told.course.get_absolute_url()
    return {
        "id": str(told.course.pk),
        "key": told.key,
        "number": told.course.number,
        "name": told.course.name,
        "kind": told.course.kind,
        "status": told.course.status,
        "persons": [{"id": str(person.pk), "name": person.name} for person in told.persons.values()],
        "pages": {page: address + tail for page, tail in PAGES.items()},
    }
