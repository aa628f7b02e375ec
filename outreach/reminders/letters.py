"""E-mails to people without an account: who it goes to is known to a channel alone, and asked for as it is sent.

The same deliveries, leases and tries as for everybody else; the row of such a mail names nobody.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.mail import EmailMessage

#: Of a delivery: the message as it is true now; None when it is not theirs, or nothing is to be said any more.
Compose = Callable[[Any], EmailMessage | None]


class Letters:
    """What the channels registered."""

    def __init__(self) -> None:
        self._composers: list[Compose] = []

    def register(self, compose: Compose) -> None:
        self._composers.append(compose)

    def __iter__(self) -> Iterator[Compose]:
        return iter(self._composers)


letters = Letters()
