"""Foreign keys obey the direction of imports, although Django takes them as strings."""

from django.apps import apps
from django.db import models
from django.test import SimpleTestCase
from django.test.utils import isolate_apps

from tests.architecture import rules


class RelationTests(SimpleTestCase):
    def test_it_finds_no_relation_that_points_up(self) -> None:
        self.assertEqual(rules.upward_relations(apps.get_models(include_auto_created=True), rules.heights()), [])

    @isolate_apps("accounts", "events", "llm", "plans", "adaptation")
    def test_it_finds_relations_that_point_up_or_sideways(self) -> None:
        class Estimate(models.Model):
            class Meta:
                app_label = "adaptation"

        class Call(models.Model):
            class Meta:
                app_label = "llm"

        class Plan(models.Model):
            estimate = models.ForeignKey(Estimate, models.CASCADE)
            estimates = models.ManyToManyField(Estimate, related_name="+")
            call = models.ForeignKey(Call, models.CASCADE)
            parent = models.ForeignKey("self", models.CASCADE)

            class Meta:
                app_label = "plans"

        class Entry(models.Model):
            call = models.OneToOneField(Call, models.CASCADE)

            class Meta:
                app_label = "events"

        self.assertEqual(
            rules.upward_relations([Plan, Entry, Call, Estimate], rules.heights()),
            [
                "plans.Plan.estimate points up at adaptation",
                "plans.Plan.estimates points up at adaptation",
                "events.Entry.call points up at llm",
            ],
        )
