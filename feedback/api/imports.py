"""/api/v1/plans/feedback/import: training logs of other apps."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.doors import viewer
from feedback import services as feedback
from feedback.api.inputs import Form, ImportInput
from feedback.api.outputs import ImportOutput, ImportQueued, import_json, queued_json
from feedback.core.logs.table import decode
from feedback.models import ImportBatch
from feedback.tasks import wake

ROWS = 200
ROWS_MAX = 1000
AFTER_MAX = 10_000_000
QUEUED = {"id": "0195565e-5f0a-7c3e-9a40-0d9b3a1c2f12", "status": "queued", "source": "hevy", "dry_run": True}

DONE = {
    **QUEUED,
    "status": "done",
    "dry_run": False,
    "file_name": "log.csv",
    "rows_read": 1,
    "rows_total": 1,
    "error": None,
    "report": {"rows": 1, "counts": {"imported": 1}, "workouts": 1, "unit": "kg"},
    "rows": [{"line": 2, "outcome": "imported", "code": "", "reason": ""}],
    "next_row": None,
    "created_at": "2026-03-02T17:04:05Z",
    "finished_at": "2026-03-02T17:04:07Z",
}


class ImportsView(APIView):
    accepts_files = True
    throttle_scope = "feedback"

    @extend_schema(
        operation_id="import_log",
        request={"multipart/form-data": ImportInput},
        responses={202: ImportQueued},
        examples=[OpenApiExample("queued", QUEUED, response_only=True, status_codes=["202"])],
    )
    def post(self, request: Request) -> Response:
        """Hand over a training log of Hevy or Strong. The work is done in the background: follow it in the journal or
        at the address of the import. Sending the same or a longer export again adds only what is new."""
        form = ImportInput(data=request.data)
        form.is_valid(raise_exception=True)
        facts = dict(form.validated_data)
        file = facts.pop("file")
        batch = feedback.queue_import(
            athlete=viewer(request), text=decode(file.read()), file_name=file.name or "", **facts
        )
        wake(batch)
        return Response(queued_json(batch), status=202)


class PageInput(Form):
    after = serializers.IntegerField(min_value=0, max_value=AFTER_MAX, default=0)
    limit = serializers.IntegerField(min_value=1, max_value=ROWS_MAX, default=ROWS)


class ImportView(APIView):
    @extend_schema(
        operation_id="import_status",
        responses=ImportOutput,
        examples=[OpenApiExample("done", DONE, response_only=True)],
        parameters=[
            OpenApiParameter(
                "after",
                {"type": "integer", "minimum": 0, "maximum": AFTER_MAX, "default": 0},
                description="Rows to leave out: `next_row` of the page before.",
            ),
            OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": ROWS_MAX, "default": ROWS}),
        ],
    )
    def get(self, request: Request, import_id: UUID) -> Response:
        """How far an import is, what came of it, and what became of each row."""
        page = PageInput(data=request.query_params.dict())
        page.is_valid(raise_exception=True)
        own = ImportBatch.objects.filter(athlete_id=viewer(request).pk).defer("content")
        return Response(import_json(get_object_or_404(own, pk=import_id), **page.validated_data))
