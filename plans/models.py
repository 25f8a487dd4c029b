"""What is asked for: exercises, plans and their revisions, and the sessions and items that every revision rebuilds."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.core.ids import uuid7
from accounts.models import CoachAssignment


def athletes_seen_by(user_id: UUID, field: str, now: datetime) -> Q:
    """Rows whose athlete (`field`) is this user, or someone whom they coach with consent at this moment."""
    coached = CoachAssignment.objects.in_force(now).filter(coach_id=user_id, coach__is_coach=True)
    return Q(**{field: user_id}) | Q(**{f"{field}__in": coached.values("athlete_id")})


class ExerciseQuerySet(models.QuerySet["Exercise"]):
    def visible_to(self, athlete_id: UUID) -> ExerciseQuerySet:
        """The shared catalogue and the athlete's own private exercises."""
        return self.filter(Q(owner__isnull=True) | Q(owner_id=athlete_id))

    def named_like(self, text: str) -> ExerciseQuerySet:
        return self.filter(Q(name_en__icontains=text) | Q(name_zh_hans__icontains=text) | Q(slug__icontains=text))


class Exercise(models.Model):
    """A movement. Shared ones come from the catalogue file; private ones from an athlete's imported log."""

    slug = models.SlugField(primary_key=True, max_length=80)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="private_exercises"
    )
    name_en = models.CharField(max_length=120)
    name_zh_hans = models.CharField(max_length=120, blank=True)
    cue_en = models.CharField(max_length=240, blank=True)
    cue_zh_hans = models.CharField(max_length=240, blank=True)
    pattern = models.CharField(max_length=32)
    primary = models.JSONField(default=list)
    secondary = models.JSONField(default=list)
    equipment = models.JSONField(default=list)  # alternatives, each a list of what is needed together
    flags = models.JSONField(default=list)  # compound, impact, supine, overhead, axial, deep_knee, …
    unilateral = models.BooleanField(default=False)
    level = models.CharField(max_length=12, default="beginner")
    mode = models.CharField(max_length=8, default="load")  # load | bw | bw+ | assist | reps | time | dist
    rpe_use = models.CharField(max_length=8, default="rir")  # rir | quality | session
    e1rm_use = models.BooleanField(default=False)
    increment_kg = models.FloatField(null=True, blank=True)
    start_ratio = models.FloatField(null=True, blank=True)
    bodyweight_share = models.FloatField(null=True, blank=True)
    source = models.CharField(max_length=32, default="catalogue")
    source_ref = models.CharField(max_length=120, blank=True)

    objects = ExerciseQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name_en

    def name(self, language: str) -> str:
        return self.name_zh_hans or self.name_en if language.startswith("zh") else self.name_en

    def cue(self, language: str) -> str:
        return self.cue_zh_hans or self.cue_en if language.startswith("zh") else self.cue_en


class PlanQuerySet(models.QuerySet["Plan"]):
    def for_athlete(self, athlete_id: UUID) -> PlanQuerySet:
        return self.filter(athlete_id=athlete_id)

    def visible_to(self, user_id: UUID, now: datetime) -> PlanQuerySet:
        """One's own plans, and those of athletes whom one coaches."""
        return self.filter(athletes_seen_by(user_id, "athlete_id", now))

    def active(self) -> PlanQuerySet:
        return self.filter(status=Plan.Status.ACTIVE)


