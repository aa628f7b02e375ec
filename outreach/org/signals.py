"""What this room tells those above it."""

from django.dispatch import Signal

#: Somebody asked for what takes two people: ``confirmation``. Sent in the transaction of the asking.
confirmation_asked = Signal()
