"""Clears away what nobody links to, so that abandoned forms leave nothing behind."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from outreach.attachments.models import FOLDER, Attachment
from outreach.common import clock

OLDER_THAN = timedelta(days=2)
MOST_AT_ONCE = 5_000  # what is left goes with the next sweep


def sweep_orphans(older_than: timedelta = OLDER_THAN) -> int:
    """Delete attachments that no room links to and that are older than this; how many went.

    Safe to run twice at once and beside people sending forms: a row that is linked in the
    meantime is protected by its foreign key and stays.
    """
    swept = 0
    old = Attachment.objects.unlinked().filter(created_at__lt=clock.now() - older_than)
    for attachment in old[:MOST_AT_ONCE]:
        try:
            with transaction.atomic():
                attachment.discard()
        except (ProtectedError, IntegrityError):
            continue
        swept += 1
    return swept


def sweep_strays(older_than: timedelta = OLDER_THAN) -> int:
    """Delete files without a row, left by a transaction that was rolled back; how many went."""
    swept = 0
    for part in _parts():
        folder = f"{FOLDER}/{part}/"
        rows = Attachment.objects.order_by()
        known = set(rows.filter(file__startswith=folder).values_list("file", flat=True))
        known |= set(rows.filter(thumbnail__startswith=folder).values_list("thumbnail", flat=True))
        for name in {folder + file for file in default_storage.listdir(folder)[1]} - known:
            if default_storage.get_modified_time(name) < clock.now() - older_than:
                default_storage.delete(name)
                swept += 1
    return swept


def _parts() -> list[str]:
    """The folders that files lie in; an object store has none until something lies there, nor a folder to ask for."""
    try:
        return default_storage.listdir(FOLDER)[0]
    except FileNotFoundError:
        return []
