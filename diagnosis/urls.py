"""Addresses of the diagnosis."""

from django.urls import path

from diagnosis.api.views import (
    AnswerView,
    CancelView,
    Diagnoses,
    Diagnosis,
    ReportView,
    RetryView,
    SharesView,
    ShareView,
)
from diagnosis.pages.diagnoses import ActPage, DiagnosisPage, OfferPage, RoutinePage, StartPage
from diagnosis.pages.given import GivenReport
from diagnosis.pages.report import report_page

BASE = "api/v1/diagnosis"
ONE = f"{BASE}/<uuid:execution_id>"

urlpatterns = [
    # API
    path(BASE, Diagnoses.as_view(), name="diagnosis"),
    path(ONE, Diagnosis.as_view(), name="diagnosis-one"),
    path(f"{ONE}/report", ReportView.as_view(page=report_page), name="diagnosis-report"),
    path(f"{ONE}/cancel", CancelView.as_view(), name="diagnosis-cancel"),
    path(f"{ONE}/retry", RetryView.as_view(), name="diagnosis-retry"),
    path(f"{ONE}/answer", AnswerView.as_view(), name="diagnosis-answer"),
    path(f"{ONE}/shares", SharesView.as_view(), name="diagnosis-shares"),
    path(f"{BASE}/shares/<uuid:share_id>", ShareView.as_view(), name="diagnosis-share"),
    # Pages
    path("diagnosis", StartPage.as_view(), name="page-diagnoses"),
    path("diagnosis/routine", RoutinePage.as_view(), name="page-diagnosis-routine"),
    path("diagnosis/<uuid:execution_id>", DiagnosisPage.as_view(), name="page-diagnosis"),
    path("diagnosis/<uuid:execution_id>/offer", OfferPage.as_view(), name="diagnosis-offer"),
    *(
        path(f"diagnosis/<uuid:execution_id>/{act}", ActPage.as_view(), {"act": act}, name=f"page-diagnosis-{act}")
        for act in ("cancel", "retry", "answer", "share", "take-back")
    ),
    path("shared/report", GivenReport.as_view(), name="page-given-report"),
]
