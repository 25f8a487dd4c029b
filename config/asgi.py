"""What the ASGI server calls: pages and API over HTTP, the journal as a stream and over WebSocket."""

import os

import django
from channels.routing import ProtocolTypeRouter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)  # before our own modules: it loads the apps that they import

from config import checks, handler, health, layers  # noqa: E402
from events import routing  # noqa: E402

checks.refuse_a_dangerous_start()
pages = handler.OneHop()

application = layers.AtHome(
    ProtocolTypeRouter(
        {
            "http": health.LiveProbe(routing.Journals(pages)),
            "websocket": routing.Sockets(),
        }
    )
)
