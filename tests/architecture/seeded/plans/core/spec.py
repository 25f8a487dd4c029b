import logging
from datetime import date, datetime

import numpy

from science.load import Session


def stamp(given: date) -> tuple[date, datetime]:
    today = date.today()
    now = datetime.now()
    return today or given, now
