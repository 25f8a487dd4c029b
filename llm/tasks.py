"""Housekeeping of the calls of models."""

from celery import shared_task
from django.utils import timezone

from llm import services as llm


@shared_task
def sweep_calls() -> None:
    """Close calls whose process died, and drop what is kept no longer. Safe to run twice, or not at all."""
    llm.sweep(timezone.now())
