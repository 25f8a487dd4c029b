"""What accounts refuse: a code for programs and facts for whoever words it."""


class Refusal(Exception):
    code = ""

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code)
        self.facts = facts


class LoginRefused(Refusal):
    """Wrong e-mail, wrong password or a closed account: which of them is not said."""

    code = "login_refused"


class PasswordWrong(Refusal):
    """Someone who is logged in did not prove it once more."""

    code = "password_wrong"


class EmailTaken(Refusal):
    code = "email_taken"


class TokenRefused(Refusal):
    """Forged, expired, revoked, replaced, of the wrong type, or of a closed account."""

    code = "token_not_valid"


class CoachRequired(Refusal):
    code = "coach_required"


class TooManyAttempts(Refusal):
    """`facts["retry_after_s"]`: whole seconds until the next attempt can succeed."""

    code = "throttled"


class LimiterAway(Refusal):
    """Attempts cannot be counted, so none is let through."""

    code = "unavailable"


class IdempotencyConflict(Refusal):
    code = "idempotency_conflict"


class AnswerInProgress(Refusal):
    code = "idempotency_in_progress"
