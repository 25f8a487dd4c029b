from django.apps import AppConfig
from django.core import checks


class LlmConfig(AppConfig):
    name = "llm"

    def ready(self) -> None:
        from llm.registry.checks import models

        checks.register(models)
