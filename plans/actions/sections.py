from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.citizens.models import Citizen, Domain, Level, refuse_stale
from plans.actions.writing import lock_writable, may_read_row, persons_of, put, save_readable
from plans.models import Plan, PlanSection
from roles.permissions import Access, Permission, require


@transaction.atomic
def write_section(
    plan: Plan,
    *,
    kind: str,
    person: Citizen | None,
    text: str,
    version: int,
    by: User,
    said_on: date | None = None,
    written_with: str = "",
    domain: str = Domain.COMMON,
    level: str = Level.COMMON,
) -> PlanSection:
    """Writes or rewrites one text; version 0 means that the writer saw none."""
    access = require(by, Permission.EDIT_PLAN, plan.course_id)
    plan = lock_writable(plan)
    section = _section(plan, kind, person, version, access)
    fields = {
        "text": text,
        "said_on": said_on,
        "written_with": written_with,
        "domain": domain,
        "level": level,
    }
    changed = put(section, fields)
    section.version += 1
    section.updated_by = by
    save_readable(section, access)
    record(
        "plan.section_written",
        by=by,
        target=section,
        course_id=plan.course_id,
        persons=persons_of(section),
        **section.field_and_level,
        section=kind,
        fields=changed,
    )
    return section


def _section(plan: Plan, kind: str, person: Citizen | None, version: int, access: Access) -> PlanSection:
    stored = plan.sections.select_for_update(of=("self",)).filter(kind=kind, person=person).first()
    if stored is None:
        return PlanSection(plan=plan, kind=kind, person=person)
    if not may_read_row(access, stored):
        raise PermissionDenied
    refuse_stale(stored, version)
    return stored
