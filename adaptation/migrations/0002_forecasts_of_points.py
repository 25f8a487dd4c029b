from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("adaptation", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="estimatepoint",
            name="session_e1rm_kg",
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name="estimatepoint",
            name="hard_sets",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="estimatepoint",
            name="told_e1rm_kg",
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name="estimatepoint",
            name="forecast",
            field=models.JSONField(null=True),
        ),
    ]
