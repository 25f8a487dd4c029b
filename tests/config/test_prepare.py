"""`prepare` in an image whose static files were collected when it was built."""

from __future__ import annotations

import tempfile
from pathlib import Path
from unittest import mock

from django.test import SimpleTestCase, override_settings

from config.management.commands.prepare import MANIFEST, came_with_static_files


class StaticFilesTests(SimpleTestCase):
    def test_it_leaves_alone_what_came_with_a_read_only_image(self) -> None:
        with tempfile.TemporaryDirectory() as folder, override_settings(STATIC_ROOT=Path(folder)):
            for has_manifest, is_writable, came in ((False, False, False), (True, True, False), (True, False, True)):
                if has_manifest:
                    (Path(folder) / MANIFEST).touch()
                with mock.patch("os.access", return_value=is_writable):
                    self.assertIs(came_with_static_files(), came, (has_manifest, is_writable))
