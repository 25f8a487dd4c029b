"""What the ASGI server calls: pages and API over HTTP, the journal over WebSocket."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
pages = get_asgi_application()  # before our own modules: it loads the apps that they import

from config import checks, health, layers  # noqa: E402

checks.refuse_a_dangerous_start()
websocket_urlpatterns: list[object] = []

application = layers.AtHome(
    ProtocolTypeRouter(
        {
            "http": health.LiveProbe(pages),
            "websocket": AllowedHostsOriginValidator(URLRouter(websocket_urlpatterns)),
        }
    )
)
