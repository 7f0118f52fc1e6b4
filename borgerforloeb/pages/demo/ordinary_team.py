"""Who works with an ordinary course, and what the citizen has said may be shared."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from borgerforloeb.accounts.models import User
from borgerforloeb.pages.demo.outline import Outline
from borgerforloeb.pages.demo.picking import between, one_in, pick

Story = dict[str, Any]

# What a coordinating caseworker of the unit has authority in; the rest a consent opens, or it stays closed.
FIELDS_OF_UNIT = {
    "Jobcenter": ["employment", "social", "economy"],
    "Voksen handicap": ["employment", "social", "housing", "economy"],
    "Borgercenter Voksne": ["employment", "social", "housing", "economy"],
    "Sundhed": ["employment", "social", "health"],
    "Børneområdet": ["employment", "social", "family", "school"],
}
FIELDS_OF = {
    "hjemmesygeplejerske": ["social", "health"],
    "sundhedsvejleder": ["social", "health", "employment"],
    "behandler": ["social", "health", "family"],
    "kontaktperson": ["social", "housing", "economy"],
    "familiebehandler": ["family", "school", "social"],
    "familievejleder": ["family", "school", "social"],
    "psykolog": ["family", "school"],
    "pædagogisk leder": ["family", "school"],
}
USUAL_FIELDS = ["employment", "social", "housing", "economy"]
WISHES = ("Har selv peget på {}.", "Vil gerne have {}.", "")
CASEWORKER_REASON = "Har myndigheden på tværs af beskæftigelse og social."


def assignments(outline: Outline, user: Callable[[str], User]) -> list[Story]:
    konsulent, job = user(outline.people["konsulent"]), user(outline.people["job"])
    told = [
        *_caseworkers(outline, user),
        {
            "user": konsulent.username,
            "role": "borgerkonsulent",
            "function": konsulent.title,
            "domains": FIELDS_OF.get(konsulent.title, USUAL_FIELDS),
            "sees_shielded": "tryghed" in outline.goals or one_in(3, outline.key, "shielded"),
            "reason": "Er den, der ser borgeren oftest.",
            "citizen_wish": pick(WISHES, outline.key, "wish").format(konsulent.first_name),
        },
    ]
    told.append(
        {
            "user": job.username,
            "role": "team_member",
            "function": job.title,
            "domains": ["employment"],
            "from": outline.day(max(outline.ended, outline.began - between(8, 40, outline.key, "job"))),
            "reason": "Vejen til job og uddannelse fra starten.",
        }
    )
    return told


def _caseworkers(outline: Outline, user: Callable[[str], User]) -> list[Story]:
    """Every ninth course has had another caseworker before the present one."""
    now: Story = {
        "user": outline.people["caseworker"],
        "role": "coordinating_caseworker",
        "domains": FIELDS_OF_UNIT[_unit_of(user(outline.people["caseworker"]))],
        "sees_shielded": True,
        "reason": CASEWORKER_REASON,
    }
    if outline.began < 300 or not one_in(9, outline.key, "replaced"):
        return [now]
    changed = outline.day(outline.part(0.4))
    before = "lise" if now["user"] != "lise" else "anders"
    return [
        {
            **now,
            "user": before,
            "until": changed,
            "ended_by": "birthe",
            "end_reason": "Har fået andre opgaver. Overdraget på et møde sammen med borgeren.",
        },
        {**now, "from": changed, "reason": "Overtog ved en overdragelse, hvor borgeren var med."},
    ]


def _unit_of(user: User) -> str:
    return user.unit.name if user.unit else ""


def consents(outline: Outline, user: Callable[[str], User]) -> list[Story]:
    konsulent, job = user(outline.people["konsulent"]), user(outline.people["job"])
    caseworker = user(outline.people["caseworker"])
    given = outline.began if outline.began < 340 else outline.began % 300 + 20
    told = [
        {
            "domains": ["common", "employment", "social"],
            "information": "den fælles plan og aftaler om praktik",
            "from_whom": konsulent.name,
            "to_whom": f"{job.name}, {job.title}",
            "receivers": [job.username],
            "purpose": "at praktik og støtte passer sammen",
            "consequence_of_no": "at praktikken planlægges uden kendskab til resten af planen",
            **_dates(outline, given, konsulent),
        }
    ]
    if one_in(2, outline.key, "health"):
        told.append(
            {
                "domains": ["health"],
                "information": "behandling: dato, aftaler og anbefalinger",
                "from_whom": pick(("egen læge", "distriktspsykiatrien", "sygehuset"), outline.key, "from"),
                "to_whom": f"{konsulent.name}, {konsulent.title}, og {caseworker.name}",
                "receivers": [konsulent.username, caseworker.username],
                "purpose": "at støtten hjemme følger behandlingen",
                "consequence_of_no": "at borgeren selv skal fortælle, når noget bliver ændret",
                **_dates(outline, min(outline.began, between(20, 355, outline.key, "given")), konsulent),
            }
        )
    if one_in(17, outline.key, "withdrawn"):
        told[-1] |= {
            "withdrawn_on": outline.day(max(outline.ended, 5)),
            "withdrawn_to": konsulent.username,
        }
    return told


def _dates(outline: Outline, ago: int, konsulent: User) -> Story:
    given_on = outline.day(max(ago, outline.ended + 6))
    return {
        "given_on": given_on,
        "expires_on": given_on + timedelta(days=364),  # never more than a year (SUL § 44)
        "given_way": pick(("signature", "oral"), outline.key, "way"),
        "by": konsulent.username,
    }
