# mypy: ignore-errors
# Its libraries live in an environment of their own.
"""django-eventstream on uvicorn in one process, without its storage: a channel for each client, one for everybody."""

import asyncio
import os

import django
from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["*"],
    SECRET_KEY="of the benchmark",
    ROOT_URLCONF="eventstream_app",
    INSTALLED_APPS=["django_eventstream"],
    ASGI_APPLICATION="eventstream_app.app",
    DATABASES={},
)
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
django.setup()

import django_eventstream  # noqa: E402
import orders  # noqa: E402
from django.core.asgi import get_asgi_application  # noqa: E402
from django.urls import include, path  # noqa: E402

urlpatterns = [
    path("user/<n>/sse", include("django_eventstream.urls"), {"format-channels": ["user-{n}", "all"]}),
]
pages = get_asgi_application()
control: list["asyncio.Task[None]"] = []


def tell(number: int | None, at: int) -> None:
    channel = "all" if number is None else f"user-{number}"
    django_eventstream.send_event(channel, "bench", {"text": orders.FILLER, "at": at})


async def app(scope, receive, send):  # type: ignore[no-untyped-def]
    if not control:
        control.append(asyncio.get_running_loop().create_task(orders.listen(tell)))
    if scope["type"] == "http":
        await pages(scope, receive, send)
