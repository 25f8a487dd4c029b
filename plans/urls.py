from django.urls import path

from plans.api import exercises, plans, refinement, sessions
from plans.pages import change, conflicts, generate, plan
from plans.pages import refinement as refining

urlpatterns = [
    # Pages
    path("plan", plan.PlanPage.as_view(), name="page-plan"),
    path("plan/new", generate.GeneratePage.as_view(), name="page-generate"),
    path("sessions/<uuid:session_id>/change", change.ChangePage.as_view(), name="page-session-change"),
    path("sessions/<uuid:session_id>/swap/<uuid:item_id>", change.SwapPage.as_view(), name="page-swap"),
    path("conflicts/<uuid:change_id>/settle", conflicts.SettlePage.as_view(), name="page-conflict-settle"),
    path(
        "plan/<uuid:plan_id>/refinement/apply",
        refining.RefinementPage.as_view(),
        {"decision": "apply"},
        name="page-refinement-apply",
    ),
    path(
        "plan/<uuid:plan_id>/refinement/dismiss",
        refining.RefinementPage.as_view(),
        {"decision": "dismiss"},
        name="page-refinement-dismiss",
    ),
    path(
        "plan/<uuid:plan_id>/refinement/again",
        refining.RefinementPage.as_view(),
        {"decision": "again"},
        name="page-refinement-again",
    ),
    path(
        "athletes/<uuid:athlete_id>/plan/<uuid:plan_id>/refinement/apply",
        refining.RefinementPage.as_view(),
        {"decision": "apply"},
        name="page-athlete-refinement-apply",
    ),
    path(
        "athletes/<uuid:athlete_id>/plan/<uuid:plan_id>/refinement/dismiss",
        refining.RefinementPage.as_view(),
        {"decision": "dismiss"},
        name="page-athlete-refinement-dismiss",
    ),
    path(
        "athletes/<uuid:athlete_id>/sessions/<uuid:session_id>/change",
        change.ChangePage.as_view(),
        name="page-athlete-session-change",
    ),
    path(
        "athletes/<uuid:athlete_id>/sessions/<uuid:session_id>/swap/<uuid:item_id>",
        change.SwapPage.as_view(),
        name="page-athlete-swap",
    ),
    path("athletes/<uuid:athlete_id>/plan", plan.PlanPage.as_view(), name="page-athlete-plan"),
    # API
    path("api/v1/plans/enhanced/generate", plans.Generate.as_view(), name="plan-generate"),
    path("api/v1/plans", plans.PlanList.as_view(), name="plan-list"),
    path("api/v1/plans/today", sessions.Today.as_view(), name="plan-today"),
    path("api/v1/plans/sessions/<uuid:session_id>", sessions.SessionDetail.as_view(), name="session-detail"),
    path("api/v1/plans/sessions/<uuid:session_id>/swap", sessions.Swap.as_view(), name="session-swap"),
    path("api/v1/plans/<uuid:plan_id>", plans.PlanDetail.as_view(), name="plan-detail"),
    path("api/v1/plans/<uuid:plan_id>/sessions", plans.SessionList.as_view(), name="plan-sessions"),
    path("api/v1/plans/<uuid:plan_id>/revisions", plans.RevisionList.as_view(), name="plan-revisions"),
    path(
        "api/v1/plans/<uuid:plan_id>/revisions/<int:number>/restore",
        plans.RevisionRestore.as_view(),
        name="revision-restore",
    ),
    path("api/v1/plans/<uuid:plan_id>/refinement", refinement.RefinementDetail.as_view(), name="plan-refinement"),
    path(
        "api/v1/plans/<uuid:plan_id>/refinement/apply",
        refinement.RefinementApply.as_view(),
        name="plan-refinement-apply",
    ),
    path(
        "api/v1/plans/<uuid:plan_id>/refinement/dismiss",
        refinement.RefinementDismiss.as_view(),
        name="plan-refinement-dismiss",
    ),
    path("api/v1/plans/<uuid:plan_id>/calendar.ics", plans.Calendar.as_view(), name="plan-calendar"),
    path("api/v1/exercises", exercises.ExerciseList.as_view(), name="exercise-list"),
    path("api/v1/exercises/<slug:slug>", exercises.ExerciseDetail.as_view(), name="exercise-detail"),
]
