import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0003_working_copies")]

    operations = [
        migrations.AddField(
            model_name="disclosure",
            name="protected",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), default=list, size=None, verbose_name="beskyttede dengang"
            ),
        ),
    ]
