"""News from contact points for the channels above them."""

from django.dispatch import Signal

#: Sent inside the transaction that ended a point, changed its period or set up the next one, with ``point``.
period_changed = Signal()
