import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="IllnessReport",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=accounts.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("client_id", models.UUIDField(default=accounts.core.ids.uuid7)),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                ("symptoms", models.CharField(max_length=12)),
                ("started_on", models.DateField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("notes", models.CharField(blank=True, max_length=500)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("corrected_at", models.DateTimeField(null=True)),
                ("deleted_at", models.DateTimeField(null=True)),
                (
                    "athlete",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "illness_report",
                "indexes": [models.Index(fields=["athlete", "started_on"], name="illness_history")],
                "constraints": [
                    models.UniqueConstraint(fields=("athlete", "client_id"), name="illness_once_per_client_id"),
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at__isnull", True), ("ended_at__isnull", True)),
                        fields=("athlete",),
                        name="illness_one_running",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("symptoms__in", ("above_neck", "below_neck", "fever"))),
                        name="illness_symptoms",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="correction",
            name="illness",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="corrections",
                to="feedback.illnessreport",
            ),
        ),
        migrations.RemoveConstraint(model_name="correction", name="correction_of_one_row"),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(("illness__isnull", True), ("metrics__isnull", True), ("rating__isnull", False))
                | models.Q(("illness__isnull", True), ("metrics__isnull", False), ("rating__isnull", True))
                | models.Q(("illness__isnull", False), ("metrics__isnull", True), ("rating__isnull", True)),
                name="correction_of_one_row",
            ),
        ),
    ]
