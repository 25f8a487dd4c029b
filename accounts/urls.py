"""Where accounts are answered: the API under its version, the pages under the name `accounts`."""

from django.urls import include, path

from accounts.api import auth, coaching, factor, me
from accounts.pages import coaching as coaching_pages
from accounts.pages import code, data, entry, language, passwords, profile
from accounts.pages import factor as factor_pages

page_urls = [
    path("sign-in", entry.SignInPage.as_view(), name="sign_in"),
    path("sign-in/code", code.CodePage.as_view(), name="sign_in_code"),
    path("sign-out", entry.SignOutPage.as_view(), name="sign_out"),
    path("register", entry.RegisterPage.as_view(), name="register"),
    path("password/forgotten", passwords.ForgottenPage.as_view(), name="password_forgotten"),
    path("password/new", passwords.NewPasswordPage.as_view(), name="password_new"),
]

urlpatterns = [
    # Pages
    path("", include((page_urls, "accounts"))),
    path("language", language.LanguagePage.as_view(), name="page-language"),
    path("profile", profile.ProfilePage.as_view(), name="page-profile"),
    path("profile/password", passwords.PasswordPage.as_view(), name="page-password"),
    path("profile/second-factor", factor_pages.FactorPage.as_view(), name="page-second-factor"),
    path("profile/export", data.ExportPage.as_view(), name="page-export"),
    path("profile/delete", data.DeletePage.as_view(), name="page-delete"),
    path("coaching", coaching_pages.CoachingPage.as_view(), name="page-coaching"),
    path(
        "coaching/<uuid:assignment_id>/accept",
        coaching_pages.AnswerPage.as_view(),
        {"answer": "accept"},
        name="page-coach-accept",
    ),
    path(
        "coaching/<uuid:assignment_id>/end",
        coaching_pages.AnswerPage.as_view(),
        {"answer": "end"},
        name="page-coach-end",
    ),
    # API
    path("api/v1/auth/register", auth.RegisterView.as_view(), name="auth-register"),
    path("api/v1/auth/token", auth.TokenView.as_view(), name="auth-token"),
    path("api/v1/auth/token/refresh", auth.RefreshView.as_view(), name="auth-refresh"),
    path("api/v1/auth/token/revoke", auth.RevokeView.as_view(), name="auth-revoke"),
    path("api/v1/auth/password", auth.PasswordView.as_view(), name="auth-password"),
    path("api/v1/auth/password/reset", auth.ForgottenView.as_view(), name="auth-password-reset"),
    path("api/v1/auth/password/reset/confirm", auth.NewPasswordView.as_view(), name="auth-password-reset-confirm"),
    path("api/v2/auth/second-factor", factor.FactorView.as_view(), name="auth-factor"),
    path("api/v2/auth/second-factor/confirm", factor.ConfirmView.as_view(), name="auth-factor-confirm"),
    path("api/v2/auth/second-factor/recovery-codes", factor.CodesView.as_view(), name="auth-factor-codes"),
    path("api/v1/me", me.MeView.as_view(), name="me"),
    path("api/v1/me/export", me.ExportView.as_view(), name="me-export"),
    path("api/v1/me/coaches", coaching.CoachesView.as_view(), name="me-coaches"),
    path("api/v1/me/coaches/<uuid:assignment_id>/accept", coaching.AcceptView.as_view(), name="me-coach-accept"),
    path("api/v1/me/coaches/<uuid:assignment_id>/end", coaching.EndView.as_view(), name="me-coach-end"),
    path("api/v1/me/athletes", coaching.AthletesView.as_view(), name="me-athletes"),
    path("api/v1/me/athletes/<uuid:assignment_id>/end", coaching.EndAthleteView.as_view(), name="me-athlete-end"),
]
