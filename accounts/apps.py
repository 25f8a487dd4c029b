from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and sign-in")


class AdminConfig(admin.AdminConfig):
    """Django's admin on our own site, which also lets coaches in."""

    default = False
    default_site = "accounts.pages.console.SpotterSite"
