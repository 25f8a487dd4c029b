"""Spotter as an installed app: its manifest, its service worker, and the page that stands in without a network."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

FILES = ("js/*.js", "css/*.css", "icons/*.png", "vendor/**/*.js", "vendor/**/*.css", "*.svg")
PAGES = ("page-chat", "page-today", "page-plan", "page-changes", "page-lifts", "page-load", "page-habits", "offline")
BELOW = ("/sessions/", "/lifts/")
THEME, BACKGROUND = "#0a6650", "#f6f8f6"
ICONS = (("icons/app-192.png", "192x192", "any"), ("icons/app-512.png", "512x512", "any"),
         ("icons/maskable-512.png", "512x512", "maskable"))  # fmt: skip


@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """What the system shows of the app, in the reader's language."""
    home = reverse("page-chat")
    body = {
        "id": "/",
        "name": "Spotter",
        "short_name": "Spotter",
        "description": _("Your training coach, also without a network."),
        "lang": get_language(),
        "dir": "ltr",
        "start_url": f"{home}?source=app",
        "scope": "/",
        "display": "standalone",
        "theme_color": THEME,
        "background_color": BACKGROUND,
        "icons": [
            {"src": static(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in ICONS
        ],
        "shortcuts": [
            {"name": _("Today"), "url": reverse("page-today")},
            {"name": _("Plan"), "url": reverse("page-plan")},
            {"name": _("Changes"), "url": reverse("page-changes")},
        ],
    }
    headers = {"Cache-Control": "private, no-cache"}
    return JsonResponse(body, content_type="application/manifest+json", headers=headers)


@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker, from the root, because that is its scope. The same for everybody: a changed byte is a new version."""
    names = shell_names()
    are_hashed = isinstance(staticfiles_storage, ManifestFilesMixin)
    context = {
        "version": version(names, are_hashed),
        "files": json.dumps([static(name) for name in names]),
        "are_hashed": json.dumps(are_hashed),
        "pages": json.dumps([reverse(name) for name in PAGES]),
        "below": json.dumps(BELOW),
        "facts": json.dumps(
            {
                "offline": reverse("offline"),
                "sign_out": reverse("accounts:sign_out"),
                "today": reverse("plan-today"),
                "sync": reverse("feedback-sync"),
                "me": reverse("me"),
                "messages": reverse("coaching-messages"),
                "ratings": reverse("feedback-rpe"),
                "habits": reverse("coaching-habits"),
                "push_icon": static("icons/app-192.png"),
                "csrf_cookie": settings.CSRF_COOKIE_NAME,
            }
        ),
    }
    response = render(request, "sw.js", context, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown where there is neither a network nor a copy."""
    return render(request, "offline.html")


def shell_names() -> list[str]:
    """The files that every page may need."""
    root = Path(settings.BASE_DIR) / "static"
    return sorted({path.relative_to(root).as_posix() for pattern in FILES for path in root.glob(pattern)})


def version(names: list[str], are_hashed: bool) -> str:
    """Another one whenever a file is another one: hashed names say so themselves, else the contents do."""
    digest = hashlib.sha256()
    for name in names:
        digest.update(static(name).encode())
        found = None if are_hashed else finders.find(name)
        if found:
            digest.update(Path(found).read_bytes())
    return digest.hexdigest()[:16]
