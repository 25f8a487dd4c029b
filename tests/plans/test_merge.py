"""plans.core.merge: two sides of one session."""

from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as some

from plans.core.merge import DAY, FIELDS, STATUS, TIME, Clash, merge

SEEN = {DAY: "2030-01-07", TIME: "18:30", STATUS: "planned"}
DAYS = ("2030-01-07", "2030-01-08", "2030-01-09")
sides = some.fixed_dictionaries(
    {
        DAY: some.sampled_from(DAYS),
        TIME: some.sampled_from(("", "18:30", "07:00")),
        STATUS: some.sampled_from(("planned", "skipped")),
    }
)


class MergeTests(SimpleTestCase):
    def test_it_decides_field_by_field(self) -> None:
        cases = {
            "only the phone": ({}, {DAY: "2030-01-08"}, {DAY: "2030-01-08"}, ()),
            "only the plan": ({DAY: "2030-01-09"}, {}, {}, ()),
            "each another field": ({TIME: "07:00"}, {DAY: "2030-01-08"}, {DAY: "2030-01-08"}, ()),
            "both alike": ({DAY: "2030-01-08"}, {DAY: "2030-01-08"}, {}, ()),
            "both apart": (
                {DAY: "2030-01-09"}, {DAY: "2030-01-08"}, {},
                (Clash(DAY, "2030-01-07", "2030-01-09", "2030-01-08"),),
            ),
            "one field of two apart": (
                {DAY: "2030-01-09"}, {DAY: "2030-01-08", TIME: "07:00"}, {TIME: "07:00"},
                (Clash(DAY, "2030-01-07", "2030-01-09", "2030-01-08"),),
            ),
            "moved there, left out here": ({DAY: "2030-01-09"}, {STATUS: "skipped"}, {STATUS: "skipped"}, ()),
            "named, but not changed": ({DAY: "2030-01-09"}, {DAY: "2030-01-07"}, {}, ()),
        }  # fmt: skip
        for name, (elsewhere, wanted, take, clashes) in cases.items():
            with self.subTest(name):
                merged = merge(SEEN, {**SEEN, **elsewhere}, wanted)
                self.assertEqual((dict(merged.take), merged.clashes), (take, clashes))

    def test_a_move_waits_where_the_session_has_been_left_out_meanwhile(self) -> None:
        merged = merge(SEEN, {**SEEN, STATUS: "skipped"}, {DAY: "2030-01-08"})
        self.assertEqual(dict(merged.take), {})
        self.assertEqual(
            [(each.field, each.wanted) for each in merged.clashes], [(DAY, "2030-01-08"), (STATUS, "planned")]
        )

    def test_a_move_of_a_session_that_was_seen_as_left_out_takes_it_up(self) -> None:
        seen = {**SEEN, STATUS: "skipped"}
        self.assertEqual(dict(merge(seen, seen, {DAY: "2030-01-08"}).take), {DAY: "2030-01-08"})

    def test_it_believes_the_plan_where_the_phone_does_not_say_what_it_saw(self) -> None:
        self.assertEqual(dict(merge({}, SEEN, {DAY: "2030-01-08"}).take), {DAY: "2030-01-08"})

    @given(sides, sides, sides)
    def test_nothing_that_somebody_changed_is_lost(
        self, base: dict[str, str], standing: dict[str, str], wanted: dict[str, str]
    ) -> None:
        merged = merge(base, standing, wanted)
        clashing = {each.field for each in merged.clashes}
        self.assertFalse(clashing & merged.take.keys())
        for name in FIELDS:
            if wanted[name] not in {base[name], standing[name]}:  # the phone's wish is carried out or kept
                self.assertTrue(merged.take.get(name) == wanted[name] or name in clashing, name)
            if standing[name] != base[name]:  # and the plan's is not overwritten
                self.assertNotIn(name, merged.take)
