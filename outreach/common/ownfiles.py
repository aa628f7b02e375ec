"""The embedded database is a file: whoever else has an account on the machine does not read it."""

import contextlib
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver

_OTHERS = 0o077
#: SQLite gives the log and its index the mode of the database, unless they were there before.
_ENDS = ("", "-wal", "-shm")


@receiver(connection_created)
def close_to_others(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """Take the file of an SQLite database, and what SQLite keeps beside it, from everybody but its owner."""
    if connection.vendor != "sqlite":
        return
    for end in _ENDS:
        path = Path(f"{connection.settings_dict['NAME']}{end}")
        with contextlib.suppress(FileNotFoundError, PermissionError):  # gone meanwhile, or not ours to change
            mode = path.stat().st_mode
            if mode & _OTHERS:
                path.chmod(mode & 0o777 & ~_OTHERS)
