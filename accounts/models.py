"""Who uses Spotter: people, what Spotter must know of an athlete, who coaches whom, and the tokens they carry."""

from __future__ import annotations

import datetime
import zoneinfo
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.core.ids import uuid7


class UserManager(BaseUserManager["User"]):
    use_in_migrations = False

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        """A user with an empty profile: nobody is without one, whoever makes them."""
        user = self.model(email=email.strip().lower(), **extra)
        user.set_password(password)
        with transaction.atomic(using=self._db):
            user.save(using=self._db)
            AthleteProfile.objects.create(user_id=user.pk)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())

    def visible_to(self, viewer: User, now: datetime.datetime) -> models.QuerySet[User]:
        """Whose training data this person may look at: staff everyone's, a coach that of athletes who agreed."""
        if viewer.is_staff:
            return self.all()
        if not viewer.is_coach:
            return self.none()
        in_force = CoachAssignment.objects.in_force(now).filter(coach=viewer)
        return self.filter(pk__in=in_force.values("athlete"))


class User(AbstractBaseUser, PermissionsMixin):
    """A person who logs in with an e-mail address: athlete, coach or staff."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_coach = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once_in_any_case")]

    def __str__(self) -> str:
        return self.email


class AthleteProfile(models.Model):
    """What the training rules must know of one athlete. Every user has one; a coach may train as well."""

    class Level(models.TextChoices):
        BEGINNER = "beginner", _("beginner")
        INTERMEDIATE = "intermediate", _("intermediate")
        ADVANCED = "advanced", _("advanced")

    class Autonomy(models.TextChoices):
        ASK = "ask", _("ask me about each change")
        AUTO = "auto", _("apply safe changes by themselves")
        COACH = "coach", _("my coach confirms changes")

    class Sex(models.TextChoices):
        FEMALE = "female", _("female")
        MALE = "male", _("male")
        OTHER = "other", _("other")

    class Units(models.TextChoices):
        METRIC = "metric", _("kilograms")
        IMPERIAL = "imperial", _("pounds")

    class Tone(models.TextChoices):
        GENTLE = "gentle", _("gentle")
        DIRECT = "direct", _("direct")
        PLAYFUL = "playful", _("playful")

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="profile")
    display_name = models.CharField(max_length=80, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)  # the year only: less to lose
    sex = models.CharField(max_length=8, choices=Sex, blank=True)
    bodyweight_kg = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    country = models.CharField(max_length=2, blank=True)  # ISO 3166 alpha-2, for emergency numbers
    experience_level = models.CharField(max_length=12, choices=Level, default=Level.BEGINNER)
    equipment = models.JSONField(default=list, blank=True)
    limitations = models.JSONField(default=list, blank=True)  # [{region, severity 0-10, note}]
    health = models.JSONField(default=dict, blank=True)  # conditions, pregnancy_week, screening_yes, cleared_by_…
    timezone = models.CharField(max_length=64, default="UTC")
    locale = models.CharField(max_length=12, default="en")
    units = models.CharField(max_length=8, choices=Units, default=Units.METRIC)
    tone = models.CharField(max_length=8, choices=Tone, default=Tone.GENTLE)
    autonomy = models.CharField(max_length=5, choices=Autonomy, default=Autonomy.ASK)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_year__isnull=True) | Q(birth_year__range=(1900, 2100)), name="profile_birth_year"
            ),
            models.CheckConstraint(
                condition=Q(bodyweight_kg__isnull=True) | Q(bodyweight_kg__range=(20, 400)), name="profile_bodyweight"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or str(self.user_id)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.timezone)

    def local_date(self, now: datetime.datetime) -> datetime.date:
        """The athlete's own calendar day at this instant."""
        return now.astimezone(self.zone).date()


