from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("disclosures", "0004_protected_when_given"),
    ]

    operations = [
        migrations.AlterField(
            model_name="finding",
            name="kind",
            field=models.CharField(
                choices=[
                    ("address", "adresse eller by"),
                    ("phone", "telefonnummer"),
                    ("email", "e-mailadresse"),
                    ("institution", "skole eller institution"),
                    ("name", "en andens navn"),
                    ("cpr", "CPR-nummer"),
                ],
                max_length=11,
                verbose_name="slags",
            ),
        ),
    ]
