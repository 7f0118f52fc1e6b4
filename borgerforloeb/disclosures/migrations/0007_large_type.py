from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0006_who_asked_for_the_second")]

    operations = [
        migrations.AddField(
            model_name="disclosure",
            name="large_type",
            field=models.BooleanField(default=False, verbose_name="stor skrift"),
        ),
    ]
