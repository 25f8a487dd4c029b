from django.urls import path

from events.api import Events, waiting

urlpatterns = [path("api/v2/coaching/events", waiting(Events.as_view()), name="journal-events")]
