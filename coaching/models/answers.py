"""Answers that a language model may put into words: each a row first, with the rules' answer in it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.core.ids import uuid7
from coaching.models.messages import Message


class ChatAnswerQuerySet(models.QuerySet["ChatAnswer"]):
    def is_open(self) -> ChatAnswerQuerySet:
        return self.filter(status__in=ChatAnswer.OPEN)

    def waiting(self) -> ChatAnswerQuerySet:
        return self.filter(status=ChatAnswer.Status.WAITING)

    def overdue(self, now: datetime) -> ChatAnswerQuerySet:
        """Nobody works on them any more: the rules' answer is to be said."""
        return self.is_open().filter(lease_until__lte=now)


class ChatAnswer(models.Model):
    """One answer on its way. Its id becomes the id of the message, so that parts of it can be shown before."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting for a worker")
        ASKED = "asked", _("a model was asked")  # and is never asked again: a call is paid once
        DONE = "done", _("said")

    OPEN = ("waiting", "asked")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    question = models.OneToOneField(Message, models.CASCADE, related_name="+")
    intent = models.CharField(max_length=12)  # as the rules read it
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    blocks = models.JSONField(default=list)  # what the rules say; emptied when it is said
    lease_until = models.DateTimeField()
    created_at = models.DateTimeField()

    objects = ChatAnswerQuerySet.as_manager()

    class Meta:
        db_table = "coaching_chat_answers"
        indexes = [
            models.Index(fields=["lease_until"], condition=Q(status__in=["waiting", "asked"]), name="chat_answer_open"),
        ]

    def __str__(self) -> str:
        return f"{self.intent} {self.status}"
