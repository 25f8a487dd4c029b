"""The only writers of ratings, performance metrics, reports of illness and imports. Callers say `feedback.services`."""

from feedback.services.illness import correct_illness, remove_illness, report_illness, running_illness
from feedback.services.imports import give_up_imports, queue_import, run_import, waiting_imports
from feedback.services.performance import correct_performance, record_performance, remove_performance
from feedback.services.ratings import correct, record, remove
from feedback.services.sync import in_one_go

__all__ = [
    "correct",
    "correct_illness",
    "correct_performance",
    "give_up_imports",
    "in_one_go",
    "queue_import",
    "record",
    "record_performance",
    "remove",
    "remove_illness",
    "remove_performance",
    "report_illness",
    "run_import",
    "running_illness",
    "waiting_imports",
]
