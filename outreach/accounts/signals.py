"""What this room tells whoever keeps the log, which lies above it."""

from django.dispatch import Signal

#: Something was done to an account: ``act`` (a verb in the past), ``user`` (whose it is), ``detail``; who did it is
#: ``by``, None where the portal did it itself. Sent in the transaction of what was done.
account_told = Signal()
