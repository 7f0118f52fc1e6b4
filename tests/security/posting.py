"""Each form of the site as its page offers it, filled in to be saved, and what the tables then hold."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django import forms
from django.apps import apps
from django.db import connection, transaction
from django.db.models import ForeignKey, Model
from django.utils import timezone

from plans.models import SubGoal
from tests.security.test_forms import address_of, forms_of_the_site

APPS = (
    "accounts", "citizens", "roles", "law", "notices", "documents", "disclosures", "batches", "logreview",
    "plans", "networkmeetings", "outcomes",
)  # fmt: skip
# Written by the clock, by a trigger or by sign-in, whatever is posted.
PASSED_OVER = ("event", "membership", "session", "heldform")
# When it was written down, the bytes of a paper and how long the log has grown, differ between two runs.
NOT_COMPARED = (
    "at", "created_at", "held_at", "mailed_at", "made_at", "updated_at", "released_at", "asked_at",
    "answered_at", "started_at", "stopped_at", "written_at", "signed_at", "content", "digest",
    "sha256", "items", "pages", "last_login",
)  # fmt: skip
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
FINGERPRINT = re.compile(r'"fingerprint": "\w+"')
# A choice that names a row: the row's kind, and its number or key.
KEY = re.compile(rf"([a-z]+[:-]|)(\d+|{UUID.pattern})")
WORDS = "Det har vi aftalt med borgeren, som selv ønsker det sådan."
# Three forms of one page are kept by whichever of its buttons is pressed.
LIVE = {"notes", "done", "version", "who", "what", "when", "item", "next"}
# What a view reads of a POST besides its form: the name of a button, or the row that it stands at.
READ_BESIDES = {
    "networkmeetings:agenda_add": {"own"},
    "networkmeetings:agenda_notes": LIVE,
    "networkmeetings:attendance": LIVE,
    "networkmeetings:decision_add": LIVE,
    "pages:give_plan": {"version"},
    "plans:subgoal_tick": {"done", "undone"},
}


def our_models() -> list[type[Model]]:
    return [
        model
        for name in APPS
        for model in apps.get_app_config(name).get_models()
        if not model._meta.model_name.endswith(PASSED_OVER)
    ]


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass
class Offered:
    """One form, and a POST of it that has something in each field."""

    name: str
    form: forms.BaseForm | None
    sent: dict[str, Any] = field(default_factory=dict)

    @property
    def asks_for(self) -> set[str]:
        fields = {bound.html_name for bound in self.form or ()}
        return fields | set(self.sent) | READ_BESIDES.get(self.name, set())


def offers(client, world) -> Iterator[Offered]:
    for name in forms_of_the_site():
        with undone():
            yield offered(client, world, name)


def offered(client, world, name: str) -> Offered:
    answer = client.get(address_of(world, name))
    if answer.status_code == 405:
        answer = client.post(address_of(world, name))
    form = form_of(answer)
    sent = {} if form is None else {bound.html_name: _filled(bound) for bound in form}
    by_hand = _by_hand(world).get(name, {})
    return Offered(name, form, {key: value for key, value in (sent | by_hand).items() if value})


def form_of(answer) -> forms.BaseForm | None:
    """`form`, or on a page of several the one that was posted."""
    if not answer.context:
        return None
    found = {key: answer.context.get(key) for key in answer.context.keys()}  # noqa: SIM118 no dict
    several = [one for one in found.values() if isinstance(one, forms.BaseForm) and one.is_bound]
    return found.get("form") or next(iter(several), None)


def _by_hand(world) -> dict[str, dict[str, Any]]:
    """Buttons without a form, and what cannot be guessed from a form's fields."""
    goal, participant = world.arguments["goal_id"], world.arguments["participant_id"]
    step = str(SubGoal.objects.get(goal=goal).pk)
    return {
        "casework:outside": {"q": "1999-0001"},
        "casework:member_add": {"number": "", "first_names": "Bo", "last_name": "Holm"},
        "casework:open": {"number": "", "first_names": "Bo", "last_name": "Holm"},
        "networkmeetings:agenda_move": {"way": "up"},
        "networkmeetings:attendance": {f"p{participant}": "present"},
        "networkmeetings:participant_approve": {"approval": "yes"},
        "networkmeetings:share": {"version": "0"},
        "pages:disclosure": {"do": "stop", "why": WORDS},
        "pages:give_plan": {"recipient": "own"},
        "plans:goal_move": {"to": "later"},
        "plans:subgoal_remove": {"step": step},
        "plans:subgoal_tick": {"done": step},
    }


