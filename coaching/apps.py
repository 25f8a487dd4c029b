from django.apps import AppConfig


class CoachingConfig(AppConfig):
    name = "coaching"

    def ready(self) -> None:
        from coaching import consumers, kinds, reactions
        from events import registry

        reactions.register()
        consumers.register()
        registry.register_private(kinds.MESSAGE, kinds.MESSAGES_READ)
