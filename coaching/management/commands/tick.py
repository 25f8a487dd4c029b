"""One beat of the coach by hand, and what waits for it."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand

from coaching.models import Pulse
from coaching.services import delivery, heartbeat
from coaching.services.backlog import backlog
from coaching.services.clock import database_now

AT_ONCE = 1000


class Command(BaseCommand):
    help = (
        "Make one tick of the coach, as the clock does every minute, and tell what waits before and after it. "
        "Beside a running clock it is harmless: each beat is made once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--show", action="store_true", help="only tell what waits; decide nothing")
        parser.add_argument(
            "--deliver", action="store_true", help="also word and hand over what is to be sent now, in this process"
        )

    def handle(self, *, show: bool, deliver: bool, **options: Any) -> None:
        self.tell(database_now())
        if show:
            return
        ticked = heartbeat.minute()
        if ticked is None:
            self.stdout.write("No tick: somebody is at it, or the last one is less than half a minute ago.")
        else:
            self.stdout.write(
                f"Ticked: {ticked.athletes} athletes, {ticked.decisions} decisions, {ticked.sent} prompts, "
                f"{ticked.missed} causes missed in an outage."
            )
        if deliver:
            self.stdout.write(f"Handed over: {self.hand_over()} prompts.")
        self.tell(database_now())

    def hand_over(self) -> int:
        """Each prompt is tried once; whatever fails is the sweeper's."""
        now = database_now()
        tried: set[object] = set()
        handed = 0
        while some := [pk for pk in delivery.due(now, AT_ONCE) if pk not in tried]:
            tried.update(some)
            handed += sum(delivery.deliver(pk) for pk in some)
        return handed

    def tell(self, now: datetime) -> None:
        waits, vitals = backlog(now), heartbeat.vitals(now)
        pulse = Pulse.objects.filter(pk=heartbeat.TICK).first()
        age = "never" if vitals.tick_age_s is None else f"{vitals.tick_age_s:.0f} s ago"
        last = "" if pulse is None else ", ".join(f"{count} {name}" for name, count in pulse.facts.items())
        self.stdout.write(f"Last tick: {age}{f' ({last})' if last else ''}")
        self.stdout.write(
            f"Due: {waits.causes} causes of {waits.athletes} athletes, the oldest for {vitals.due_lag_s:.0f} s"
        )
        self.stdout.write(
            f"Prompts: {waits.to_send} to be sent now, {waits.for_later} later, {waits.sending} being sent, "
            f"{waits.to_end} to be ended"
        )
        if red := heartbeat.ailments(vitals):
            self.stdout.write(self.style.ERROR(f"Red: {', '.join(red)} (docs/coaching-operations.md)"))
