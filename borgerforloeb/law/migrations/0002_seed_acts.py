"""The rules that the municipality begins with. Later rules are dated rows too, added as data and never as code."""

import json
from pathlib import Path

from django.db import migrations

SEED = Path(__file__).resolve().parent.parent / "seed" / "sections.json"


def seeded_acts():
    return json.loads(SEED.read_text(encoding="utf-8"))


def add(apps, schema_editor):
    act_model, section_model = apps.get_model("law", "Act"), apps.get_model("law", "Section")
    for fields in seeded_acts():
        sections = fields.pop("sections")
        act = act_model.objects.create(**fields)
        section_model.objects.bulk_create(section_model(act=act, **section) for section in sections)


def remove(apps, schema_editor):
    """Takes back what `add` made and nothing else; a section that is in use refuses (PROTECT)."""
    act_model, section_model = apps.get_model("law", "Act"), apps.get_model("law", "Section")
    for fields in seeded_acts():
        act = act_model.objects.get(code=fields["code"], valid_from=fields["valid_from"])
        for section in fields["sections"]:
            section_model.objects.filter(
                act=act, number=section["number"], title=section["title"], valid_from=section["valid_from"]
            ).delete()
        if not section_model.objects.filter(act=act).exists():
            act.delete()


class Migration(migrations.Migration):
    dependencies = [("law", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
