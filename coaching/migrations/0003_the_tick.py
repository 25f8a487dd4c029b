"""What the tick needs to remember: where a cause was put off to, the pseudonym of the trial, and when jobs last ran."""

import uuid
from typing import Any

import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models


def name_subjects(apps: Any, schema_editor: Any) -> None:
    budgets = apps.get_model("coaching", "PromptBudget").objects.filter(subject__isnull=True)
    for pk in list(budgets.values_list("pk", flat=True)):
        budgets.filter(pk=pk).update(subject=uuid.uuid4())


class Migration(migrations.Migration):
    dependencies = [("coaching", "0002_prompts_decisions_memory_and_safety")]

    operations = [
        migrations.CreateModel(
            name="Pulse",
            fields=[
                ("name", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                ("outage_from", models.DateTimeField(null=True)),
                ("outage_to", models.DateTimeField(null=True)),
                ("facts", models.JSONField(default=dict)),
            ],
            options={"db_table": "coaching_pulses"},
        ),
        migrations.AddField("promptbudget", "subject", models.UUIDField(default=uuid.uuid4, editable=False, null=True)),
        migrations.RunPython(name_subjects, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            "promptbudget", "subject", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
        ),
        migrations.AddField("promptbudget", "typing_at", models.DateTimeField(null=True)),
        migrations.AddField("duemoment", "put_off_to", models.DateTimeField(null=True)),
        migrations.RemoveIndex("duemoment", "due_moment_open"),
        migrations.AddIndex(
            "duemoment",
            models.Index(
                django.db.models.functions.comparison.Coalesce("put_off_to", "due_at"),
                condition=models.Q(("done_at__isnull", True)),
                name="due_moment_looked_at",
            ),
        ),
        migrations.AddIndex(
            "coachingprompt",
            models.Index(
                condition=models.Q(("received_at__isnull", True), ("status__in", ["delivered", "unknown"])),
                fields=["delivered_at"],
                name="prompt_without_receipt",
            ),
        ),
        migrations.AlterField(
            "coachingprompt",
            "decision",
            models.OneToOneField(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="prompt",
                to="coaching.decision",
            ),
        ),
        migrations.AlterField(
            "outcome",
            "decision",
            models.OneToOneField(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                primary_key=True,
                related_name="outcome",
                serialize=False,
                to="coaching.decision",
            ),
        ),
    ]
