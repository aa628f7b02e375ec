"""A petition being written: what was typed survives an expired session, a lost connection and a pressed Back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.attachments.models import Attachment
from outreach.common import clock


class PetitionDraft(models.Model):
    """One form being filled in, found by its visitor's token; the answers are sealed like an identity: they hold one.

    Handed in, it keeps none of them, only the tracking code until the petitioner has confirmed it, so that a form sent
    twice shows the same receipt. ``token`` is a digest: the database alone opens no draft.
    """

    token = models.CharField(max_length=64, unique=True, editable=False)
    key_version = models.CharField(max_length=16, editable=False)
    sealed = models.BinaryField(editable=False)
    touched_at = models.DateTimeField(default=clock.now, db_index=True)
    saved_count = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("信访草稿")
        verbose_name_plural = _("信访草稿")

    def __str__(self) -> str:
        return str(self.pk)


class DraftFile(models.Model):
    """A file already stored while the form is still being filled in."""

    draft = models.ForeignKey(PetitionDraft, on_delete=models.CASCADE, related_name="files")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("草稿材料")
        verbose_name_plural = _("草稿材料")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.attachment.original_name
