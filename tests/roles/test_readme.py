import re

from django.conf import settings

from roles.models import Role
from roles.permissions import GRANTS, Permission


def _table() -> dict[str, dict[str, bool]]:
    """permission: role's Danish name: may, as README.md tells it."""
    text = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")
    head, _, *rows = re.search(r"^\| in a course \|.*?(?=\n\n)", text, re.M | re.S)[0].splitlines()
    roles = [cell.strip() for cell in head.strip("|").split("|")][1:]
    found = {}
    for row in rows:
        first, *cells = (cell.strip() for cell in row[1:-1].split("|"))
        found[first.split("`")[1]] = {role: cell == "yes" for role, cell in zip(roles, cells, strict=True)}
    return found


def test_the_readme_tells_who_may_do_what():
    told = _table()

    assert told == {
        permission.value: {Role(role).label: permission in granted for role, granted in GRANTS.items()}
        for permission in sorted(Permission, key=lambda each: list(told).index(each.value))
    }


def test_a_deputy_alone_has_no_permissions_of_its_own():
    assert set(Role) - set(GRANTS) == {Role.DEPUTY}
