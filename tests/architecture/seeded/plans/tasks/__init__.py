"""Gathering is allowed, doing is not."""

from plans.services import a

__all__ = ["a"]
