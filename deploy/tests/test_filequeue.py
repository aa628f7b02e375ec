"""A worker on the file-system queue never meets half a message (outreach/filequeue.py)."""

from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection
from kombu.transport.virtual import Channel

from outreach.celery import app

pytestmark = pytest.mark.embedded


@pytest.fixture
def connection(tmp_path: Path) -> Connection:
    folders = {name: str(tmp_path) for name in ("data_folder_in", "data_folder_out", "control_folder")}
    return app.connection("files://localhost//", transport_options=folders)


def channel_of(connection: Connection) -> Channel:
    channel = connection.channel()
    assert isinstance(channel, Channel)
    return channel


class Impatient:
    """Part of a message; while it is being written down, somebody already asks for the message."""

    def __init__(self, connection: Connection) -> None:
        self.reader = channel_of(connection)
        self.found: list[object] = []

    def __json__(self) -> str:
        try:
            self.found.append(self.reader._get("celery"))
        except Empty:
            self.found.append(Empty)
        return "写好了"


def test_a_message_being_written_is_not_there_yet(connection: Connection) -> None:
    part = Impatient(connection)
    channel_of(connection)._put("celery", {"part": part})
    assert part.found == [Empty]
    assert part.reader._get("celery") == {"part": "写好了"}


def test_each_message_leaves_once_and_nothing_is_left_lying_about(connection: Connection, tmp_path: Path) -> None:
    channel = channel_of(connection)
    for number in range(3):
        channel._put("celery", {"number": number})
        channel._put("other", {"number": number})
    assert channel._size("celery") == 3
    for name in ("celery", "other"):
        assert sorted(channel._get(name)["number"] for _turn in range(3)) == [0, 1, 2]
    assert list(tmp_path.iterdir()) == []
