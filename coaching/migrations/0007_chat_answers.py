import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("coaching", "0006_check_ins"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ChatAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=accounts.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("intent", models.CharField(max_length=12)),
                (
                    "status",
                    models.CharField(
                        choices=[("waiting", "waiting for a worker"), ("asked", "a model was asked"), ("done", "said")],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("blocks", models.JSONField(default=list)),
                ("lease_until", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                (
                    "athlete",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="coaching.message"
                    ),
                ),
            ],
            options={
                "db_table": "coaching_chat_answers",
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ["waiting", "asked"])),
                        fields=["lease_until"],
                        name="chat_answer_open",
                    )
                ],
            },
        ),
    ]
