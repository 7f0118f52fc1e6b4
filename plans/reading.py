"""A frozen version as one reader may see it, by the assignments of today."""

from uuid import UUID

from borgerforloeb.citizens.models import Domain, Level
from plans.snapshot import Facts
from roles.permissions import Access


def readable(facts: Facts, access: Access) -> Facts:
    """Rows that the reader may not read are left out, and whatever stands on them."""
    goals = [
        goal | {"interventions": _let_through(goal["interventions"], access)}
        for goal in _let_through(facts["goals"], access)
    ]
    shown = {
        name: _let_through(facts[name], access) for name in ("sections", "agreements", "network", "consents")
    }
    persons = [person for person in facts["persons"] if _reads(access, {"person": person["id"]})]
    return facts | shown | {"goals": goals, "persons": persons}


def _let_through(rows: list[Facts], access: Access) -> list[Facts]:
    return [row for row in rows if _reads(access, row)]


def _reads(access: Access, row: Facts) -> bool:
    person = UUID(row["person"]) if row["person"] else None
    return access.may_read(person, row.get("domain", Domain.COMMON), row.get("level", Level.COMMON))
