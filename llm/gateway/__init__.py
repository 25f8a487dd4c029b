"""The only door to language models. Nothing of the SDK is imported before the first call."""

from llm.gateway.closing import close
from llm.gateway.lanes import place
from llm.gateway.partial import partial_json
from llm.gateway.reach import models_at
from llm.gateway.reading import Reading, Usage
from llm.gateway.wire import Sending, load, send

__all__ = ["Reading", "Sending", "Usage", "close", "load", "models_at", "partial_json", "place", "send"]
