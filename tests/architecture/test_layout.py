"""What is listed in two places says the same in both."""

from django.apps import apps
from django.conf import settings
from django.test import SimpleTestCase

from tests.architecture import rules


class InstalledAppsTests(SimpleTestCase):
    def test_it_lists_our_apps_from_the_lowest_to_the_highest(self) -> None:
        heights = rules.heights()
        ours = [name for name in settings.INSTALLED_APPS if name in heights]
        self.assertEqual(ours, sorted(ours, key=lambda name: heights[name]))

    def test_it_installs_every_package_that_has_models(self) -> None:
        installed = {config.name for config in apps.get_app_configs()}
        for path in sorted(rules.ROOT.glob("*/migrations/__init__.py")):
            with self.subTest(path.parent.parent.name):
                self.assertIn(path.parent.parent.name, installed)
