"""Keys that the embedded default makes for itself, so that nobody starts with a published secret."""

import os
import secrets
from pathlib import Path


def local_key(path: Path) -> str:
    """The key kept in ``path``, made there on first use, readable by its owner only.

    Two processes may start at once: the exclusive create lets one write, the other reads.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = secrets.token_hex(32)
        file.write(key)
    return key
