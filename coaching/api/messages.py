"""/api/v2/coaching/messages: the chat of whoever asks."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import services as accounts
from coaching import services as coaching
from coaching.api import examples
from coaching.api.schemas import HistoryQuery, MarkOutput, MessageInput, MessageOutput, Page, ReadInput, TypingOutput
from coaching.models import Message


def message_of(request: Request, message_id: UUID) -> Message:
    """One of the athlete's own messages; another's is not there."""
    try:
        return coaching.find(accounts.signed_in(request.user).pk, message_id)
    except Message.DoesNotExist as problem:
        raise Http404 from problem


class Messages(APIView):
    """The chat with one's coach, newest first; and a new message to it."""

    throttle_scope = "messages"

    @extend_schema(
        operation_id="list_messages",
        tags=["coaching"],
        parameters=[HistoryQuery],
        responses=MessageOutput(many=True),
        examples=[OpenApiExample("question and answer", examples.ANSWER, response_only=True)],
    )
    def get(self, request: Request) -> Response:
        """The newest messages, or the newest before one of them. `next` goes into `before` for the page after it."""
        query = HistoryQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        before_id = query.validated_data.get("before")
        before = None if before_id is None else message_of(request, before_id)
        athlete = accounts.signed_in(request.user)
        found, has_older = coaching.history(athlete.pk, before, query.validated_data["limit"])
        return Response(Page([coaching.as_json(each) for each in found], str(found[-1].pk) if has_older else None))

    @extend_schema(
        operation_id="send_message",
        tags=["coaching"],
        request=MessageInput,
        responses={201: MessageOutput},
        examples=[
            OpenApiExample("a question", {"client_id": examples.CLIENT_ID, "text": "Why?"}, request_only=True),
            OpenApiExample("taken", examples.QUESTION, response_only=True, status_codes=["201"]),
        ],
    )
    def post(self, request: Request) -> Response:
        """Say something. The answer comes in the journal as `coaching.message`, with this message in its `reply_to`.
        Sent again under the same `client_id`, a message is stored once and the answer is the same."""
        form = MessageInput(data=request.data)
        form.is_valid(raise_exception=True)
        said = form.validated_data
        message, _is_new = coaching.post(
            athlete=accounts.signed_in(request.user), text=said["text"], client_id=said["client_id"], now=timezone.now()
        )
        return Response(coaching.as_json(message), status=201)


class ReadMarks(APIView):
    """How far the chat has been read, on whichever device."""

    @extend_schema(
        operation_id="get_read_mark", tags=["coaching"], responses=MarkOutput, examples=[examples.MARK_EXAMPLE]
    )
    def get(self, request: Request) -> Response:
        return Response(coaching.mark_json(coaching.read_mark(accounts.signed_in(request.user).pk)))

    @extend_schema(
        operation_id="record_read",
        tags=["coaching"],
        request=ReadInput,
        responses=MarkOutput,
        examples=[OpenApiExample("up to", {"up_to": examples.ID}, request_only=True), examples.MARK_EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        """Say that everything up to this message was shown. It never goes back; the answer is how far it is now."""
        form = ReadInput(data=request.data)
        form.is_valid(raise_exception=True)
        message = message_of(request, form.validated_data["up_to"])
        athlete = accounts.signed_in(request.user)
        return Response(coaching.mark_json(coaching.read_up_to(athlete=athlete, message=message, now=timezone.now())))


class Typing(APIView):
    """Tell one's other screens that one is writing. Passed on at most once in three seconds, and kept nowhere."""

    @extend_schema(
        operation_id="record_typing",
        tags=["coaching"],
        request=None,
        responses=TypingOutput,
        examples=[OpenApiExample("for a few seconds", examples.TYPING, response_only=True)],
    )
    def post(self, request: Request) -> Response:
        athlete_id = accounts.signed_in(request.user).pk
        told = coaching.typing(athlete_id=athlete_id, author=Message.Author.ATHLETE, now=timezone.now())
        return Response(told)
