from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0014_placements")]

    operations = [
        migrations.RemoveConstraint(
            model_name="measurement",
            name="measurement_is_of_a_goal_or_a_person",
        ),
        migrations.RemoveConstraint(
            model_name="measurement",
            name="measurement_within_its_scale",
        ),
        migrations.AlterField(
            model_name="measurement",
            name="kind",
            field=models.CharField(
                choices=[
                    ("citizen", "hvor langt, siger borgeren"),
                    ("worker", "hvor langt, siger medarbejderen"),
                    ("attendance", "fremmøde i skolen"),
                    ("hours", "ordinære timer om ugen"),
                    ("capacity", "timer om ugen, som borgeren kan bære"),
                ],
                max_length=10,
                verbose_name="hvad",
            ),
        ),
        migrations.AlterField(
            model_name="measurementevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("citizen", "hvor langt, siger borgeren"),
                    ("worker", "hvor langt, siger medarbejderen"),
                    ("attendance", "fremmøde i skolen"),
                    ("hours", "ordinære timer om ugen"),
                    ("capacity", "timer om ugen, som borgeren kan bære"),
                ],
                max_length=10,
                verbose_name="hvad",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("goal__isnull", False), ("kind__in", ["citizen", "worker"])),
                    models.Q(
                        ("goal", None),
                        ("kind__in", ["attendance", "hours", "capacity"]),
                        ("person__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="measurement_is_of_a_goal_or_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["citizen", "worker"]), ("value__in", range(1, 11))),
                    models.Q(("kind", "attendance"), ("value__range", (0, 100))),
                    models.Q(("kind__in", ["hours", "capacity"]), ("value__range", (0, 60))),
                    _connector="OR",
                ),
                name="measurement_within_its_scale",
                violation_error_message="Fremmøde går fra 0 til 100 procent, og timer fra 0 til 60 om ugen.",
            ),
        ),
    ]
