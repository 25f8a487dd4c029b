"""Who is a coach, who is staff, who looks after what, and whose account is closed."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db import transaction

from accounts.models import User
from accounts.services.audit import audit
from accounts.services.tokens import end_all_tokens

STANDINGS = {"is_active", "is_coach", "is_staff"}


def set_standing(*, actor: User, user: User, **standing: bool) -> bool:
    """Staff decide on `is_active` and `is_coach`; who is staff, and all about staff, is for superusers, and nobody
    closes or demotes themselves. Returns whether it was done. A closed account is out at once, its tokens too; so are
    those of new staff, which were given for a password alone."""
    unknown = standing.keys() - STANDINGS
    if unknown:
        raise TypeError(f"not a standing: {sorted(unknown)}")
    is_delicate = user.is_staff or "is_staff" in standing
    locks_out_oneself = actor == user and False in (standing.get("is_active"), standing.get("is_staff"))
    if not actor.is_staff or (is_delicate and not actor.is_superuser) or locks_out_oneself:
        audit("access.refused", actor=actor, subject=user, target="set_standing")
        return False
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(**standing)
        if standing.get("is_active") is False:
            end_all_tokens(user, "closed")
        if "is_staff" in standing:
            end_all_tokens(user, "standing")
        audit("account.standing_set", actor=actor, subject=user, facts=standing)
    return True


def set_duty(*, actor: User, user: User, duty: str, is_given: bool) -> bool:
    """Superusers give a duty (a permission, `<app>.<codename>`) to staff, or take it. Returns whether it was done."""
    if not actor.is_superuser or not user.is_staff:
        audit("access.refused", actor=actor, subject=user, target="set_duty")
        return False
    app_label, _dot, codename = duty.partition(".")
    with transaction.atomic():
        permission = Permission.objects.get(content_type__app_label=app_label, codename=codename)
        (user.user_permissions.add if is_given else user.user_permissions.remove)(permission)
        audit("account.duty_set", actor=actor, subject=user, facts={"duty": duty, "is_given": is_given})
    return True
