import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from borgerforloeb.accounts.row_security import allow, protect, written

# Whoever asked for it, and nobody else; whoever draws what waits; and whoever takes away what is old.
BATCH = """
    user_id = NULLIF(current_setting('app.user_id', true), '')::bigint OR serves('printing', 'expiry')
"""
# Of one's own batches, and only while the course is one's own too.
JOB = """
    batch_id IN (SELECT id FROM batches_printbatch) AND course_id = ANY ((SELECT my_courses())::uuid[])
    OR serves('printing', 'expiry')
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("citizens", "0007_what_holds_for_a_citizen"),
        ("disclosures", "0007_large_type"),
        ("roles", "0016_work_asked_once_for_a_moment"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PrintBatch",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "edition",
                    models.CharField(
                        choices=[
                            ("citizen", "borgerens udgave"),
                            ("family", "familiemedlemmets egen udgave"),
                            ("custody", "udgave til forældremyndigheden"),
                            ("parent", "udgave til forælder uden forældremyndighed"),
                            ("professional", "fagpersonens udgave"),
                            ("network", "netværkspersonens udgave"),
                            ("authority", "myndighedens udgave"),
                        ],
                        default="citizen",
                        max_length=12,
                        verbose_name="udgave",
                    ),
                ),
                (
                    "size",
                    models.CharField(
                        choices=[
                            ("last", "Som hver borger fik den sidst"),
                            ("ordinary", "Almindelig skrift"),
                            ("large", "Stor skrift"),
                        ],
                        default="last",
                        max_length=8,
                        verbose_name="skrift",
                    ),
                ),
                ("count", models.PositiveSmallIntegerField(verbose_name="antal")),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "i gang"), ("done", "færdig"), ("stopped", "stoppet")],
                        default="running",
                        max_length=7,
                        verbose_name="tilstand",
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="bestilt")),
                ("done_at", models.DateTimeField(null=True, verbose_name="færdig")),
                ("stopped_at", models.DateTimeField(null=True, verbose_name="stoppet")),
                (
                    "stopped_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="stoppet af",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="bestilt af",
                    ),
                ),
            ],
            options={
                "verbose_name": "bunke",
                "verbose_name_plural": "bunker",
                "ordering": ["-started_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="PrintJob",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "venter"),
                            ("drawn", "tegnet"),
                            ("decide", "skal afgøres først"),
                            ("refused", "må ikke længere"),
                            ("failed", "gik ikke"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="tilstand",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="hvorfor")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="afsluttet")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="jobs",
                        to="batches.printbatch",
                        verbose_name="bunke",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="citizens.course",
                        verbose_name="forløb",
                    ),
                ),
                (
                    "disclosure",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="disclosures.disclosure",
                        verbose_name="udlevering",
                    ),
                ),
            ],
            options={
                "verbose_name": "plan i en bunke",
                "verbose_name_plural": "planer i en bunke",
                "ordering": ["id"],
            },
        ),
        migrations.AddConstraint(
            model_name="printbatch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "running")),
                fields=("user",),
                name="print_batch_one_at_a_time",
                violation_error_message="Du har allerede en bunke i gang.",
            ),
        ),
        migrations.AddConstraint(
            model_name="printbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("count__gte", 1), ("count__lte", 200)),
                name="print_batch_has_a_limit",
                violation_error_message="Vælg mindst én plan og højst 200.",
            ),
        ),
        migrations.AddConstraint(
            model_name="printbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "stopped"), ("stopped_at__isnull", False), ("stopped_by__isnull", False)
                    ),
                    models.Q(
                        models.Q(("state", "stopped"), _negated=True),
                        ("stopped_at", None),
                        ("stopped_by", None),
                    ),
                    _connector="OR",
                ),
                name="print_batch_stopped_by_somebody",
                violation_error_message="Der skal stå, hvem der stoppede bunken.",
            ),
        ),
        migrations.AddConstraint(
            model_name="printbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at__isnull", False), ("state", "done")),
                    models.Q(models.Q(("state", "done"), _negated=True), ("done_at", None)),
                    _connector="OR",
                ),
                name="print_batch_done_at_a_time",
                violation_error_message="Der skal stå, hvornår bunken blev færdig.",
            ),
        ),
        migrations.AddConstraint(
            model_name="printjob",
            constraint=models.UniqueConstraint(
                fields=("batch", "course"),
                name="print_job_once",
                violation_error_message="Planen er i bunken.",
            ),
        ),
        migrations.AddConstraint(
            model_name="printjob",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("disclosure", None), ("settled_at", None), ("state", "waiting")),
                    models.Q(
                        ("disclosure__isnull", False), ("settled_at__isnull", False), ("state", "drawn")
                    ),
                    models.Q(
                        ("settled_at__isnull", False),
                        ("state", "decide"),
                        models.Q(("why", ""), _negated=True),
                    ),
                    models.Q(
                        ("disclosure", None),
                        ("settled_at__isnull", False),
                        ("state__in", ["refused", "failed"]),
                        models.Q(("why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="print_job_is_settled",
                violation_error_message="En plan er tegnet, eller der står, hvorfor den ikke er.",
            ),
        ),
        written(
            allow("batches_printbatch", "SELECT", "INSERT", "UPDATE", "DELETE"),
            allow("batches_printjob", "SELECT", "INSERT", "UPDATE", "DELETE"),
            protect("batches_printbatch", BATCH),
            protect("batches_printjob", JOB),
        ),
    ]
