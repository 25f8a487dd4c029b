from django.apps import AppConfig
from django.contrib.admin import apps as admin


class AccountsConfig(AppConfig):
    name = "accounts"


class AdminConfig(admin.AdminConfig):
    """Django's admin on our own site, which also lets coaches in."""

    default = False
    default_site = "accounts.pages.console.SpotterSite"
