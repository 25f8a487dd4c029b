"""The name of the first numbering."""

import secrets
from typing import Any

from django.db import migrations


def start(apps: Any, schema_editor: Any) -> None:
    apps.get_model("events", "JournalEpoch").objects.get_or_create(id=1, defaults={"name": secrets.token_hex(8)})


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]

    operations = [migrations.RunPython(start, migrations.RunPython.noop)]
