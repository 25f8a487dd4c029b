"""Why a suggestion is not applied."""

from __future__ import annotations

from collections.abc import Iterable


class StaleSuggestion(Exception):
    """The plan has moved on since the suggestion was made, or its time is over."""

    code = "stale_suggestion"

    def __init__(self, suggestions: Iterable[str]) -> None:
        named = sorted(suggestions)
        super().__init__(", ".join(named))
        self.facts = {"suggestions": named}


class SuggestionNeeds(Exception):
    """Somebody else has to confirm this suggestion: `facts["requires"]` and the end of the code say who."""

    code = "suggestion_needs"

    def __init__(self, requires: str) -> None:
        super().__init__(requires)
        self.code = f"{self.code}_{requires}"
        self.facts = {"requires": requires}
