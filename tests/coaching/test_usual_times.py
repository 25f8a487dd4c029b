"""A time for Spotter to look, proposed out of when somebody trains: rules over their own log, one tap to take it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from django.test import Client, SimpleTestCase, TestCase, override_settings

from accounts.models import User
from coaching.core.local_time import QuietWindow
from coaching.core.usual_times import DAYS_MIN, propose, usual
from coaching.models import PromptPreferences
from coaching.services import preferences
from feedback.models import ImportBatch, RPEFeedback
from plans.models import Exercise
from tests.base import Cast
from tests.coaching.asked import agreed

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
WINDOWS = ["12:30", "18:30"]
NIGHT = [QuietWindow(frozenset(), time(21), time(8))]
PAGE, API = "/coach/preferences", "/api/v2/coaching/preferences"


def begun(*told: str, weeks: int = 4, days: tuple[int, ...] = (0, 2, 4)) -> list[datetime]:
    """So many weeks of training on these days, at the times in turn."""
    found = [MONDAY + week * WEEK + day * DAY for week in range(weeks) for day in days]
    clocks = [time.fromisoformat(each) for each in told]
    return [datetime.combine(day, clocks[at % len(clocks)], UTC) for at, day in enumerate(found)]


class UsualTests(SimpleTestCase):
    def test_it_finds_the_band_and_the_days_in_which_most_sessions_begin(self) -> None:
        for starts, expected in (
            (begun("18:10", "18:40"), ((0, 2, 4), time(18), time(19))),
            (begun("18:29", "18:31", "19:40"), ((0, 2), time(18), time(19))),
            (begun("07:00", days=(1, 5)), ((1, 5), time(7), time(7, 30))),
            (begun("23:45", days=(0, 1)), ((0, 1), time(23, 30), time(0))),
            ([*begun("18:00"), *begun("10:00", days=(6,))], ((0, 2, 4), time(18), time(18, 30))),
        ):
            found = usual(starts)
            assert found is not None
            with self.subTest(expected):
                self.assertEqual((found.days, found.starts, found.ends), expected)
                self.assertEqual(found.trained, len(starts))

    def test_it_says_nothing_of_little_or_of_all_hours(self) -> None:
        for name, starts in (
            ("nothing", []),
            ("a day too few", begun("18:00")[: DAYS_MIN - 1]),
            ("all hours", begun("06:00", "09:00", "12:00", "15:00", "18:00", "21:00")),
            ("half of them", begun("07:00", "18:00")),
            ("a different day every week", [MONDAY + (week * 7 + week % 7) * DAY + 18 * DAY / 24 for week in range(8)]),
        ):
            with self.subTest(name):
                self.assertIsNone(usual(starts))

    def test_it_moves_the_nearest_time_to_shortly_before_training(self) -> None:
        for at, windows, expected in (
            ("18:10", WINDOWS, ("17:30", "18:30", ("12:30", "17:30"))),
            ("12:05", ["18:30"], ("11:30", "18:30", ("11:30",))),
            ("15:00", ["09:00", "12:30", "18:30"], ("14:30", "12:30", ("09:00", "14:30", "18:30"))),
        ):
            habit = usual(begun(at))
            assert habit is not None
            found = propose(habit, windows, NIGHT)
            assert found is not None
            with self.subTest(at):
                self.assertEqual((f"{found.at:%H:%M}", f"{found.instead_of:%H:%M}", found.windows), expected)

    def test_it_proposes_nothing_that_is_there_already_or_lies_in_quiet_hours(self) -> None:
        for name, at, windows, quiet in (
            ("an hour before", "18:10", ["17:00"], NIGHT),
            ("at the same time", "18:10", ["18:00"], NIGHT),
            ("in the night", "06:30", WINDOWS, NIGHT),
            ("quiet on one of the days", "15:00", WINDOWS, [QuietWindow(frozenset({2}), time(14), time(15))]),
            ("the day before", "00:10", WINDOWS, []),
        ):
            habit = usual(begun(at))
            assert habit is not None
            with self.subTest(name):
                self.assertIsNone(propose(habit, windows, quiet))


class ProposalTests(Cast, TestCase):
    def setUp(self) -> None:
        self.client = Client()
        self.client.force_login(self.ana)
        agreed(self.ana)

    def trained(self, athlete: User, days: int = 12) -> None:
        """Every other evening, two exercises each, the first at ten past six on the athlete's own clock."""
        batch = ImportBatch.objects.create(athlete=athlete, source="hevy", file_sha256="0" * 64, content="")
        today = datetime.now(athlete.profile.zone).replace(hour=18, minute=10, second=0, microsecond=0)
        for back in range(1, 2 * days, 2):
            at = (today - back * DAY).astimezone(UTC)
            for minutes, slug in ((0, "barbell-bench-press"), (70, "lat-pulldown")):
                moment = at + timedelta(minutes=minutes)
                RPEFeedback.objects.create(
                    athlete=athlete, exercise=Exercise.objects.get(slug=slug), rpe=8, completion_rate=100,
                    import_batch=batch, source="hevy",
                    performed_at=moment, performed_on=moment.astimezone(athlete.profile.zone).date(),
                )  # fmt: skip

    def test_one_tap_takes_it_and_then_it_is_not_proposed_again(self) -> None:
        self.trained(self.ana)
        page = self.client.get(PAGE)
        self.assertContains(page, "You mostly begin between 18:00 and 18:30 (")
        self.assertContains(page, "Look at 17:30")
        taken = self.client.post(f"{PAGE}/usual", follow=True)
        self.assertContains(taken, "Spotter looks at 17:30 from now on.")
        self.assertEqual(preferences.of(self.ana.pk).windows, ["12:30", "17:30"])
        self.assertNotContains(taken, "You mostly begin")
        self.client.post(f"{PAGE}/usual")
        self.assertEqual(preferences.of(self.ana.pk).windows, ["12:30", "17:30"])

    def test_it_is_in_the_api_and_taken_by_sending_the_windows_back(self) -> None:
        self.trained(self.ana)
        client = self.client_for(self.ana)
        told = client.get(API).json()["data"]["usual_times"]
        self.assertEqual((told["from"], told["to"], told["windows"]), ("18:00", "18:30", ["12:30", "17:30"]))
        self.assertEqual(told["days_trained"], 12)
        kept = client.put(API, {"windows": told["windows"]}).json()["data"]
        self.assertEqual((kept["windows"], kept["usual_times"]), (["12:30", "17:30"], None))

    def test_nothing_is_proposed_to_whoever_trained_little_or_wants_no_messages(self) -> None:
        self.trained(self.ana, days=DAYS_MIN - 1)
        self.assertNotContains(self.client.get(PAGE), "You mostly begin")
        self.trained(self.ana)
        PromptPreferences.objects.update(enabled=False)
        self.assertNotContains(self.client.get(PAGE), "You mostly begin")
        self.assertIsNone(self.client_for(self.ana).get(API).json()["data"]["usual_times"])

    @override_settings(LLM_MODE="OFF")
    def test_it_needs_no_model(self) -> None:
        self.trained(self.bao)
        agreed(self.bao)
        told = self.client_for(self.bao).get(API).json()["data"]["usual_times"]
        self.assertEqual(told["windows"], ["12:30", "17:30"])
