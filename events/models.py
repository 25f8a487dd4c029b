"""The journal: everything that an athlete's screens must learn, in one gapless order per athlete."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class JournalEpoch(models.Model):
    """The name of this journal's numbering. A database restored from a backup gets a new one, so that a client whose
    cursor lies ahead of the restored head is told to start over instead of silently missing entries."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=16)
    started_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="journal_epoch_single")]

    def __str__(self) -> str:
        return self.name


class JournalHead(models.Model):
    """The last number given out in one athlete's journal. Its row lock is what makes the numbers gapless."""

    athlete = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    last_seq = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.athlete_id}: {self.last_seq}"


class EntryQuerySet(models.QuerySet["JournalEntry"]):
    def for_athlete(self, athlete_id: UUID) -> EntryQuerySet:
        return self.filter(athlete_id=athlete_id)

    def after(self, seq: int) -> EntryQuerySet:
        return self.filter(seq__gt=seq).order_by("seq")


class JournalEntry(models.Model):
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=64)
    payload = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("journal entry"), _("journal entries")
        constraints = [models.UniqueConstraint(fields=["athlete", "seq"], name="journal_entry_seq")]

    def __str__(self) -> str:
        return f"{self.athlete_id} {self.seq} {self.kind}"


class JournalAck(models.Model):
    """How far an athlete's screens have said that they have shown the journal. Apart from the head, whose lock belongs
    to those who write."""

    athlete = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    seq = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.athlete_id}: shown up to {self.seq}"


class StreamTicket(models.Model):
    """One word that opens one stream, for clients that cannot send a header. Only its digest is kept."""

    digest = models.CharField(max_length=64, primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    source = models.CharField(max_length=8)  # the grant that it was fetched with: events.core.grant
    key = models.CharField(max_length=64)
    password_mark = models.CharField(max_length=32)
    ends_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.user_id} until {self.expires_at:%H:%M:%S}"


class ReactionCursor(models.Model):
    """How far one reaction has read one athlete's journal. Its row lock makes two workers follow one another."""

    reaction = models.CharField(max_length=64)
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reaction", "athlete"], name="reaction_cursor_once")]

    def __str__(self) -> str:
        return f"{self.reaction} {self.athlete_id}: {self.seq}"


class DueQuerySet(models.QuerySet["DueReaction"]):
    def ready(self, now: datetime) -> DueQuerySet:
        """Those that are not waiting after a failure, the longest due first."""
        return self.exclude(not_before__gt=now).order_by("due_at", "pk")


class DueReaction(models.Model):
    """A reaction that has entries left to read, up to `seq`. Written with the entry, gone when it has been read.

    Apart from the cursor, because a worker holds that one while it reads: whoever appends must not wait for it, or each
    could wait for the other.
    """

    reaction = models.CharField(max_length=64)
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seq = models.PositiveBigIntegerField()
    due_at = models.DateTimeField(auto_now_add=True, db_index=True)
    failures = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)  # pushed back after a failure, so others get their turn

    objects = DueQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reaction", "athlete"], name="due_reaction_once")]

    def __str__(self) -> str:
        return f"{self.reaction} {self.athlete_id}: up to {self.seq}"
