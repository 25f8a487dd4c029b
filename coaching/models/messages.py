"""What is said: the messages of each athlete's chat, and how far the athlete has read them."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from accounts.core.ids import uuid7
from coaching.core.text import TEXT_MAX


class MessageQuerySet(models.QuerySet["Message"]):
    def for_athlete(self, athlete_id: UUID) -> MessageQuerySet:
        return self.filter(athlete_id=athlete_id)

    def newest_first(self) -> MessageQuerySet:
        return self.order_by("-created_at", "-pk")

    def before(self, message: Message) -> MessageQuerySet:
        same = Q(created_at=message.created_at, pk__lt=message.pk)
        return self.filter(Q(created_at__lt=message.created_at) | same)

    def after(self, message: Message) -> MessageQuerySet:
        same = Q(created_at=message.created_at, pk__gt=message.pk)
        return self.filter(Q(created_at__gt=message.created_at) | same)

    def of_spotter(self) -> MessageQuerySet:
        return self.exclude(origin=Message.Origin.PERSON)


class Message(models.Model):
    """One message of one athlete's chat. Never changed: what was said was said."""

    class Author(models.TextChoices):
        ATHLETE = "athlete", _("athlete")
        COACH = "coach", _("coach")  # Spotter itself, or a person who coaches: `origin` tells them apart
        STAFF = "staff", _("staff")

    class Origin(models.TextChoices):
        RULE = "rule", _("rule")
        MODEL = "model", _("language model")
        PERSON = "person", _("person")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    author = models.CharField(max_length=8, choices=Author)
    # The person who wrote it; null for Spotter itself, and for a person who was erased since.
    author_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    client_id = models.UUIDField(null=True)  # made by the writer's client: a message sent again is recognised
    text = models.TextField()
    content = models.JSONField(null=True)  # {"blocks": […]}, worded; null where the text says it all
    origin = models.CharField(max_length=8, choices=Origin)
    reply_to = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    created_at = models.DateTimeField()

    objects = MessageQuerySet.as_manager()

    class Meta:
        db_table = "coaching_messages"
        constraints = [
            models.UniqueConstraint(fields=["athlete", "author_user", "client_id"], name="message_once_per_client_id"),
            # Whatever is killed, lost or run twice: one question has one answer of ours.
            models.UniqueConstraint(fields=["reply_to"], condition=~Q(origin="person"), name="message_one_answer"),
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length("text"), 1) & LessThanOrEqual(Length("text"), TEXT_MAX),
                name="message_text_length",
            ),
            models.CheckConstraint(condition=~Q(author="athlete") | Q(origin="person"), name="message_athlete_person"),
        ]
        indexes = [models.Index(fields=["athlete", "-created_at", "-id"], name="message_newest_first")]

    def __str__(self) -> str:
        return f"{self.author} at {self.created_at:%Y-%m-%d %H:%M}"


class ReadMark(models.Model):
    """How far the athlete has read their chat, on whichever device. Only ever moves forward."""

    athlete = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    message = models.ForeignKey(Message, models.CASCADE, related_name="+")
    message_at = models.DateTimeField()  # the message's own, so that marks are compared without looking it up
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.athlete_id} up to {self.message_id}"
