"""Everything about one person: handed out, or erased.

Which tables hold a person is read from the relations of all models, so that a table added tomorrow by an app above is
in the export without a line here. What stays out is listed with its reason.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any, cast

from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
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

    RESTRICT relations do not stand in the way: Django lets them go when the restricted row goes as well.
    """
    with transaction.atomic():
        found = User.objects.select_for_update().filter(pk=user.pk).first()
        if found is None:  # erased meanwhile
            return
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
