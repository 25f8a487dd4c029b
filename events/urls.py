from django.urls import path

from events.api.journal import Events
from events.api.stream import EventStreamView
from events.api.tickets import Ack, Ticket

urlpatterns = [
    path("api/v2/coaching/events", Events.as_view(), name="journal-events"),
    path("api/v2/coaching/sse", EventStreamView.as_view(), name="journal-stream"),
    path("api/v2/coaching/ticket", Ticket.as_view(), name="journal-ticket"),
    path("api/v2/coaching/ack", Ack.as_view(), name="journal-ack"),
]
