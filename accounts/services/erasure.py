"""Everything about one person: handed out, or erased.

Which tables hold a person is read from the relations of all models, so that a table added tomorrow by an app above is
in the export without a line here. What stays out is listed with its reason.
"""

from __future__ import annotations

import time
from functools import reduce
from operator import or_
from typing import Any, cast

from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection, transaction
from django.db.models import ForeignKey, Model, Q, QuerySet
from django.utils import timezone

from accounts.models import AuditEntry, Subject, User
from accounts.services.audit import audit, pseudonym

NOT_EXPORTED = {
    "accounts.AccountMail": "mails that are on their way to the person",
    "accounts.IdempotentAnswer": "a copy, kept for a day, of answers that the person was given",
    "accounts.Subject": "the pseudonym; the audit entries under it are in the export",
    "accounts.TokenFamily": "secrets of the sessions, nothing about the person",
    "coaching.PushNotice": "that a browser is still to be told of a prompt; prompts are in the export",
    "events.JournalAck": "how far a screen has shown the journal, which is in the export",
    "events.StreamTicket": "a secret that is good for half a minute",
    "events.JournalHead": "a counter of the journal, which is in the export",
    "events.ReactionCursor": "how far a background job has read the journal",
    "events.DueReaction": "what a background job has still to read",
}
SECRET_FIELDS = {
    "accounts.User": {"password"},
    "accounts.SecondFactor": {"secret", "last_step"},
    "accounts.RecoveryCode": {"digest"},
    "coaching.PushSubscription": {"session", "family"},
}

# Erasing waits this long for a row that somebody else holds; PostgreSQL looks for circles after a second.
PATIENCE_MS = 10
PAUSES_S = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2)
IN_THE_WAY = frozenset({"55P03", "40P01"})  # lock_not_available, deadlock_detected


def export(user: User) -> dict[str, list[dict[str, Any]]]:
    """All rows of this person by table: {"plans.Plan": [{column: value}, …], …}."""
    data = {
        model._meta.label: [columns(row) for row in rows.iterator()]
        for model, rows in rows_of(user).items()
        if model._meta.label not in NOT_EXPORTED
    }
    who = pseudonym(user)
    entries = AuditEntry.objects.filter(Q(actor=who) | Q(subject=who)).order_by("at")
    data["accounts.AuditEntry"] = [columns(entry) for entry in entries.iterator()]
    audit("account.exported", actor=user, subject=user)
    return data


def erase(user: User) -> None:
    """Delete the person and every row of theirs, in all apps; the audit stays under a pseudonym that leads nowhere.

    Whoever works for this person holds rows of theirs and needs the person's own row for the next one, so waiting for
    them with that row in hand would be a circle. Erasing gives way instead, and begins again. OperationalError when
    somebody is still at work after all pauses; then nothing is erased.
    """
    for pause_s in PAUSES_S:
        try:
            _erase(user)
        except OperationalError as problem:
            if getattr(problem.__cause__, "sqlstate", None) not in IN_THE_WAY:
                raise
            time.sleep(pause_s)
        else:
            return
    _erase(user)


@transaction.atomic
def _erase(user: User) -> None:
    """RESTRICT relations do not stand in the way: Django lets them go when the restricted row goes as well."""
    found = User.objects.select_for_update().filter(pk=user.pk).first()
    if found is None:  # erased meanwhile
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE_MS}ms'")
    audit("account.erased", actor=found, subject=found)
    Subject.objects.filter(user=found).delete()
    end_sessions(found)
    found.delete()


def end_sessions(user: User) -> None:
    """Drop the session rows of this person. Their content is opaque to the database, so all live ones are read."""
    live = Session.objects.filter(expire_date__gt=timezone.now())
    theirs = [row.pk for row in live.iterator() if row.get_decoded().get(SESSION_KEY) == str(user.pk)]
    Session.objects.filter(pk__in=theirs).delete()


def rows_of(user: User) -> dict[type[Model], QuerySet[Model]]:
    """Every table with a path of foreign keys to a person, and this person's rows in it."""
    found: dict[type[Model], QuerySet[Model]] = {User: User.objects.filter(pk=user.pk)}
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        if model is not User and (paths := paths_to_person(model)):
            mine = reduce(or_, (Q(**{path: user.pk}) for path in paths))
            found[model] = model._default_manager.filter(mine).order_by("pk")
    return found


def paths_to_person(model: type[Model], seen: frozenset[type[Model]] = frozenset()) -> list[str]:
    """The lookups that lead from a table to a person: its own foreign keys to User where it has any, else those of the
    tables that it points at, as `plan__athlete` or `session__plan__athlete`."""
    keys = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    direct = [key.name for key in keys if key.related_model is User]
    return direct or [
        f"{key.name}__{path}"
        for key in keys
        if key.related_model not in {model, *seen}
        for path in paths_to_person(cast(type[Model], key.related_model), seen | {model})
    ]


def columns(row: Model) -> dict[str, Any]:
    secret = SECRET_FIELDS.get(row._meta.label, set())
    return {
        field.attname: field.value_from_object(row) for field in row._meta.concrete_fields if field.name not in secret
    }
