"""News from the ledger for the rooms and channels above it."""

from django.dispatch import Signal

#: Sent after commit with ``issue_id``, ``step``, ``before`` and ``after``; the sender is ``Issue``.
issue_moved = Signal()
