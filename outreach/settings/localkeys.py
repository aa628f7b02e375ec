"""Keys that the embedded default makes for itself, so that nobody starts with a published secret."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path


def local_key(path: Path) -> str:
    """The key kept in ``path``, made there on first use, readable by its owner only.

    Two processes may start at once: each writes a key of its own aside, one of them is linked into place whole,
    and both read that one.
    """
    if not path.exists():
        for folder in (path.parent.parent, path.parent):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, aside = tempfile.mkstemp(dir=path.parent)  # made with mode 600
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(aside, path)
        Path(aside).unlink()
    return path.read_text(encoding="ascii").strip()
