"""plans.services.revise and restore: the one way in, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, connection, transaction
from django.db.models import RestrictedError
from django.test import TestCase, TransactionTestCase
from django.test.utils import CaptureQueriesContext

from accounts.models import AthleteProfile
from events.models import JournalEntry
from feedback.models import RPEFeedback
from plans import kinds
from plans import services as plans
from plans.core import patch, patch_data
from plans.core.edits import AddItem, DropItem, Edit, InsertDeload, MoveSession, SetNote, SetSets, SwapExercise
from plans.core.patch import EditRefused
from plans.core.refusals import PlanNotActive, PlanRefused, SessionClosed, StaleRevision
from plans.core.spec import Item, PlanSpec, Reason, Session, from_json, spec_hash, to_json
from plans.models import Plan, PlannedItem, PlannedSession, PlanRevision
from plans.services import catalogue_for, rows
from tests.base import Cast, at_once
from tests.plans.base import NOW, kinds_of, own, plan_for

WHY = Reason("suggestion_applied")


class Revising(Cast):
    plan: Plan

    @classmethod
    def raise_curtain(cls) -> None:
        super().raise_curtain()
        cls.plan = plan_for(cls.ana)

    def revise(self, *edits: Edit, **options: Any) -> PlanRevision:
        wanted: dict[str, Any] = {"author": "athlete", "reason": WHY, "now": NOW, **options}
        return plans.revise(self.plan.pk, edits, **wanted)

    def spec(self) -> PlanSpec:
        return plans.spec_of(Plan.objects.get(pk=self.plan.pk))

    def session(self, place: int = 0) -> Session:
        return list(self.spec().sessions())[place]

    def item(self, place: int = 0) -> Item:
        return self.session(place).items[0]

    def rows(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = [dict(row) for row in PlannedSession.objects.order_by("pk").values()]
        return rows + [dict(row) for row in PlannedItem.objects.order_by("pk").values()]


class ReviseTests(Revising, TestCase):
    def test_it_stores_a_revision_with_what_was_asked_and_what_changed(self) -> None:
        item = self.item()
        actor = self.cleo.pk
        revision = self.revise(
            SetNote(item.id, "Brace."), author="coach", actor_id=actor, evidence={"rpe": 9.5}, base_revision=1
        )
        self.assertEqual((revision.number, revision.author, revision.author_id_hint), (2, "coach", actor))
        self.assertEqual(revision.edits, [{"op": "set_note", "item": item.id, "notes": "Brace."}])
        self.assertEqual([(each["field"], each["after"]) for each in revision.diff], [("notes", "Brace.")])
        self.assertEqual((revision.reason["code"], revision.evidence), ("suggestion_applied", {"rpe": 9.5}))
        self.assertEqual(revision.spec_hash, spec_hash(revision.spec))

    def test_it_changes_the_row_of_the_item_and_no_other(self) -> None:
        item = self.item()
        before = {row["id"]: row for row in self.rows()}
        self.revise(SetNote(item.id, "Brace."))
        changed = [row for row in self.rows() if before[row["id"]] != row]
        self.assertEqual([(str(row["id"]), row["notes"]) for row in changed], [(item.id, "Brace.")])

    def test_it_leaves_the_rows_as_a_new_plan_from_the_same_spec_would_have_them(self) -> None:
        third = self.session(2)
        self.revise(
            MoveSession(third.id, third.on + timedelta(days=1), "07:15"),
            SetSets(self.item(1).id, self.item(1).sets - 1),
            DropItem(self.session(0).items[-1].id),
            AddItem(third.id, str(uuid4()), "crunch", 1, 10, 12, 7.0, 60),
            InsertDeload(2),
            author="coach",
        )
        synced = self.rows()
        PlannedSession.objects.all().delete()
        rows.create(self.plan, self.spec())
        self.assertEqual(synced, self.rows())

    def test_it_keeps_every_id_and_every_status(self) -> None:
        second = self.session(1)
        PlannedSession.objects.filter(pk=second.id).update(status="skipped", skip_reason="ill")
        before = set(PlannedSession.objects.values_list("pk", flat=True))
        self.revise(MoveSession(second.id, second.on + timedelta(days=1)))
        self.assertEqual(set(PlannedSession.objects.values_list("pk", flat=True)), before)
        row = PlannedSession.objects.get(pk=second.id)
        self.assertEqual((row.on, row.status, row.skip_reason), (second.on + timedelta(days=1), "skipped", "ill"))

    def test_it_journals_the_change_last_with_its_reason_and_diff(self) -> None:
        revision = self.revise(SetNote(self.item().id, "Brace."))
        entry = JournalEntry.objects.order_by("seq").last()
        assert entry is not None
        self.assertEqual(entry.kind, kinds.PLAN_REVISED)
        self.assertEqual(
            entry.payload,
            {
                "plan": str(self.plan.pk),
                "revision": 2,
                "author": "athlete",
                "reason": revision.reason,
                "diff": revision.diff,
            },
        )

    def test_it_replays_to_the_same_bytes_from_what_it_has_stored(self) -> None:
        item, last = self.item(), self.session(2)
        self.revise(SetNote(item.id, "Brace."), SetSets(self.item(1).id, 2))
        self.revise(MoveSession(last.id, last.on + timedelta(days=1)))
        self.revise(InsertDeload(3), author="coach")
        revisions = list(PlanRevision.objects.order_by("number"))
        patches = [patch_data.parse_edits(revision.edits) for revision in revisions[1:]]
        replayed = patch.replay(from_json(revisions[0].spec), patches, catalogue_for(self.ana.pk))
        self.assertEqual(to_json(replayed), revisions[-1].spec)

    def test_it_stores_nothing_for_a_patch_that_changes_nothing(self) -> None:
        item = self.item()
        revision = self.revise(SetSets(item.id, item.sets))
        self.assertEqual((revision.number, PlanRevision.objects.count()), (1, 1))
        self.assertEqual(kinds_of(self.ana), [kinds.PLAN_GENERATED])

    def test_it_asks_the_database_the_same_few_times_however_much_changes(self) -> None:
        for count in (1, 8):
            items = [item for item in self.spec().items() if item.sets > 1][:count]
            with self.subTest(count), CaptureQueriesContext(connection) as asked:
                self.revise(*[SetSets(item.id, item.sets - 1) for item in items])
            self.assertEqual(len(own(asked)), 8)


class RowsTests(Revising, TestCase):
    def test_a_session_that_the_plan_no_longer_has_stays_as_dropped_and_can_come_back(self) -> None:
        before, rows_before = self.spec(), self.rows()
        week = before.weeks[0]
        gone = week.sessions[0]
        after = replace(before, weeks=(replace(week, sessions=week.sessions[1:]), *before.weeks[1:]))
        rows.sync(self.plan, before, after)
        row = PlannedSession.objects.get(pk=gone.id)
        self.assertEqual((row.is_dropped, row.items.count()), (True, 0))
        self.assertNotIn(row, self.plan.sessions.in_plan())
        rows.sync(self.plan, after, before)
        self.assertEqual(self.rows(), rows_before)

    def test_a_new_item_never_takes_over_a_row_of_another_plan(self) -> None:
        theirs = PlannedItem.objects.filter(session__plan=plan_for(self.ben))[0]
        edit = AddItem(self.session(2).id, str(theirs.pk), "crunch", 1, 10, 12, 7.0, 60)
        with self.assertRaises(IntegrityError), transaction.atomic():
            self.revise(edit)
        self.assertEqual(PlannedItem.objects.get(pk=theirs.pk).exercise_id, theirs.exercise_id)


class RefusalTests(Revising, TestCase):
    def assert_nothing_changed(self) -> None:
        self.assertEqual((PlanRevision.objects.count(), Plan.objects.get().revision), (1, 1))
        self.assertEqual(kinds_of(self.ana), [kinds.PLAN_GENERATED])

    def test_it_refuses_what_the_rules_forbid_and_names_them(self) -> None:
        with self.assertRaises(PlanRefused) as refused:
            self.revise(SwapExercise(self.item().id, "kettlebell-swing"))
        self.assertIn("E01", refused.exception.facts["rules"])
        self.assert_nothing_changed()

    def test_it_refuses_a_patch_for_an_older_state(self) -> None:
        self.revise(SetNote(self.item().id, "Brace."))
        with self.assertRaises(StaleRevision) as refused:
            self.revise(SetNote(self.item().id, "Slow."), base_revision=1)
        self.assertEqual(refused.exception.facts, {"base": 1, "current": 2})

    def test_it_refuses_to_change_a_plan_that_is_over(self) -> None:
        plan_for(self.ana)
        with self.assertRaises(PlanNotActive):
            self.revise(SetNote(self.item().id, "Brace."))

    def test_it_refuses_to_change_a_session_that_is_done(self) -> None:
        session = self.session()
        plans.mark_session_done(PlannedSession.objects.get(pk=session.id).pk)
        with self.assertRaises(SessionClosed) as refused:
            self.revise(SetNote(self.item(1).id, "Slow."), SetNote(session.items[0].id, "Brace."))
        self.assertEqual(refused.exception.facts, {"sessions": [session.id]})
        self.assert_nothing_changed()

    def test_it_refuses_to_change_a_day_that_is_over(self) -> None:
        tomorrow = NOW + timedelta(days=1)
        with self.assertRaises(SessionClosed):
            self.revise(SetNote(self.item().id, "Brace."), now=tomorrow)
        with self.assertRaises(SessionClosed):
            self.revise(MoveSession(self.session(1).id, self.session(0).on), now=tomorrow)
        with self.assertRaises(SessionClosed):
            self.revise(InsertDeload(1), now=tomorrow)
        self.assert_nothing_changed()

    def test_it_lets_a_missed_session_move_to_a_later_day(self) -> None:
        missed = self.session()
        self.revise(MoveSession(missed.id, missed.on + timedelta(days=1)), now=NOW + timedelta(days=1))
        self.assertEqual(PlannedSession.objects.get(pk=missed.id).on, missed.on + timedelta(days=1))

    def test_it_refuses_an_edit_of_something_that_is_not_there(self) -> None:
        with self.assertRaises(EditRefused):
            self.revise(SetNote("nothing", "Brace."))
        self.assert_nothing_changed()

    def test_it_does_not_blame_an_edit_for_what_has_come_to_be_wrong_without_it(self) -> None:
        AthleteProfile.objects.filter(user=self.ana).update(limitations=[{"region": "knee", "severity": 5, "note": ""}])
        self.assertEqual(self.revise(SetNote(self.item().id, "Brace.")).number, 2)

    def test_an_unknown_plan_does_not_exist(self) -> None:
        with self.assertRaises(Plan.DoesNotExist):
            plans.revise(uuid4(), [], author="rule", reason=WHY, now=NOW)

    def test_the_table_itself_keeps_one_revision_per_number(self) -> None:
        with self.assertRaises(IntegrityError), transaction.atomic():
            PlanRevision.objects.create(plan=self.plan, number=1, author="rule", spec="{}", spec_hash="")

    def test_a_rated_session_cannot_be_deleted(self) -> None:
        session = PlannedSession.objects.get(pk=self.session().id)
        RPEFeedback.objects.create(
            athlete=self.ana, session=session, exercise_id="back-squat", rpe=8, completion_rate=100,
            performed_at=NOW, performed_on=NOW.date(),
        )  # fmt: skip
        with self.assertRaises(RestrictedError), transaction.atomic():
            session.delete()


class RestoreTests(Revising, TestCase):
    def restore(self, number: int, **options: Any) -> PlanRevision:
        return plans.restore(self.plan.pk, number, author="athlete", now=options.pop("now", NOW), **options)

    def change_much(self) -> None:
        last = self.session(2)
        self.revise(SetNote(self.item().id, "Brace."), DropItem(self.session(1).items[-1].id))
        self.revise(MoveSession(last.id, last.on + timedelta(days=1), "06:00"))
        self.revise(InsertDeload(2), author="coach")

    def test_it_brings_a_state_back_byte_for_byte(self) -> None:
        before = self.rows()
        self.change_much()
        restored = self.restore(1)
        first = PlanRevision.objects.get(number=1)
        self.assertEqual((restored.number, restored.restored_from), (5, 1))
        self.assertEqual(restored.spec.encode(), first.spec.encode())
        self.assertEqual(restored.spec_hash, first.spec_hash)
        self.assertEqual(self.rows(), before)

    def test_it_can_be_undone_like_any_other_change(self) -> None:
        self.change_much()
        after = self.rows()
        self.restore(1)
        self.restore(4)
        self.assertEqual(self.rows(), after)

    def test_it_leaves_what_was_done_as_it_was_done(self) -> None:
        first = self.session()
        self.revise(MoveSession(first.id, first.on + timedelta(days=1)), SetNote(first.items[0].id, "Brace."))
        plans.mark_session_done(PlannedSession.objects.get(pk=first.id).pk)
        self.restore(1)
        row = PlannedSession.objects.get(pk=first.id)
        self.assertEqual((row.status, row.on, row.is_dropped), ("done", first.on + timedelta(days=1), False))
        self.assertEqual(PlannedItem.objects.get(pk=first.items[0].id).notes, "Brace.")

    def test_a_session_that_is_reopened_follows_the_plan_again(self) -> None:
        first = self.session()
        before = self.rows()
        self.revise(MoveSession(first.id, first.on + timedelta(days=1)), SetNote(first.items[0].id, "Brace."))
        key = PlannedSession.objects.get(pk=first.id).pk
        plans.mark_session_done(key)
        self.restore(1)
        self.assertTrue(plans.reopen_session(key))
        self.assertFalse(plans.reopen_session(key))
        self.assertEqual(self.rows(), before)

    def test_it_stores_nothing_when_that_state_stands_already(self) -> None:
        self.assertEqual((self.restore(1).number, PlanRevision.objects.count()), (1, 1))

    def test_it_brings_back_nothing_that_has_been_forbidden_since(self) -> None:
        squat = next(item for item in self.spec().items() if item.exercise == "back-squat")
        self.revise(SwapExercise(squat.id, "leg-press"))
        AthleteProfile.objects.filter(user=self.ana).update(limitations=[{"region": "lower_back", "severity": 5}])
        with self.assertRaises(PlanRefused) as refused:
            self.restore(1)
        self.assertEqual(refused.exception.facts["rules"], ["C01"])

    def test_it_knows_only_numbers_that_the_plan_has_had(self) -> None:
        with self.assertRaises(PlanRevision.DoesNotExist):
            self.restore(2)

    def test_it_refuses_a_stale_base(self) -> None:
        self.change_much()
        with self.assertRaises(StaleRevision):
            self.restore(1, base_revision=1)

    def test_it_lists_the_states_newest_first_without_their_texts(self) -> None:
        self.change_much()
        with CaptureQueriesContext(connection) as asked:
            self.assertEqual([revision.number for revision in plans.revisions(self.plan)], [4, 3, 2, 1])
        self.assertNotIn('"spec"', asked.captured_queries[0]["sql"])


class ReviseRaceTests(Revising, TransactionTestCase):
    def test_two_changes_at_once_both_stand(self) -> None:
        self.raise_curtain()
        items = iter([self.item(0).id, self.item(1).id])
        answers = at_once(2, lambda: self.revise(SetNote(next(items), "Brace.")).number)
        self.assertEqual(sorted(answers), [2, 3])
        self.assertEqual([self.item(place).notes for place in (0, 1)], ["Brace.", "Brace."])

    def test_of_two_changes_to_the_same_state_one_wins(self) -> None:
        self.raise_curtain()
        notes = iter(["Brace.", "Slow."])
        item = self.item().id
        answers = at_once(2, lambda: self.revise(SetNote(item, next(notes)), base_revision=1))
        self.assertEqual(sorted(type(answer).__name__ for answer in answers), ["PlanRevision", "StaleRevision"])
        self.assertEqual(PlanRevision.objects.count(), 2)

    def test_a_change_and_a_new_plan_at_once_leave_both_whole(self) -> None:
        self.raise_curtain()
        item = self.item().id
        calls: Iterator[Callable[[], Any]] = iter(
            [lambda: plan_for(self.ana), lambda: self.revise(SetNote(item, "Brace."))]
        )
        answers = at_once(2, lambda: next(calls)())
        self.assertTrue(all(isinstance(each, Plan | PlanRevision | PlanNotActive) for each in answers), answers)
        self.assertEqual(Plan.objects.active().count(), 1)
        seqs = list(JournalEntry.objects.order_by("seq").values_list("seq", flat=True))
        self.assertEqual(seqs, list(range(1, len(seqs) + 1)))
