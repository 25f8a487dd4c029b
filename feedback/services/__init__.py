"""The only writers of ratings, performance metrics and imports. Callers say `feedback.services`."""

from feedback.services.imports import give_up_imports, queue_import, run_import, waiting_imports
from feedback.services.performance import correct_performance, record_performance, remove_performance
from feedback.services.ratings import correct, record, remove

__all__ = [
    "correct",
    "correct_performance",
    "give_up_imports",
    "queue_import",
    "record",
    "record_performance",
    "remove",
    "remove_performance",
    "run_import",
    "waiting_imports",
]
