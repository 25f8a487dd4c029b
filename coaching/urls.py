"""Addresses of the chat."""

from django.urls import path

from coaching.api.messages import Messages, ReadMarks, Typing
from coaching.pages import chat, writing

BASE = "api/v2/coaching/messages"

urlpatterns = [
    # API
    path(BASE, Messages.as_view(), name="coaching-messages"),
    path(f"{BASE}/read", ReadMarks.as_view(), name="coaching-messages-read"),
    path(f"{BASE}/typing", Typing.as_view(), name="coaching-messages-typing"),
    # Pages
    path("", chat.ChatPage.as_view(), name="page-chat"),
    path("chat/messages", chat.SendPage.as_view(), name="page-chat-send"),
    path("chat/cards", chat.CardsPage.as_view(), name="page-chat-cards"),
    path("more", chat.MorePage.as_view(), name="page-more"),
    path("athletes/<uuid:athlete_id>/messages", writing.WritePage.as_view(), name="page-athlete-message"),
]