class Plan(models.Model):
    """One athlete's plan. What it says is in its newest revision; an athlete has one active plan at a time."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        COMPLETED = "completed", _("completed")
        ARCHIVED = "archived", _("archived")

    class Refinement(models.TextChoices):
        NONE = "none", _("none")
        QUEUED = "queued", _("queued")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="plans")
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    goal = models.CharField(max_length=16)
    intent = models.JSONField()  # what was asked for, as it was asked
    revision = models.PositiveIntegerField(default=1)  # the number of the newest revision
    start_on = models.DateField()
    ends_on = models.DateField()
    refinement = models.CharField(max_length=8, choices=Refinement, default=Refinement.NONE)
    is_ai_generated = models.BooleanField(default=False)  # of its newest revision
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["athlete"], condition=Q(status="active"), name="plan_one_active"),
        ]
        indexes = [models.Index(fields=["athlete", "-created_at"], name="plan_newest_first")]

    def __str__(self) -> str:
        return f"{self.goal} from {self.start_on}"


class PlanRevision(models.Model):
    """One state of a plan, never changed again. `spec` is the canonical text, byte for byte."""

    class Author(models.TextChoices):
        RULE = "rule", _("rule")
        MODEL = "model", _("language model")
        ATHLETE = "athlete", _("athlete")
        COACH = "coach", _("coach")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    author = models.CharField(max_length=8, choices=Author)
    author_id_hint = models.UUIDField(null=True, blank=True)  # who, when a person; an id, so that erasing is free
    reason = models.JSONField(default=dict)  # {code, facts}
    edits = models.JSONField(default=list)  # the patch, as data
    diff = models.JSONField(default=list)  # what it changed, for people
    evidence = models.JSONField(default=dict)
    restored_from = models.PositiveIntegerField(null=True, blank=True)
    is_ai_generated = models.BooleanField(default=False)  # whether a language model had a hand in this state
    spec = models.TextField()
    spec_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_revision_number")]

    def __str__(self) -> str:
        return f"{self.plan_id} r{self.number}"


class SessionQuerySet(models.QuerySet["PlannedSession"]):
    def for_athlete(self, athlete_id: UUID) -> SessionQuerySet:
        return self.filter(plan__athlete_id=athlete_id)

    def visible_to(self, user_id: UUID, now: datetime) -> SessionQuerySet:
        return self.filter(athletes_seen_by(user_id, "plan__athlete_id", now))

    def of_active_plan(self) -> SessionQuerySet:
        return self.filter(plan__status=Plan.Status.ACTIVE)

    def in_plan(self) -> SessionQuerySet:
        """Without those that a later revision took out; they stay only because feedback points at them."""
        return self.filter(is_dropped=False)

    def between(self, first: date, last: date) -> SessionQuerySet:
        """Both days included."""
        return self.filter(on__range=(first, last))

    def on(self, day: date) -> SessionQuerySet:
        return self.filter(on=day)


class PlannedSession(models.Model):
    """One training session of a plan. Its id survives every revision, so feedback can hold on to it."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        DONE = "done", _("done")
        SKIPPED = "skipped", _("skipped")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sessions")
    week = models.PositiveSmallIntegerField()
    phase = models.CharField(max_length=16)
    is_deload = models.BooleanField(default=False)
    on = models.DateField()
    at = models.CharField(max_length=5, blank=True)
    kind = models.CharField(max_length=12)
    title = models.CharField(max_length=80)
    status = models.CharField(max_length=8, choices=Status, default=Status.PLANNED)
    skip_reason = models.CharField(max_length=160, blank=True)
    estimated_min = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)
    is_dropped = models.BooleanField(default=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["on", "position"]
        indexes = [models.Index(fields=["plan", "on"], name="session_plan_day")]

    def __str__(self) -> str:
        return f"{self.on} {self.title}"


class PlannedItem(models.Model):
    """One exercise of a session, as the newest revision asks for it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    session = models.ForeignKey(PlannedSession, models.CASCADE, related_name="items")
    exercise = models.ForeignKey(Exercise, models.RESTRICT, related_name="+")
    position = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=12)
    sets = models.PositiveSmallIntegerField()
    reps_min = models.PositiveSmallIntegerField(null=True)
    reps_max = models.PositiveSmallIntegerField(null=True)
    duration_s = models.PositiveIntegerField(null=True)
    distance_m = models.PositiveIntegerField(null=True)
    target_rpe = models.FloatField(null=True)
    load_kg = models.FloatField(null=True)
    load_basis = models.CharField(max_length=12)
    zone = models.PositiveSmallIntegerField(null=True)
    rest_s = models.PositiveSmallIntegerField()
    ramp = models.JSONField(default=list)
    notes = models.CharField(max_length=160, blank=True)
    why = models.JSONField(default=dict)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.exercise_id} {self.sets} sets"


class SessionChange(models.Model):
    """A change of a session that a phone made without a network, as it was asked for. It stays, so that a phone that
    sends it again hears the same."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    client_id = models.UUIDField()
    session = models.ForeignKey(PlannedSession, models.CASCADE, related_name="changes")
    base = models.JSONField()  # {on, at, status} as the phone saw them
    wanted = models.JSONField()  # those of them that it changed
    skip_reason = models.CharField(max_length=160, blank=True)
    made_at = models.DateTimeField()  # by the phone's clock
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["athlete", "client_id"], name="session_change_once_per_client_id"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.wanted}"


