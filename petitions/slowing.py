"""Guessing codes is slowed, and nobody is ever locked out (many people share one office address)."""

import time

from django.http import HttpRequest

_MISSES = "petition_misses"
STEP_SECONDS = 0.2
MOST_SECONDS = 1.5


def after_a_miss(request: HttpRequest) -> None:
    """Wait a little longer after every wrong code of the same visitor."""
    misses = request.session.get(_MISSES, 0) + 1
    request.session[_MISSES] = misses
    time.sleep(min(STEP_SECONDS * misses, MOST_SECONDS))


def after_a_hit(request: HttpRequest) -> None:
    request.session.pop(_MISSES, None)
