"""Units and staff of the municipality."""

from django.contrib.auth.hashers import make_password

from borgerforloeb.accounts.models import Capability, OrgUnit, User
from borgerforloeb.pages.demo.picking import identity
from borgerforloeb.pages.demo.reading import read
from borgerforloeb.pages.demo.rows import Rows

# Everybody in the demo has it; the demo is refused where DEBUG is off.
PASSWORD = "Hegnsborg-viser-vej"  # noqa: S105
SALT = "HegnsborgKommunesDemo0"

CAPABILITIES = {
    "coordinating": [Capability.CASEWORKER],
    "providers": [Capability.PROVIDER],
    "authority": [Capability.CASEWORKER],
    "leaders": [Capability.LEADER],
    "log_reviewers": [Capability.LOG_REVIEWER],
    "administrators": [Capability.ADMINISTRATOR],
    "duty": [Capability.DUTY, Capability.CASEWORKER],
}
# The numbers that the printed plans and the stories name.
KNOWN_PHONES = {"jonas": "12 34 56 71", "katrine": "12 34 56 72", "sanne": "12 34 56 73"}


class Staff:
    """Who works here; `user("katrine")`, `unit("Jobcenter")`."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._units: dict[str, OrgUnit] = {}
        self._users: dict[str, User] = {}
        self.groups: dict[str, list[User]] = {}
        for name, above in read("data/units.toml")["units"]:
            self._add_unit(name, above)
        password = make_password(PASSWORD, salt=SALT)
        for group, people in read("data/staff.toml").items():
            self.groups[group] = [self._add_user(group, password, *person) for person in people]

    def unit(self, name: str) -> OrgUnit:
        return self._units[name]

    def user(self, username: str) -> User:
        return self._users[username]

    @property
    def everybody(self) -> list[User]:
        return list(self._users.values())

    def _add_unit(self, name: str, above: str) -> None:
        # One at a time: a unit's row must be there before those under it.
        self._units[name] = OrgUnit.objects.create(
            name=name, parent=self._units.get(above), external_id=identity("unit", name)
        )

    def _add_user(self, group: str, password: str, username: str, name: str, title: str, unit: str) -> User:
        user = User(
            username=username,
            name=name,
            title=title,
            unit=self._units[unit],
            email=f"{username}@hegnsborg.example",
            phone=KNOWN_PHONES.get(username, f"12 34 57 {len(self._users):02}"),
            capabilities=[str(capability) for capability in CAPABILITIES[group]],
            password=password,
        )
        self._users[username] = self._rows.add(user)
        return user