def _filled(bound) -> Any:
    value = bound.value()
    if value not in (None, "", []) or not bound.field.required:
        return value
    if isinstance(bound.field, forms.DateField):
        return (timezone.localdate() + timedelta(days=1)).strftime("%d.%m.%Y")
    if isinstance(bound.field, forms.TimeField):
        return "10.00"
    if isinstance(bound.field, forms.BooleanField):
        return "on"
    first = next((key for key in keys_of(bound.field) if key), "")
    return first or WORDS[: getattr(bound.field, "max_length", None) or 200]


def keys_of(asked: forms.Field) -> list[str]:
    """The values of its choices, of groups too."""
    keys = []
    for key, label in getattr(asked, "choices", ()):
        keys += [inner for inner, _ in label] if isinstance(label, list | tuple) else [key]
    return [str(key) for key in keys]


def outcome(client, world, name: str, sent: dict[str, Any]) -> tuple[Any, list[str]]:
    """The answer, and all that the tables hold after it; taken back."""
    with undone():
        answer = client.post(address_of(world, name), sent)
        return answer, state()


def refused_at(answer, name: str) -> bool:
    form = form_of(answer)
    return answer.status_code in (200, 422) and form is not None and name in form.errors


def foreign_keys(asked: forms.Field, elsewhere) -> list[Any]:
    """What was not offered: rows of another course, made-up numbers, and words of another list."""
    if isinstance(asked, forms.ModelChoiceField):
        offered_keys = set(asked.queryset.values_list("pk", flat=True))
        rows = asked.queryset.model._base_manager.exclude(pk__in=offered_keys).order_by("-pk")
        found = [str(pk) for pk in rows.values_list("pk", flat=True)[:2]] + ["0"]
    elif isinstance(asked, forms.ChoiceField):
        found = _like(set(keys_of(asked)), elsewhere)
    else:
        return []
    several = isinstance(asked, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
    return [[one] for one in found] if several else found


def _like(keys: set[str], elsewhere) -> list[str]:
    """Of the same shape as the keys of the list: `user-12` leads to another user's."""
    other = elsewhere.arguments
    shapes = {(found[1], len(found[2]) == 36) for found in map(KEY.fullmatch, keys) if found}
    numbers = [elsewhere.visitors["team"].pk, other["person_id"], 0]
    made = [
        f"{before}{key}"
        for before, is_uuid in shapes
        for key in ([other["citizen_id"]] if is_uuid else numbers)
    ]
    return [one for one in [*made, "administrator"] if one not in keys]


def state() -> list[str]:
    every = " UNION ALL ".join(
        f"SELECT '{model._meta.db_table} ' || (to_jsonb(row) - %s::text[])::text "
        f"FROM {model._meta.db_table} row"
        for model in our_models()
    )
    with connection.cursor() as cursor:
        cursor.execute(every, [list(NOT_COMPARED)] * len(our_models()))
        return sorted(row for (row,) in cursor.fetchall())


def difference(before: list[str], after: list[str]) -> list[str]:
    """A new row has another random key in each run, and a paper about the log tells of the run before."""
    known = set(UUID.findall(" ".join(before))) & set(UUID.findall(" ".join(after)))

    def told(row: str) -> str:
        row = FINGERPRINT.sub('"fingerprint": "new"', row)
        return UUID.sub(lambda key: key[0] if key[0] in known else "new", row)

    return sorted(set(map(told, before)) ^ set(map(told, after)))


def number_alike() -> None:
    """Numbers that were given and taken back are not given again, unless one says so."""
    counted = [
        f"setval('{table}_id_seq', (SELECT COALESCE(max(id), 0) + 1 FROM {table}))"
        for table in _tables_with_numbers()
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(counted))


def _tables_with_numbers() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_class s ON s.relname = c.relname || '_id_seq' "
            "WHERE c.relkind = 'r' AND s.relkind = 'S' AND c.relname = ANY (%s)",
            [[model._meta.db_table for model in our_models()]],
        )
        return [name for (name,) in cursor.fetchall()]


def every_field() -> dict[str, str]:
    """A value that could be kept for every field that any row of ours has."""
    planted = {}
    for model in our_models():
        for one in model._meta.concrete_fields:
            value = _plausible(one)
            planted |= {one.name: value, one.attname: value}
    return planted


def _plausible(one: Any) -> str:
    kind = one.get_internal_type()
    if isinstance(one, ForeignKey):
        return str(one.related_model._base_manager.order_by("-pk").values_list("pk", flat=True).first() or 1)
    if one.choices:
        return str(one.flatchoices[-1][0])
    values = {"DateField": "2001-01-01", "DateTimeField": "2001-01-01 10:00", "BooleanField": "on"}
    return values.get(kind, "99" if "Integer" in kind or "Auto" in kind else "Plantet.")
