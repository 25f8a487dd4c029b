"""Where everything is answered."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from coaching.pages import effects
from config import app_shell, errors, health, live, metrics

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("plans.urls")),
    path("", include("feedback.urls")),
    path("", include("adaptation.urls")),
    path("", include("diagnosis.urls")),
    path("", include("coaching.urls")),
    path("", include("events.urls")),
    path("manifest.webmanifest", app_shell.manifest, name="manifest"),
    path("sw.js", app_shell.service_worker, name="service-worker"),
    path("offline", app_shell.offline, name="offline"),
    path("health", health.summary, name="health"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("health/detailed", health.detailed, name="health-detailed"),
    path("health/system", health.system, name="health-system"),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    path("admin/live/", admin.site.admin_view(live.page), name="live"),
    path("admin/live/figures/", admin.site.admin_view(live.told), name="live-figures"),
    path("admin/effects/", admin.site.admin_view(effects.page), name="effects"),
    path("admin/effects/policy/", admin.site.admin_view(effects.change_policy), name="effects-policy"),
    path("admin/effects/export.<str:shape>", admin.site.admin_view(effects.export), name="effects-export"),
    path("admin/", admin.site.urls),
    path("metrics", metrics.metrics, name="metrics"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
