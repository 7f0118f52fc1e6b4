from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0002_row_security")]

    operations = [
        migrations.RemoveConstraint("disclosure", "disclosure_has_one_recipient"),
        migrations.AlterField(
            "disclosure",
            "to",
            models.CharField(
                choices=[
                    ("citizen", "borger"),
                    ("network", "netværksperson"),
                    ("user", "kollega"),
                    ("authority", "myndighed"),
                    ("self", "arbejdskopi"),
                ],
                max_length=9,
                verbose_name="slags modtager",
            ),
        ),
        migrations.AddConstraint(
            "disclosure",
            models.CheckConstraint(
                name="disclosure_has_one_recipient",
                condition=Q(to="citizen", citizen__isnull=False, network_person=None, user=None)
                | Q(to="network", citizen=None, network_person__isnull=False, user=None)
                | Q(to__in=["user", "self"], citizen=None, network_person=None, user__isnull=False)
                | Q(to="authority", citizen=None, network_person=None, user=None) & ~Q(recipient=""),
                violation_error_message="Vælg én modtager.",
            ),
        ),
    ]
