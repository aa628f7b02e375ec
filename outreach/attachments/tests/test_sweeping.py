"""What an abandoned form left behind goes after two days; what a room links to stays."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, models
from django.db.models import ProtectedError
from pytest_django import DjangoCaptureOnCommitCallbacks

from outreach.attachments.models import Attachment
from outreach.attachments.pipeline import store
from outreach.attachments.sweeping import sweep_orphans, sweep_strays
from outreach.attachments.tests import making
from outreach.attachments.tests.making import upload
from outreach.common import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(db: None) -> Iterator[type[models.Model]]:
    """A link model as the rooms above have, for the time of one test."""

    class Letter(models.Model):  # noqa: DJ008 - never shown
        attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="+")

        class Meta:
            app_label = "attachments"

    key = Attachment._meta.pk.db_type(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE attachments_letter (id bigint PRIMARY KEY, attachment_id {key} NOT NULL)")
    yield Letter
    del apps.all_models["attachments"]["letter"]
    apps.clear_cache()


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_only_old_and_unlinked_ones_go_with_their_files(
    letter: type[models.Model],
    media_root: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with clock.travel_to(clock.now() - timedelta(days=3)):
        linked, orphan = (store(upload(name, making.picture())) for name in ("linked.jpg", "orphan.jpg"))
    fresh = store(upload("fresh.txt", b"text"))
    for pk in (1, 2):
        letter._base_manager.create(pk=pk, attachment=linked)
    assert set(Attachment.objects.unlinked()) == {orphan, fresh}
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_orphans() == 1
        assert sweep_orphans() == 0
    assert set(Attachment.objects.all()) == {linked, fresh}
    assert len(files_in(media_root)) == 3, "a photo with its thumbnail, and a text"


def test_a_linked_attachment_cannot_be_discarded(letter: type[models.Model], media_root: Path) -> None:
    linked = store(upload("a.txt", b"text"))
    letter._base_manager.create(pk=1, attachment=linked)
    with pytest.raises(ProtectedError):
        linked.discard()
    assert len(files_in(media_root)) == 1


def test_files_without_a_row_go_and_others_stay(media_root: Path) -> None:
    store(upload("a.jpg", making.picture()))
    default_storage.save("attachments/ab/" + "ab" * 20, ContentFile(b"left by a rolled back transaction"))
    assert sweep_strays() == 0, "still fresh"
    with clock.travel_to(clock.now() + timedelta(days=3)):
        assert sweep_strays() == 1
    assert len(files_in(media_root)) == 2


def test_the_command_says_what_went(capsys: pytest.CaptureFixture[str]) -> None:
    with clock.travel_to(clock.now() - timedelta(days=3)):
        store(upload("a.txt", b"text"))
    call_command("sweep_attachments")
    assert "附件 1 个" in capsys.readouterr().out


def test_an_empty_store_is_nothing_to_sweep() -> None:
    assert (sweep_orphans(), sweep_strays()) == (0, 0)
