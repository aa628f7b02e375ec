"""What must be right before anything is started; each fault is one line in both languages."""

import os
import socket
import tempfile
from pathlib import Path

HIGHEST_PORT = 65535


class UnfitGroundError(Exception):
    """The portal can't start here; the text says why and what to do."""


def port_from(text: str) -> int:
    """The port to listen on, from the text of ``PORT``."""
    if text.isascii() and text.isdigit() and 0 < int(text) <= HIGHEST_PORT:
        return int(text)
    raise UnfitGroundError(f"PORT 应为 1–65535 的整数 · PORT must be a whole number from 1 to 65535, not {text!r}")


def require_free_port(host: str, port: int) -> None:
    """Refuse a port that another program listens on, or that this user may not use."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            raise UnfitGroundError(
                f"端口 {port} 已被占用或不可用，请换一个 · Port {port} is in use or not allowed ({error.strerror}). "
                f"Choose another: make run PORT={port % HIGHEST_PORT + 1}"
            ) from error


def require_writable(folder: Path) -> None:
    """Make the data folder where it is missing, and refuse one that can't be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"1")
    except OSError as error:
        raise UnfitGroundError(
            f"数据目录不可写 · The data folder {folder} can't be written ({error.strerror}). "
            f"Set VAR_DIR to a folder that {os.environ.get('USER', 'this user')} may write"
        ) from error
