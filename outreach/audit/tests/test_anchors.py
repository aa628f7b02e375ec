"""What the portal remembers of the chain outside the database."""

import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connections
from pytest_django.fixtures import Settings

from outreach.audit.anchors import last_anchor, last_anchored_at, note_head, path, read_anchors, write_anchor
from outreach.audit.verify import verify
from outreach.audit.workflow import record
from outreach.reminders.ticking import is_ticking, tick

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var_dir")]


def test_an_anchor_is_written_only_when_the_chain_has_moved(var_dir: Path) -> None:
    assert write_anchor() is None
    record(action="a.done")
    first = write_anchor()
    assert first is not None
    assert last_anchor() == first
    assert last_anchored_at() is not None
    assert write_anchor() is None
    record(action="a.done")
    assert write_anchor() is not None
    assert len((var_dir / "audit-anchors.jsonl").read_text().splitlines()) == 2
    assert (var_dir / "audit-anchors.jsonl").stat().st_mode & 0o777 == 0o600


def test_the_scheduler_notes_the_chain_with_every_round() -> None:
    made = record(action="a.done")
    tick()
    anchor = last_anchor()
    assert anchor is not None
    assert (anchor.seq, anchor.hash) == (made.link.seq, made.link.hash)


def test_each_anchor_also_goes_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    made = record(action="a.done")
    with caplog.at_level(logging.INFO, logger="outreach.audit"):
        write_anchor()
    assert made.link.hash in caplog.text


def test_a_file_that_cannot_be_written_is_told_of_and_stops_no_round(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    settings.AUDIT_ANCHOR_FILE = tmp_path / "file" / "anchors.jsonl"
    record(action="a.done")
    assert not note_head()
    assert "could not be noted" in caplog.text
    tick()
    assert is_ticking()


@pytest.mark.usefixtures("guarded")
def test_a_damaged_line_is_reported_and_nothing_is_written_behind_it() -> None:
    record(action="a.done")
    write_anchor()
    with path().open("a") as file:
        file.write("{half a li\n")
    assert "锚点" in verify().reason
    assert last_anchored_at() is None
    assert not note_head()


@pytest.mark.usefixtures("guarded")
def test_an_anchor_that_somebody_edited_breaks_the_chain_at_its_record() -> None:
    record(action="a.done")
    write_anchor()
    path().write_text(path().read_text().replace('"seq": 1, "hash": "', '"seq": 1, "hash": "0'))
    assert verify().seq == 1


@pytest.mark.django_db(transaction=True)
def test_rounds_at_once_leave_anchors_in_the_order_of_the_chain() -> None:
    def grow_and_note(_number: int) -> None:
        try:
            for _step in range(10):
                record(action="a.done")
                write_anchor()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(grow_and_note, range(4)))
    numbers = [anchor.seq for anchor in read_anchors()]
    assert numbers == sorted(set(numbers))
    assert numbers[-1] == 40
