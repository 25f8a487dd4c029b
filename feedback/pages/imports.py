"""Bringing a training log from another app: a look at what would happen first, then for good."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from accounts import services as accounts
from accounts.models import User
from feedback import services as feedback
from feedback import wording
from feedback.core.logs.outcomes import OUTCOMES
from feedback.core.logs.table import decode
from feedback.core.refusals import LogUnreadable
from feedback.models import ImportBatch
from feedback.tasks import wake
from plans.models import Exercise
from plans.wording import listed

SCOPE = "feedback"  # the limit, which counts together with the API's
RUNS_SHOWN = 40
RECENT = 10
MEGABYTE = 1_000_000
UNITS = [("", gettext_lazy("as the file says")), ("kg", gettext_lazy("kilograms")), ("lbs", gettext_lazy("pounds"))]
OUTCOME_WORDS = {
    "imported": gettext_lazy("taken over"),
    "duplicate": gettext_lazy("here already"),
    "skipped": gettext_lazy("no set, left out"),
    "unknown_exercise": gettext_lazy("saved as an exercise of your own"),
    "rejected": gettext_lazy("not readable"),
}


class LogForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Your log"),
        help_text=gettext_lazy("The CSV file that Hevy or Strong exports."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )
    unit = forms.ChoiceField(label=gettext_lazy("Loads in the file are"), choices=UNITS, required=False)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_MAX_BYTES:
            most = settings.IMPORT_MAX_BYTES // MEGABYTE
            raise forms.ValidationError(_("This file is too large; %(most)d MB is the most.") % {"most": most})
        return file


class ImportPage(LoginRequiredMixin, View):
    """Hand a file over. The first run only looks; its report has the button that imports for good."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(LogForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = LogForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        wait_s = accounts.seconds_to_wait(SCOPE, f"user:{request.user.pk}")
        if wait_s:
            form.add_error(None, _("Too many requests at once. Try again in %(s)d s.") % {"s": wait_s})
            return self.show(form, status=429)
        file, unit = form.cleaned_data["file"], form.cleaned_data["unit"]
        try:
            batch = feedback.queue_import(
                athlete=cast(User, request.user),
                text=decode(file.read()),
                file_name=file.name or "",
                unit=unit or None,
                dry_run="preview" in request.POST,
            )
        except LogUnreadable as refusal:
            form.add_error("file", wording.log_unreadable(refusal.facts))
            return self.show(form, status=422)
        wake(batch)
        return redirect("page-import-report", batch.pk)

    def show(self, form: LogForm, status: int = 200) -> HttpResponse:
        mine = ImportBatch.objects.filter(athlete_id=self.request.user.pk).defer("content", "report", "row_answers")
        context = {"form": form, "recent": mine.order_by("-created_at")[:RECENT], "place": "more"}
        return render(self.request, "feedback/import.html", context, status=status)


class ReportPage(LoginRequiredMixin, View):
    """How far an import is, and what became of every row."""

    def get(self, request: HttpRequest, import_id: UUID) -> HttpResponse:
        mine = ImportBatch.objects.filter(athlete_id=request.user.pk).defer("content")
        batch = get_object_or_404(mine, pk=import_id)
        report = batch.report
        context = {
            "place": "more",
            "batch": batch,
            "report": report,
            "is_over": batch.state in {ImportBatch.State.DONE, ImportBatch.State.FAILED},
            "error": wording.import_error(batch.error),
            "counts": [(OUTCOME_WORDS[each], report.get("counts", {}).get(each, 0)) for each in OUTCOMES],
            "remarks": remarks(batch.row_answers),
            "exercises": exercises_of(cast(User, request.user), report),
        }
        return render(request, "feedback/report.html", context)


def remarks(answers: Sequence[Sequence[Any]]) -> list[tuple[str, int, str, int]]:
    """What is to be said of rows, the same of many rows once: the sentence, of how many rows, which (`2–5, 9`), and how
    many runs of rows are not named."""
    lines_of: dict[str, list[int]] = {}
    for line, _outcome, why in answers:
        if why:
            lines_of.setdefault(wording.row_reason(why), []).append(line)
    told = []
    for sentence, lines in lines_of.items():
        found = runs(lines)
        shown = listed(f"{low}–{high}" if high > low else str(low) for low, high in found[:RUNS_SHOWN])
        told.append((sentence, len(lines), shown, max(0, len(found) - RUNS_SHOWN)))
    return told


def runs(lines: Iterable[int]) -> list[tuple[int, int]]:
    """Row numbers in order, neighbours together: 2, 3, 4, 9 is (2, 4), (9, 9)."""
    found: list[tuple[int, int]] = []
    for line in sorted(lines):
        if found and line == found[-1][1] + 1:
            found[-1] = (found[-1][0], line)
        else:
            found.append((line, line))
    return found


def exercises_of(athlete: User, report: dict[str, Any]) -> list[dict[str, Any]]:
    """The titles of a log with the exercises that they were taken for. One query."""
    told = report.get("exercises", [])
    known = Exercise.objects.visible_to(athlete.pk).in_bulk([each["slug"] for each in told])
    return [{**each, "exercise": known.get(each["slug"])} for each in told]
