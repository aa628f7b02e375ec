"""Keys of rows drawn by lot: what stands in an address tells nothing of how many there were, and no gap shows."""

import secrets

#: As many as a browser counts exactly; two rows never draw the same.
_MOST = 2**53 - 1


def drawn_id() -> int:
    """A primary key, as ``default=drawn_id``; rows are put in order by when they came, never by it."""
    return secrets.randbelow(_MOST) + 1
