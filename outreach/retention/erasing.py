"""Takes a row away with everything that is only there because of it."""

from collections.abc import Iterator
from typing import Any

from django.db import models

from outreach.attachments.models import Attachment


def erase(row: models.Model) -> None:
    """Delete the row, what its own room hangs on it, and their files; inside the caller's transaction.

    Something else that points to it (another room's record, another row of its kind) keeps it: ``ProtectedError``.
    Files leave the disk once that is committed.
    """
    files = _take_away(row)
    for attachment in Attachment.objects.unlinked().filter(pk__in=files):
        attachment.discard()


def _take_away(row: models.Model) -> set[Any]:
    """Delete the row and its belongings; the keys of the files that hung on them."""
    files = set(_files(row))
    for child in list(_belongings(row)):
        files |= _take_away(child)
    row.delete()
    return files


def _belongings(row: models.Model) -> Iterator[models.Model]:
    """Rows of the same room that only speak of this one; what cascades by itself counts where it has a file."""
    for relation in row._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        child: Any = relation.related_model
        if child._meta.app_label != row._meta.app_label or isinstance(row, child):
            continue
        if relation.on_delete is models.PROTECT or (relation.on_delete is models.CASCADE and _keeps_files(child)):
            yield from child._base_manager.filter(**{relation.field.name: row})


def _keeps_files(model: type[models.Model]) -> bool:
    return any(field.related_model is Attachment for field in model._meta.concrete_fields)


def _files(row: models.Model) -> Iterator[Any]:
    for field in row._meta.concrete_fields:
        if field.related_model is Attachment and (key := getattr(row, field.attname)) is not None:
            yield key
