from django.urls import path

from events.api.journal import Events
from events.api.waiting import waiting

urlpatterns = [path("api/v2/coaching/events", waiting(Events.as_view()), name="journal-events")]
