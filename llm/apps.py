from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class LlmConfig(AppConfig):
    name = "llm"
    verbose_name = _("Language models")

    def ready(self) -> None:
        from llm.registry.checks import models

        checks.register(models)
