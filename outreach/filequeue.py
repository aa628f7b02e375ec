"""The embedded default's bell: messages as files, each seen only when it is whole.

Kombu's transport writes a message under its final name, so a reader that comes in the same
millisecond takes an empty file and its worker dies. Here a message is written aside and renamed.
"""

from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Kombu's own but for the way a message is put down."""

    def _put(self, queue: str, message: Any, **_kwargs: Any) -> None:  # type: ignore[override] # stubs name it twice
        folder, name = Path(self.data_folder_out), f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        unfinished = folder / f".{name}"  # no reader looks for a name that begins with a dot
        unfinished.write_text(dumps(message), encoding="utf-8")
        unfinished.replace(folder / name)


class Transport(filesystem.Transport):
    """Named by ``CELERY_BROKER_URL``: ``files://``."""

    Channel = Channel
    driver_type = "files"
    driver_name = "files"
