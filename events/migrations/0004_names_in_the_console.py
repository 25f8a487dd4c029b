from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0003_acks_and_tickets"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="journalentry",
            options={"verbose_name": "journal entry", "verbose_name_plural": "journal entries"},
        ),
    ]
