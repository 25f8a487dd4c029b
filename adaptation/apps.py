from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdaptationConfig(AppConfig):
    name = "adaptation"
    verbose_name = _("Estimates and suggestions")

    def ready(self) -> None:
        from adaptation import reactions, services, wording
        from plans import registry
        from plans import wording as plans_wording

        reactions.register()
        registry.register_knowledge(services.known_of)
        plans_wording.register_reasons("adaptation", wording.why)