class AssignmentQuerySet(models.QuerySet["CoachAssignment"]):
    def open(self) -> AssignmentQuerySet:
        """Invited or in force: not ended by either side."""
        return self.filter(until__isnull=True)

    def in_force(self, now: datetime.datetime) -> AssignmentQuerySet:
        return self.filter(consented_at__lte=now).filter(Q(until__isnull=True) | Q(until__gt=now))


class CoachAssignment(models.Model):
    """A coach may see and steer an athlete from the athlete's consent until either of them ends it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    coach = models.ForeignKey(User, models.CASCADE, related_name="athletes_assigned")
    athlete = models.ForeignKey(User, models.CASCADE, related_name="coaches_assigned")
    invited_at = models.DateTimeField(auto_now_add=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["coach", "athlete"], condition=Q(until__isnull=True), name="assignment_once_while_open"
            ),
            models.CheckConstraint(condition=~Q(coach=F("athlete")), name="assignment_not_to_oneself"),
        ]

    def __str__(self) -> str:
        return f"{self.coach_id} coaches {self.athlete_id}"

    @property
    def status(self) -> str:
        """invited | active | ended"""
        if self.until is not None:
            return "ended"
        return "active" if self.consented_at is not None else "invited"


class TokenFamily(models.Model):
    """All refresh tokens that descend from one login. Only the newest is good; an older one that comes back was
    copied, and ends the family."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="token_families")
    current_jti = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    rotated_at = models.DateTimeField(auto_now=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_because = models.CharField(max_length=24, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id} since {self.created_at:%Y-%m-%d}"


class SecondFactor(models.Model):
    """What a person's authenticator app shares with us. Nobody is asked for a code before it is confirmed."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="second_factor")
    secret = models.TextField()  # encrypted
    last_step = models.PositiveBigIntegerField(default=0)  # of the newest code that was taken: none is good twice
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("second factor"), _("second factors")

    def __str__(self) -> str:
        return str(self.user_id)


class RecoveryCode(models.Model):
    """A way in, once, without the authenticator app. The codes have 80 random bits, so a plain digest keeps them."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)  # sha256
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.digest[:8]}"


class AccountMail(models.Model):
    """A mail about an account that is still to go out; the row goes once a mail server has it. Its words, and the link
    in it, are made when it is sent: no secret lies here."""

    class Kind(models.TextChoices):
        LINK = "link", _("link for a new password")
        PASSWORD = "password", _("the password was changed")
        FACTOR_ON = "factor_on", _("the second factor was switched on")
        FACTOR_OFF = "factor_off", _("the second factor was switched off")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Nobody: the address has no account. The row takes the same time to make, so that waiting tells nothing.
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    good_until = models.DateTimeField()  # later it helps nobody
    next_try_at = models.DateTimeField(db_index=True)  # also the lease of whoever is at it
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(user__isnull=False) | Q(kind="link"), name="account_mail_to_somebody")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.user_id}"


class RateCounter(models.Model):
    """Calls counted within one window where there is no Redis. One row per key and window."""

    key = models.CharField(max_length=160, primary_key=True)
    window_ends_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"


class IdempotentAnswer(models.Model):
    """The answer that a POST with an Idempotency-Key got, so that a repeat gets the same one."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)  # sha256 of method, path and body
    status = models.PositiveSmallIntegerField(null=True)  # null while the first request is still at work
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotent_answer_once")]

    def __str__(self) -> str:
        return self.key


class Subject(models.Model):
    """The pseudonym under which a person stands in the audit. Erasing a person deletes this row, not the audit."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField(User, models.CASCADE, related_name="subject")

    def __str__(self) -> str:
        return str(self.id)


class AuditEntry(models.Model):
    """Who looked at or changed what of whom. People stand in it by pseudonym (Subject), so it may stay for good: the
    database refuses to change or delete a row."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    actor = models.UUIDField(null=True)  # Subject ids, not foreign keys: the audit outlives the mapping
    subject = models.UUIDField(null=True, db_index=True)
    action = models.CharField(max_length=64)
    target = models.CharField(max_length=120, blank=True)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["actor"], name="audit_actor")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"
