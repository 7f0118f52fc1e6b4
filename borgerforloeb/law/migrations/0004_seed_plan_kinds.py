"""The plans that the municipality begins with. Later rules are dated rows too, added on a page and never as code."""

import json
from pathlib import Path

from django.db import migrations

from borgerforloeb.accounts.row_security import allow, protect_history, written

SEED = Path(__file__).resolve().parent.parent / "seed" / "plan_kinds.json"
KEPT = ("law_situation", "law_plankind", "law_requirement")
LONG_AGO = "2000-01-01"


def seeded():
    return json.loads(SEED.read_text(encoding="utf-8"))


def add(apps, schema_editor):
    situation_model, kind_model, requirement_model = (
        apps.get_model("law", name) for name in ("Situation", "PlanKind", "Requirement")
    )
    seed = seeded()
    situations = {
        fields["code"]: situation_model.objects.create(**{"valid_from": LONG_AGO} | fields)
        for fields in seed["situations"]
    }
    for fields in seed["kinds"]:
        when, requirements = fields.pop("when"), fields.pop("requirements")
        sections = {
            name: _section(apps, fields.pop(name, ""), fields["valid_from"])
            for name in ("section", "merged_by")
        }
        kind = kind_model.objects.create(**fields, **sections)
        kind.when.set(situations[code] for code in when)
        requirement_model.objects.bulk_create(
            requirement_model(kind=kind, position=place, valid_from=kind.valid_from, **one)
            for place, one in enumerate(requirements, start=1)
        )


def _section(apps, name, on):
    """As it stood on that day; a section that came later, as it first stood."""
    if not name:
        return None
    code, number = name.split(" ", 1)
    found = (
        apps.get_model("law", "Section").objects.filter(act__code=code, number=number).order_by("valid_from")
    )
    held = [one for one in found if one.valid_to is None or one.valid_to.isoformat() >= on]
    return held[0] if held else None


def remove(apps, schema_editor):
    """All of them, the municipality's own too, for their tables go next; what a case rests on refuses (PROTECT)."""
    for name in ("Requirement", "PlanKind", "Situation"):
        apps.get_model("law", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("law", "0003_what_a_plan_must_contain"), ("law", "0002_seed_acts")]
    operations = [
        migrations.RunPython(add, remove),
        written(
            *(allow(table, "SELECT", "INSERT", "UPDATE") for table in KEPT),
            allow("law_plankind_when", "SELECT", "INSERT", "DELETE"),
            *(protect_history(f"{table}event") for table in KEPT),
        ),
    ]
