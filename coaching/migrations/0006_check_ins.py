import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.core.ids


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("coaching", "0005_when_to_be_quiet"),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckIn",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=accounts.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("on", models.DateField()),
                ("feeling", models.PositiveSmallIntegerField(null=True)),
                ("slept_short", models.BooleanField(null=True)),
                ("pain", models.JSONField(default=dict)),
                ("told_at", models.DateTimeField()),
                (
                    "athlete",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "coaching_check_ins",
                "constraints": [
                    models.UniqueConstraint(fields=("athlete", "on"), name="check_in_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("feeling__isnull", True), ("feeling__range", (1, 5)), _connector="OR"),
                        name="check_in_feeling",
                    ),
                ],
            },
        ),
    ]
