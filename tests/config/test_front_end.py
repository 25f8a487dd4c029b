"""What the pages load: every module is in the import map, and no page holds what its policy forbids."""

import re
from pathlib import Path

from django.conf import settings
from django.test import SimpleTestCase

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


class ModuleTests(SimpleTestCase):
    def test_it_maps_every_module(self) -> None:
        base = (ROOT / "templates" / "base.html").read_text()
        mapped = dict(re.findall(r'"spotter/([\w-]+)": "\{% static \'js/([\w-]+)\.js\' %\}"', base))
        files = {path.stem for path in (ROOT / "static" / "js").glob("*.js")}
        self.assertEqual(mapped, {name: name for name in files})

    def test_it_names_modules_by_the_map_and_never_by_path(self) -> None:
        for path in (ROOT / "static" / "js").glob("*.js"):
            for name in re.findall(r'from "([^"]+)"', path.read_text()):
                with self.subTest(path.name):
                    self.assertTrue(name.startswith("spotter/"), name)

    def test_it_loads_no_module_before_the_map(self) -> None:
        """One that is there before it cannot name the others and stays broken: now and then, as the parts arrive."""
        base = (ROOT / "templates" / "base.html").read_text()
        self.assertLess(base.index('<script type="importmap"'), base.index("{% block preloads %}"))
        for path in TEMPLATES:
            blocks = dict(re.findall(r"\{% block (\w+) %\}(.*?)\{% endblock", path.read_text(), re.DOTALL))
            with self.subTest(path.name):
                self.assertEqual(
                    {name for name, body in blocks.items() if "modulepreload" in body} - {"preloads"}, set()
                )


class PolicyTests(SimpleTestCase):
    def test_it_has_no_inline_style_and_no_inline_handler(self) -> None:
        for path in TEMPLATES:
            with self.subTest(path.name):
                self.assertNotRegex(path.read_text(), r'<[^>]*\s(style|on\w+)="')

    def test_it_loads_nothing_from_elsewhere(self) -> None:
        for path in [*TEMPLATES, *(ROOT / "static" / "css").glob("*.css"), *(ROOT / "static" / "js").glob("*.js")]:
            with self.subTest(path.name):
                self.assertNotRegex(path.read_text(), r'(?:src|href|url|from)[=("\s]+(?:https?:)?//')