class ConflictQuerySet(models.QuerySet["FieldConflict"]):
    def for_athlete(self, athlete_id: UUID) -> ConflictQuerySet:
        return self.filter(change__athlete_id=athlete_id)

    def open(self) -> ConflictQuerySet:
        return self.filter(settled_at__isnull=True)


class FieldConflict(models.Model):
    """A field of a session that the phone and the plan changed apart. The plan's value stands; both are kept here."""

    class Side(models.TextChoices):
        STANDING = "standing", _("the plan")
        WANTED = "wanted", _("the phone")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    change = models.ForeignKey(SessionChange, models.CASCADE, related_name="conflicts")
    field = models.CharField(max_length=8)  # on | at | status
    base = models.CharField(max_length=16, blank=True)
    standing = models.CharField(max_length=16, blank=True)
    wanted = models.CharField(max_length=16, blank=True)
    standing_by = models.CharField(max_length=8, choices=PlanRevision.Author, blank=True)  # blank: not known
    standing_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_with = models.CharField(max_length=8, choices=Side, blank=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "field"], name="field_conflict_once"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_with="")
                | Q(settled_at__isnull=False, settled_with__in=["standing", "wanted"]),
                name="field_conflict_settled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.standing} or {self.wanted}"


class RefinementQuerySet(models.QuerySet["Refinement"]):
    def at_work(self) -> RefinementQuerySet:
        return self.filter(state__in=[Refinement.State.QUEUED, Refinement.State.RUNNING])

    def offered(self) -> RefinementQuerySet:
        return self.filter(offer=Refinement.Offer.PROPOSED)


class Refinement(models.Model):
    """A language model's look at a plan, and the few edits that came of it. A job row: it is claimed, leased and swept
    (see plans.services). What the model answered is kept before it is used, so that nothing is paid for twice."""

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")  # the draft is kept; `reason` says why

    class Offer(models.TextChoices):
        NONE = "none", _("none")
        PROPOSED = "proposed", _("proposed")
        APPLIED = "applied", _("applied")
        DISMISSED = "dismissed", _("dismissed")
        EXPIRED = "expired", _("expired")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="refinements")
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    reason = models.CharField(max_length=40, blank=True)  # a code: why the draft stays as it is
    is_fresh = models.BooleanField(default=False)  # asked for again: a kept reply will not do
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    base_revision = models.PositiveIntegerField()  # the state that the model has seen
    reply = models.JSONField(null=True, blank=True)  # its checked records, before they are used
    provider = models.CharField(max_length=64, blank=True)
    model = models.CharField(max_length=120, blank=True)
    summary = models.CharField(max_length=400, blank=True)  # what it said of them all; checked once it is at an end
    told = models.JSONField(default=list)  # edits as they were told while the answer came: {number, op, why, diff}
    edits = models.JSONField(default=list)  # the patch
    diff = models.JSONField(default=list)  # what it changes, for people
    offer = models.CharField(max_length=9, choices=Offer, default=Offer.NONE)
    requires = models.CharField(max_length=8, blank=True)  # who has to agree: none | athlete | coach
    applied_revision = models.PositiveIntegerField(null=True, blank=True)
    decided_by_hint = models.UUIDField(null=True, blank=True)  # who, as an id, so that erasing is free
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = RefinementQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state__in=["queued", "running"]), name="refinement_one_at_work"
            ),
            models.UniqueConstraint(fields=["plan"], condition=Q(offer="proposed"), name="refinement_one_offer"),
        ]
        indexes = [models.Index(fields=["state", "lease_until"], name="refinement_waiting")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.state}"
