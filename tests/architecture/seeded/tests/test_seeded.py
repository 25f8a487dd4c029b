import time


def test_rating() -> None:
    time.sleep(1)


def test_it_rates() -> None: ...
