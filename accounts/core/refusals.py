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


class SecondFactorRequired(Refusal):
    """The password is right; the code of the second factor is missing."""

    code = "second_factor_required"


class SecondFactorWrong(Refusal):
    """Not the code of this moment, one that was used already, or no recovery code that is left."""

    code = "second_factor_wrong"


class CodeWrong(SecondFactorWrong):
    """The same from somebody who is logged in and has to prove it once more: their login is as good as before."""


class SecondFactorMissing(Refusal):
    """Staff have to set up a second factor first, which a page does."""

    code = "second_factor_missing"


class SecondFactorIsOn(Refusal):
    """There is one already: it is switched off before another is set up."""

    code = "second_factor_is_on"


class LinkRefused(Refusal):
    """The link for a new password was used, is too old, or is not one of ours."""

    code = "password_link_not_valid"


class MailUnavailable(Refusal):
    """This installation sends no mail."""

    code = "mail_unavailable"


class EmailTaken(Refusal):
    code = "email_taken"


class TokenRefused(Refusal):
    """Forged, expired, revoked, replaced, of the wrong type, or of a closed account."""

    code = "token_not_valid"


class CoachRequired(Refusal):
    code = "coach_required"


class ConsentOver(Refusal):
    """The athlete's consent to be coached by this person has ended, or was never given."""

    code = "consent_over"


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
