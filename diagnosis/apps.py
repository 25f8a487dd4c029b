from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiagnosisConfig(AppConfig):
    name = "diagnosis"
    verbose_name = _("Diagnoses")

    def ready(self) -> None:
        from diagnosis import consumers, kinds
        from events import registry

        consumers.register()
        registry.register_private(kinds.EXECUTION_UPDATED)
