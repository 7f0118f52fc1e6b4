"""The log reviewer's queue: finds in every state, a course that is looked at, and some weeks of nights.

No row of the log is made up, so a find here names none; what the rules find of real use comes beside it.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from borgerforloeb.accounts.models import User
from borgerforloeb.logreview.actions.reviewing import ASKED
from borgerforloeb.logreview.models import ANSWER_WITHIN, Flag, ReviewCase, ReviewNight
from borgerforloeb.notices.actions import PAUSES
from borgerforloeb.notices.models import NO_COURSE, Notice
from borgerforloeb.pages.demo.days import COPENHAGEN
from borgerforloeb.pages.demo.picking import between
from borgerforloeb.pages.demo.told import Municipality, Told
from roles.models import AccessReview, Assignment

# Whom no mail reached, and how it failed: for the administrator's page of what was laid aside.
UNREACHED = {"sanne": "SMTPRecipientsRefused", "kasper": "TimeoutError"}
NIGHTS = 42
MANY = 40
SATURDAY = 5


@dataclass(frozen=True)
class Find:
    """Who used what, so many days ago; then what has become of it."""

    rule: str
    who: str
    course: str
    ago: int
    clock: str
    times: int = 1
    asked_after: int = 0
    answer: str = ""
    verdict: str = ""
    words: str = ""


FINDS = (
    Find("sample", "jonas", "freja", 1, "09.40"),
    Find("night", "marianne", "torben", 2, "23.10", 3),
    Find("many", "joergen", "", 3, "15.30", 34),
    Find("idle", "sanne", "freja", 9, "10.15", 2, asked_after=8),
    Find("fields", "kasper", "mikkel", 12, "14.05", asked_after=2),
    Find("sample", "birgit", "torben", 6, "11.30", asked_after=2, answer="Besøg hos borgeren samme dag."),
    Find(
        "idle", "henrik", "signe", 20, "08.50", 4, 8, "Læste op før et møde, der blev aflyst.", "ok",
        "Mødet stod i kalenderen.",
    ),
    Find("sample", "linda", "camille", 24, "12.45", 1, 2, "Ringede til borgeren om en aftale.", "ok"),
    Find("sample", "niels", "poul_erik", 27, "15.10", 1, 0, "", "ok"),
    Find(
        "night", "ali", "nadia", 30, "22.40", 2, 3, "Skrev noter færdige hjemmefra.", "talk",
        "Arbejdet var i orden, men skal ske i arbejdstiden.",
    ),
    Find(
        "refusals", "dorthe", "", 34, "16.20", 14, 1, "Jeg var nysgerrig efter at have set en avisartikel.",
        "breach", "Ingen opgave i nogen af forløbene.",
    ),
)  # fmt: skip


def tell_reviews(common: Municipality, told: dict[str, Told]) -> None:
    for number, find in enumerate(FINDS, 1):
        _add(common, told, number, find)
    _look_at(common, told["rahbek_said"])
    for ago in range(1, NIGHTS + 1):
        _count(common, common.today - timedelta(days=ago))
    for user in common.staff.everybody:
        _look_through(common, user)


def _add(common: Municipality, told: dict[str, Told], number: int, find: Find) -> None:
    story = told.get(find.course)
    user, vera = common.staff.user(find.who), common.staff.user("vera")
    day = common.today - timedelta(days=find.ago)
    last = _at(day, find.clock)
    asked_on = day + timedelta(days=1 + find.asked_after) if find.asked_after else None
    case = ReviewCase(
        key=f"{find.rule}:{day}:demo-{number}",
        rule=find.rule,
        user=user,
        course_id=story.course.pk if story else None,
        person_ids=[story.main.pk] if story else [],
        times=find.times,
        first_at=last - timedelta(minutes=2 * (find.times - 1)),
        last_at=last,
        found_on=day + timedelta(days=1),
        asked_at=_at(asked_on, "09.00") if asked_on else None,
        asked_by=vera if asked_on else None,
        answer=find.answer,
        answered_at=_at(asked_on + timedelta(days=1), "10.30") if asked_on and find.answer else None,
    )
    if find.verdict:
        case.verdict, case.verdict_words, case.verdict_by = find.verdict, find.words, vera
        case.closed_at = _at((asked_on or case.found_on) + timedelta(days=2), "11.00")
    common.rows.add(case)
    if asked_on and not find.answer:
        _ask(common, case, user, asked_on, UNREACHED.get(find.who, ""))


def _ask(common: Municipality, case: ReviewCase, user: User, on: date, failed_with: str) -> None:
    due = {"due_on": on + ANSWER_WITHIN, "path": "/log/answers/"}
    due |= {"created_at": case.asked_at, "mailed_at": None if failed_with else case.asked_at}
    if failed_with:
        given_up = case.asked_at + sum(PAUSES, timedelta())
        due |= {
            "dead": True,
            "attempts": len(PAUSES) + 1,
            "failed_with": failed_with,
            "laid_aside_at": given_up,
        }
    common.rows.add(Notice(kind=ASKED, object_key=case.key, recipient=user, course_id=NO_COURSE, **due))


def _look_at(common: Municipality, told: Told) -> None:
    day = common.today
    common.rows.add(
        Flag(
            course=told.course,
            course_number=told.course.number,
            set_by=common.staff.user("vera"),
            set_on=day - timedelta(days=4),
            why="Sagen er omtalt i lokalavisen.",
            until=day + timedelta(days=26),
        )
    )


def _count(common: Municipality, day: date) -> None:
    openings = between(210, 330, "night", day) if day.weekday() < SATURDAY else 0
    common.rows.add(ReviewNight(day=day, openings=openings, drawn=round(openings / 50)))


def _look_through(common: Municipality, user: User) -> None:
    """By somebody else, most of them within the half year; the others wait."""
    vera, frederik = common.staff.user("vera"), common.staff.user("frederik")
    held = [row for row in common.rows.of(Assignment) if row.user == user]
    ago = between(20, 240, "looked through", user.username)
    common.rows.add(
        AccessReview(
            user=user,
            looked_on=common.today - timedelta(days=ago),
            looked_by=frederik if user == vera else vera,
            accesses=len(held),
            note="Talt med lederen: forløbene fordeles på flere." if len(held) > MANY else "",
        )
    )


def _at(day: date, clock: str) -> datetime:
    hour, minute = map(int, clock.split("."))
    return datetime.combine(day, time(hour, minute), COPENHAGEN)
