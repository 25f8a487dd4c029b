from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0003_refinements"),
    ]

    operations = [
        migrations.AddField(
            model_name="refinement",
            name="summary",
            field=models.CharField(blank=True, max_length=400),
        ),
    ]
