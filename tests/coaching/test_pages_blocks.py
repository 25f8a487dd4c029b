"""What the page makes of typed content."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory, SimpleTestCase

from coaching.pages.blocks import MOULDS, is_local, may_lead_to, moulds, shown

FOLDER = Path(settings.BASE_DIR) / "templates" / "coaching" / "blocks"


def markup(block: dict[str, Any]) -> str:
    (one,) = shown("", {"blocks": [block]})
    return render_to_string(one.template, {"shown": one}, RequestFactory().get("/"))


class BlockTests(SimpleTestCase):
    def test_it_has_a_template_for_each_type_and_no_other(self) -> None:
        self.assertEqual({path.stem for path in FOLDER.glob("*.html")}, set(MOULDS))

    def test_it_shows_the_plain_text_only_where_there_are_no_blocks(self) -> None:
        said = {"type": "milestone", "title": "Best squat"}
        cases: list[tuple[tuple[str, Any], list[str]]] = [
            (("Hello", None), ["text"]),
            (("Hello", {"blocks": []}), ["text"]),
            (("Hello", {"blocks": [said]}), ["milestone"]),
            (("Hello", {"blocks": ["nonsense", None]}), ["text"]),
            (("", None), []),
        ]
        for given, kinds in cases:
            with self.subTest(given=given):
                self.assertEqual([each.kind for each in shown(*given)], kinds)

    def test_it_shows_a_type_from_the_future_by_its_words_or_leaves_it_out(self) -> None:
        content = {"blocks": [{"type": "hologram", "title": "A lift"}, {"type": "hologram"}, {"no": "type"}]}
        self.assertEqual([each.block["text"] for each in shown("", content)], ["A lift"])

    def test_it_lets_an_action_dial_a_number(self) -> None:
        call = {"id": "call", "label": "Call 112", "href": "tel:112"}
        [only] = shown("", {"blocks": [{"type": "actions", "actions": [call]}]})
        self.assertEqual(only.block["actions"], [call])

    def test_it_links_to_places_of_this_site_only(self) -> None:
        for place in ("/plan", "/lifts/back-squat?x=1#now"):
            self.assertTrue(is_local(place), place)
        for address in (
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "tel:1;evil",
            "tel:*21*1#",
            "",
            None,
            7,
        ):
            with self.subTest(address=address):
                self.assertFalse(is_local(address))
                self.assertFalse(may_lead_to(address))
                for block in (
                    {"type": "progress_card", "title": "t", "label": "go", "href": address},
                    {"type": "actions", "actions": [{"id": "open", "label": "go", "href": address or "//x"}]},
                    {"type": "picture", "src": address, "alt": "go"},
                ):
                    self.assertNotIn("go</a>", markup(block))
                    self.assertNotIn("<img", markup(block))

    def test_it_marks_in_each_mould_where_the_values_go(self) -> None:
        request = RequestFactory().get("/")
        for mould in moulds():
            with self.subTest(mould.kind):
                self.assertIn("data-bind=", render_to_string(mould.template, {"shown": mould}, request))

    def test_it_escapes_what_it_shows(self) -> None:
        block = {"type": "milestone", "title": "<b>x</b>", "detail": '"><img src=x>'}
        self.assertNotIn("<b>x", markup(block))
        self.assertNotIn("<img src=x", markup(block))
