"""Addresses of the chat, of what Spotter says unasked, and of what athletes choose about it."""

from django.urls import path

from coaching.api.habits import HabitDoneView, Habits, HabitView
from coaching.api.memory import Fine, Memory, MemoryOne
from coaching.api.messages import Messages, ReadMarks, Typing
from coaching.api.preferences import Preferences
from coaching.api.prompts import Prompts, Respond, Seen, WhyView
from coaching.api.push import Push
from coaching.pages import chat, habits, memory, preferences, prompts, writing

API = "api/v2/coaching"
BASE = f"{API}/messages"

urlpatterns = [
    # API
    path(BASE, Messages.as_view(), name="coaching-messages"),
    path(f"{BASE}/read", ReadMarks.as_view(), name="coaching-messages-read"),
    path(f"{BASE}/typing", Typing.as_view(), name="coaching-messages-typing"),
    path(f"{API}/prompts", Prompts.as_view(), name="coaching-prompts"),
    path(f"{API}/prompts/<uuid:prompt_id>/seen", Seen.as_view(), name="coaching-prompt-seen"),
    path(f"{API}/prompts/<uuid:prompt_id>/respond", Respond.as_view(), name="coaching-prompt-respond"),
    path(f"{API}/prompts/<uuid:prompt_id>/why", WhyView.as_view(), name="coaching-prompt-why"),
    path(f"{API}/preferences", Preferences.as_view(), name="coaching-preferences"),
    path(f"{API}/habits", Habits.as_view(), name="coaching-habits"),
    path(f"{API}/habits/<uuid:habit_id>", HabitView.as_view(), name="coaching-habit"),
    path(f"{API}/habits/<uuid:habit_id>/done", HabitDoneView.as_view(), name="coaching-habit-done"),
    path(f"{API}/push", Push.as_view(), name="coaching-push"),
    path(f"{API}/memory", Memory.as_view(), name="coaching-memory"),
    path(f"{API}/memory/<uuid:fact_id>", MemoryOne.as_view(), name="coaching-memory-one"),
    path(f"{API}/safety/<uuid:event_id>/fine", Fine.as_view(), name="coaching-safety-fine"),
    # Pages
    path("", chat.ChatPage.as_view(), name="page-chat"),
    path("chat/messages", chat.SendPage.as_view(), name="page-chat-send"),
    path("chat/cards", chat.CardsPage.as_view(), name="page-chat-cards"),
    path("coach/preferences", preferences.PreferencesPage.as_view(), name="page-prompt-preferences"),
    path("coach/preferences/offer", preferences.OfferPage.as_view(), name="page-prompt-offer"),
    path("coach/preferences/zone", preferences.ZonePage.as_view(), name="page-prompt-zone"),
    path("coach/preferences/usual", preferences.UsualPage.as_view(), name="page-prompt-usual"),
    path("coach/digest/off", preferences.DigestOffPage.as_view(), name="page-digest-off"),
    path("coach/prompts/<uuid:prompt_id>", prompts.PromptPage.as_view(), name="page-prompt"),
    path("coach/habits", habits.HabitsPage.as_view(), name="page-habits"),
    path("coach/habits/<uuid:habit_id>", habits.HabitPage.as_view(), name="page-habit"),
    path("memory", memory.MemoryPage.as_view(), name="page-memory"),
    path("memory/<uuid:fact_id>", memory.EditPage.as_view(), name="page-memory-edit"),
    path("memory/<uuid:fact_id>/forget", memory.ForgetPage.as_view(), name="page-memory-forget"),
    path("memory/<uuid:fact_id>/adopt", memory.AdoptPage.as_view(), name="page-memory-adopt"),
    path("safety/<uuid:event_id>", memory.SafetyPage.as_view(), name="page-safety"),
    path("more", chat.MorePage.as_view(), name="page-more"),
    path("words", chat.WordsPage.as_view(), name="page-words"),
    path("athletes/<uuid:athlete_id>/messages", writing.WritePage.as_view(), name="page-athlete-message"),
]
