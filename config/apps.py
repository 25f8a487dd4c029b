from django.apps import AppConfig
from django.core import checks


class HouseConfig(AppConfig):
    name = "config"
    verbose_name = "Spotter"

    def ready(self) -> None:
        from config import celery  # noqa: F401  shared tasks bind to our Celery app
        from config.checks import installation

        checks.register(installation)
