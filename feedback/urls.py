"""Addresses of feedback."""

from django.urls import path

from feedback.api.illness import IllnessListView, IllnessView
from feedback.api.imports import ImportsView, ImportView
from feedback.api.performance import PerformanceListView, PerformanceView
from feedback.api.ratings import RatingsView, RatingView
from feedback.api.sync import SyncView
from feedback.pages.illness import IllPage
from feedback.pages.imports import ImportPage, ReportPage

BASE = "api/v1/plans/feedback"
urlpatterns = [
    # Pages
    path("ill", IllPage.as_view(), name="page-ill"),
    path("import", ImportPage.as_view(), name="page-import"),
    path("import/<uuid:import_id>", ReportPage.as_view(), name="page-import-report"),
    # API
    path(f"{BASE}/rpe", RatingsView.as_view(), name="feedback-rpe"),
    path(f"{BASE}/rpe/<uuid:client_id>", RatingView.as_view(), name="feedback-rpe-one"),
    path(f"{BASE}/performance", PerformanceListView.as_view(), name="feedback-performance"),
    path(f"{BASE}/performance/<uuid:client_id>", PerformanceView.as_view(), name="feedback-performance-one"),
    path(f"{BASE}/sync", SyncView.as_view(), name="feedback-sync"),
    path(f"{BASE}/illness", IllnessListView.as_view(), name="feedback-illness"),
    path(f"{BASE}/illness/<uuid:client_id>", IllnessView.as_view(), name="feedback-illness-one"),
    path(f"{BASE}/import", ImportsView.as_view(), name="feedback-import"),
    path(f"{BASE}/imports/<uuid:import_id>", ImportView.as_view(), name="feedback-import-one"),
]
