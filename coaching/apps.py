from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoachingConfig(AppConfig):
    name = "coaching"
    verbose_name = _("Coach")

    def ready(self) -> None:
        from coaching import consumers, kinds, reactions
        from events import registry

        reactions.register()
        consumers.register()
        registry.register_private(kinds.MESSAGE, kinds.MESSAGE_DELTA, kinds.MESSAGES_READ)
        registry.register_private(kinds.PROMPT_DELIVERED, kinds.PROMPT_UPDATED)
        registry.register_private(kinds.HABIT_CHANGED, kinds.HABIT_DONE)
