from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0002_illness"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="importbatch",
            options={"verbose_name": "import", "verbose_name_plural": "imports"},
        ),
        migrations.AlterModelOptions(
            name="performancemetrics",
            options={"verbose_name": "report of a session", "verbose_name_plural": "reports of sessions"},
        ),
        migrations.AlterModelOptions(
            name="rpefeedback",
            options={"verbose_name": "rating of an exercise", "verbose_name_plural": "ratings of exercises"},
        ),
    ]
