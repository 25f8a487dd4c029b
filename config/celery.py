"""The background worker's application."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("spotter")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# The current app of Celery is one per thread: without a default, a task sent from a request's thread would go to a
# stock app and its stock broker.
app.set_default()


def sweep() -> None:
    """Send everything that runs every so many seconds once now: a start follows a stop that may have lost messages."""
    for entry in app.conf.beat_schedule.values():
        if isinstance(entry["schedule"], int | float):
            app.tasks[entry["task"]].apply_async(retry=False)


@worker_ready.connect
def sweep_at_boot(**about: Any) -> None:
    sweep()
