"""What the coach keeps: the chat, prompts and what became of them, decisions, habits, memory, safety."""

from coaching.models.answers import ChatAnswer, ChatAnswerQuerySet
from coaching.models.checkins import CheckIn
from coaching.models.decisions import ArmVersion, Decision, DecisionQuerySet, Outcome, PolicyVersion
from coaching.models.habits import Habit, HabitDone
from coaching.models.memory import MemoryFact
from coaching.models.messages import Message, MessageQuerySet, ReadMark
from coaching.models.moments import DueMoment
from coaching.models.preferences import PromptBudget, PromptPreferences
from coaching.models.prompts import CoachingPrompt, CoachingPromptQuerySet, PromptInteraction
from coaching.models.pulse import Pulse
from coaching.models.push import PushNotice, PushSubscription
from coaching.models.safety import SafetyEvent, SafetyHold

__all__ = [
    "ArmVersion",
    "ChatAnswer",
    "ChatAnswerQuerySet",
    "CheckIn",
    "CoachingPrompt",
    "CoachingPromptQuerySet",
    "Decision",
    "DecisionQuerySet",
    "DueMoment",
    "Habit",
    "HabitDone",
    "MemoryFact",
    "Message",
    "MessageQuerySet",
    "Outcome",
    "PolicyVersion",
    "PromptBudget",
    "PromptInteraction",
    "PromptPreferences",
    "Pulse",
    "PushNotice",
    "PushSubscription",
    "ReadMark",
    "SafetyEvent",
    "SafetyHold",
]
