import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_audit_is_append_only"),
        ("coaching", "0007_chat_answers"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ArmVersion",
            fields=[
                ("number", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("chances", models.JSONField(default=dict)),
                ("counts", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("in_force_at", models.DateTimeField()),
            ],
            options={"db_table": "coaching_arm_versions"},
        ),
        migrations.AddField(
            model_name="duemoment",
            name="verdict",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="pushsubscription",
            name="family",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.tokenfamily",
            ),
        ),
        migrations.AddField(
            model_name="pushsubscription",
            name="session",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="sessions.session"
            ),
        ),
        migrations.CreateModel(
            name="PushNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                (
                    "prompt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="coaching.coachingprompt",
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="coaching.pushsubscription",
                    ),
                ),
            ],
            options={
                "db_table": "coaching_push_notices",
                "indexes": [models.Index(fields=["due_at"], name="push_notice_due")],
                "constraints": [models.UniqueConstraint(fields=("prompt", "subscription"), name="push_notice_once")],
            },
        ),
    ]
