"""A file that somebody handed in, after it passed every check."""

import secrets
import uuid
from functools import partial

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from outreach.common import clock

FOLDER = "attachments"


def random_name(_instance: models.Model, _filename: str) -> str:
    """A name on disk that tells nothing and cannot be guessed; no ending, so no server runs or previews it."""
    name = secrets.token_hex(20)
    return f"{FOLDER}/{name[:2]}/{name}"


class ScanResult(models.TextChoices):
    """What the virus scanner said, "not scanned" also where there is none; or what a later check of ours found."""

    NOT_SCANNED = "not_scanned", _("未查毒")
    CLEAN = "clean", _("已查毒")
    INFECTED = "infected", _("带毒，已封存")
    UNFIT = "unfit", _("没有通过现在的检查，已封存")


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def unlinked(self) -> "AttachmentQuerySet":
        """Those that no row of any room points to: just handed in with a form, or left behind."""
        query = self
        # Hidden relations (related_name="+") count too, so related_objects is not enough.
        for relation in self.model._meta.get_fields(include_hidden=True):
            if not isinstance(relation, models.ManyToOneRel):
                continue
            linked = relation.related_model._base_manager.filter(**{relation.field.name: models.OuterRef("pk")})
            query = query.filter(~models.Exists(linked))
        return query

    def checked_before(self, checks: int) -> "AttachmentQuerySet":
        """Those that came in before these checks, the oldest first."""
        return self.filter(checked_with__lt=checks).order_by("created_at", "pk")

    def unscanned(self) -> "AttachmentQuerySet":
        """Those that no virus scanner has looked at."""
        return self.filter(scan_result=ScanResult.NOT_SCANNED)


class Attachment(models.Model):
    """One stored file. Rooms above link down to it with models of their own (``PROTECT``).

    Who may see it is decided by the row that links to it, never here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(_("文件"), upload_to=random_name)
    original_name = models.CharField(_("文件名"), max_length=200)
    content_type = models.CharField(_("类型"), max_length=100)
    size = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField(_("校验值"), max_length=64)
    thumbnail = models.FileField(_("缩略图"), upload_to=random_name, blank=True)
    created_at = models.DateTimeField(_("上传时间"), default=clock.now, db_index=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("上传人"),
    )

    checked_with = models.PositiveSmallIntegerField(default=0, editable=False)
    scan_result = models.CharField(
        _("查毒"), max_length=12, choices=ScanResult.choices, default=ScanResult.NOT_SCANNED, editable=False
    )
    scan_found = models.CharField(_("病毒"), max_length=200, blank=True, editable=False)
    scanned_at = models.DateTimeField(_("查毒时间"), null=True, blank=True, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("附件")
        verbose_name_plural = _("附件")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["checked_with", "created_at", "id"], name="attachment_checks"),
            models.Index(fields=["scan_result", "created_at"], name="attachment_scan"),
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def is_shut(self) -> bool:
        """A virus or a later check speaks against it: it is kept, and handed out to nobody."""
        return self.scan_result in {ScanResult.INFECTED, ScanResult.UNFIT}

    @property
    def is_image(self) -> bool:
        """Whether it was re-encoded by us, so that a browser may show it in place."""
        return self.content_type.startswith("image/")

    @property
    def is_playable(self) -> bool:
        return self.content_type.startswith(("audio/", "video/"))

    def discard(self) -> None:
        """Delete the row, and the files once that is committed; ``ProtectedError`` while a row links to it."""
        names = [name for name in (self.file.name, self.thumbnail.name) if name]
        with transaction.atomic():
            self.delete()
            for name in names:
                transaction.on_commit(partial(default_storage.delete, name))
