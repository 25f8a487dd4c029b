"""Addresses of adaptation."""

from django.urls import path

from adaptation.api import progress as progress_api
from adaptation.api import sets as sets_api
from adaptation.api import suggestions as suggestions_api
from adaptation.pages import athletes, changes, deciding, finish, progress, training

ATHLETE = "athletes/<uuid:athlete_id>"

urlpatterns = [
    # API
    path("api/v1/plans/<uuid:plan_id>/adaptations", suggestions_api.SuggestionList.as_view(), name="adaptation-list"),
    path("api/v1/plans/<uuid:plan_id>/adaptations/apply", suggestions_api.Apply.as_view(), name="adaptation-apply"),
    path(
        "api/v1/plans/<uuid:plan_id>/adaptations/dismiss",
        suggestions_api.Dismiss.as_view(),
        name="adaptation-dismiss",
    ),
    path("api/v1/plans/sessions/<uuid:session_id>/next-set", sets_api.NextSet.as_view(), name="session-next-set"),
    path("api/v1/progress/lifts", progress_api.LiftList.as_view(), name="progress-lifts"),
    path("api/v1/progress/lifts/<slug:slug>", progress_api.LiftDetail.as_view(), name="progress-lift"),
    path("api/v1/progress/load", progress_api.Load.as_view(), name="progress-load"),
    # Pages
    path("today", training.TodayPage.as_view(), name="page-today"),
    path("sessions/<uuid:session_id>", training.SessionPage.as_view(), name="page-session"),
    path("sessions/<uuid:session_id>/items/<uuid:item_id>/sets", training.SetPage.as_view(), name="page-set"),
    path("sessions/<uuid:session_id>/finish", finish.FinishPage.as_view(), name="page-finish"),
    path("ratings/<uuid:client_id>/remove", training.RemovePage.as_view(), name="page-rating-remove"),
    path("changes", changes.ChangesPage.as_view(), name="page-changes"),
    path(
        "plan/<uuid:plan_id>/suggestions/<uuid:suggestion_id>/apply",
        deciding.DecidePage.as_view(),
        {"decision": "apply"},
        name="page-apply",
    ),
    path(
        "plan/<uuid:plan_id>/suggestions/<uuid:suggestion_id>/dismiss",
        deciding.DecidePage.as_view(),
        {"decision": "dismiss"},
        name="page-dismiss",
    ),
    path("plan/<uuid:plan_id>/suggestions/apply", deciding.ApplyAllPage.as_view(), name="page-apply-all"),
    path("plan/<uuid:plan_id>/revisions/<int:number>/restore", deciding.RestorePage.as_view(), name="page-restore"),
    path("lifts", progress.LiftsPage.as_view(), name="page-lifts"),
    path("lifts/<slug:slug>", progress.LiftPage.as_view(), name="page-lift"),
    path("load", progress.LoadPage.as_view(), name="page-load"),
    # Pages of a coach about an athlete
    path("athletes", athletes.AthletesPage.as_view(), name="page-athletes"),
    path(ATHLETE, athletes.OverviewPage.as_view(), name="page-athlete-athlete"),
    path(f"{ATHLETE}/changes", changes.ChangesPage.as_view(), name="page-athlete-changes"),
    path(f"{ATHLETE}/lifts", progress.LiftsPage.as_view(), name="page-athlete-lifts"),
    path(f"{ATHLETE}/lifts/<slug:slug>", progress.LiftPage.as_view(), name="page-athlete-lift"),
    path(f"{ATHLETE}/load", progress.LoadPage.as_view(), name="page-athlete-load"),
    path(
        f"{ATHLETE}/plan/<uuid:plan_id>/suggestions/<uuid:suggestion_id>/apply",
        deciding.DecidePage.as_view(),
        {"decision": "apply"},
        name="page-athlete-apply",
    ),
    path(
        f"{ATHLETE}/plan/<uuid:plan_id>/suggestions/<uuid:suggestion_id>/dismiss",
        deciding.DecidePage.as_view(),
        {"decision": "dismiss"},
        name="page-athlete-dismiss",
    ),
    path(
        f"{ATHLETE}/plan/<uuid:plan_id>/revisions/<int:number>/restore",
        deciding.RestorePage.as_view(),
        name="page-athlete-restore",
    ),
    path(
        f"{ATHLETE}/plan/<uuid:plan_id>/suggestions/apply",
        deciding.ApplyAllPage.as_view(),
        name="page-athlete-apply-all",
    ),
]
