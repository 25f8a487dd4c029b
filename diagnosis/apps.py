from django.apps import AppConfig


class DiagnosisConfig(AppConfig):
    name = "diagnosis"

    def ready(self) -> None:
        from diagnosis import consumers, kinds
        from events import registry

        consumers.register()
        registry.register_private(kinds.EXECUTION_UPDATED)
