"""Everything that writes accounts. Callers say `accounts.services` and need not know the files."""

from accounts.services.answers import claim_key, forget_answers, keep_answer, release_key
from accounts.services.assignments import accept, end, invite
from accounts.services.audit import audit, pseudonym
from accounts.services.erasure import NOT_EXPORTED, erase, export, paths_to_person, rows_of
from accounts.services.factors import (
    FACTOR_SEEN,
    address_of_factor,
    begin_factor,
    codes_left,
    confirm_factor,
    drop_factor,
    end_factor,
    has_factor,
    lacks_factor,
    prove_code,
    renew_codes,
    secret_of,
)
from accounts.services.limits import Counted, forget_counts, seconds_to_wait, take
from accounts.services.links import user_of_link
from accounts.services.mails import forget_mails, is_mail_available, send_mail, waiting_mails
from accounts.services.people import change_password, log_in, register, signed_in, update_profile
from accounts.services.proofs import confirm_password, note_half_way, note_login, prove_password
from accounts.services.resets import ask_for_link, hand_out_link, mail_link, set_password_by_link
from accounts.services.standings import set_duty, set_standing
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
from accounts.services.visits import has_coached, hold_consent, note_look, visit

__all__ = [
    "FACTOR_SEEN",
    "NOT_EXPORTED",
    "Counted",
    "TokenPair",
    "accept",
    "address_of_factor",
    "ask_for_link",
    "audit",
    "begin_factor",
    "change_password",
    "claim_key",
    "codes_left",
    "confirm_factor",
    "confirm_password",
    "drop_factor",
    "end",
    "end_all_tokens",
    "end_factor",
    "erase",
    "export",
    "forget_answers",
    "forget_counts",
    "forget_mails",
    "forget_tokens",
    "hand_out_link",
    "has_coached",
    "has_factor",
    "hold_consent",
    "invite",
    "is_mail_available",
    "issue_tokens",
    "keep_answer",
    "lacks_factor",
    "log_in",
    "login_of_access_token",
    "mail_link",
    "note_half_way",
    "note_login",
    "note_look",
    "paths_to_person",
    "prove_code",
    "prove_password",
    "pseudonym",
    "register",
    "release_key",
    "renew_codes",
    "revoke_tokens",
    "rotate_tokens",
    "rows_of",
    "seconds_to_wait",
    "secret_of",
    "send_mail",
    "set_duty",
    "set_password_by_link",
    "set_standing",
    "signed_in",
    "take",
    "update_profile",
    "user_of_access_token",
    "user_of_link",
    "visit",
    "waiting_mails",
]
