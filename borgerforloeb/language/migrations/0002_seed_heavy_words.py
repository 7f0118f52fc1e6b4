"""The words that the municipality begins with. It adds its own on a page, and takes these out of use there."""

import json
from pathlib import Path

from django.db import migrations

from borgerforloeb.accounts.row_security import allow, protect_history, written

SEED = Path(__file__).resolve().parent.parent / "seed" / "heavy_words.json"


def add(apps, schema_editor):
    word_model = apps.get_model("language", "HeavyWord")
    pairs = json.loads(SEED.read_text(encoding="utf-8"))
    word_model.objects.bulk_create(word_model(heavy=heavy, plain=plain) for heavy, plain in pairs)


def remove(apps, schema_editor):
    """All of them, the municipality's own too: their table goes next."""
    apps.get_model("language", "HeavyWord").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("language", "0001_initial")]
    operations = [
        migrations.RunPython(add, remove),
        written(
            allow("language_heavyword", "SELECT", "INSERT", "UPDATE"),
            protect_history("language_heavywordevent"),
        ),
    ]
