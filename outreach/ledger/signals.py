"""News from the ledger for the rooms and channels above it."""

from django.dispatch import Signal

#: Sent after commit with ``issue_id``, ``step``, ``before``, ``after``, ``version`` and ``actor_id``
#: (None for the portal itself); the sender is ``Issue``.
issue_moved = Signal()
