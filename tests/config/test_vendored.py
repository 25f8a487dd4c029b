"""Libraries of others are served exactly as released, and none without its name, licence and sum."""

import hashlib
import tomllib
from pathlib import Path

from django.conf import settings
from django.test import SimpleTestCase

VENDOR = Path(settings.BASE_DIR) / "static" / "vendor"
LISTED = tomllib.loads((VENDOR / "VERSIONS.toml").read_text(encoding="utf-8"))


class VendoredTests(SimpleTestCase):
    def test_it_serves_every_file_as_released_and_none_unlisted(self) -> None:
        files = [path for path in VENDOR.rglob("*") if path.is_file() and path.name != "VERSIONS.toml"]
        sums = {path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
        listed = {f"{folder}/{name}": told for folder, each in LISTED.items() for name, told in each["sha256"].items()}
        self.assertEqual(sums, listed)

    def test_it_says_of_each_library_what_it_is_and_where_it_is_from(self) -> None:
        for folder, each in LISTED.items():
            with self.subTest(folder):
                self.assertTrue(all(each.get(name) for name in ("name", "version", "licence", "source")))
                self.assertIn("LICENSE", each["sha256"])
