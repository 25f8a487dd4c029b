"""Everything that writes accounts. Callers say `accounts.services` and need not know the files."""

from accounts.services.answers import claim_key, forget_answers, keep_answer, release_key
from accounts.services.assignments import accept, end, invite
from accounts.services.audit import audit, pseudonym
from accounts.services.erasure import NOT_EXPORTED, erase, export, paths_to_person, rows_of
from accounts.services.limits import Counted, forget_counts, seconds_to_wait, take
from accounts.services.people import (
    change_password,
    confirm_password,
    log_in,
    register,
    set_standing,
    signed_in,
    update_profile,
)
from accounts.services.tokens import (
    TokenPair,
    end_all_tokens,
    forget_tokens,
    issue_tokens,
    login_of_access_token,
    revoke_tokens,
    rotate_tokens,
    user_of_access_token,
)
from accounts.services.visits import note_look, visit

__all__ = [
    "NOT_EXPORTED",
    "Counted",
    "TokenPair",
    "accept",
    "audit",
    "change_password",
    "claim_key",
    "confirm_password",
    "end",
    "end_all_tokens",
    "erase",
    "export",
    "forget_answers",
    "forget_counts",
    "forget_tokens",
    "invite",
    "issue_tokens",
    "keep_answer",
    "log_in",
    "login_of_access_token",
    "note_look",
    "paths_to_person",
    "pseudonym",
    "register",
    "release_key",
    "revoke_tokens",
    "rotate_tokens",
    "rows_of",
    "seconds_to_wait",
    "set_standing",
    "signed_in",
    "take",
    "update_profile",
    "user_of_access_token",
    "visit",
]
