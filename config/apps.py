from django.apps import AppConfig
from django.core import checks
from prometheus_client import REGISTRY


class HouseConfig(AppConfig):
    name = "config"
    verbose_name = "Spotter"

    def ready(self) -> None:
        from config import celery  # noqa: F401  shared tasks bind to our Celery app
        from config.checks import installation
        from config.metrics import OWN

        checks.register(installation)
        for collector in OWN:
            REGISTRY.register(collector)
