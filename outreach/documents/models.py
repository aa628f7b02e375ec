"""Templates, documents, and the files that documents became."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outreach.attachments.models import Attachment
from outreach.common import clock
from outreach.documents.kinds import DocumentKind, dossier_choices, kind_choices, kinds
from outreach.documents.paper import numbered
from outreach.documents.states import Copy, Format, State
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights

LONGEST_REASON = 300


class DocumentTemplate(models.Model):
    """One version of the office's own template of a kind; without an active one the portal's own is used."""

    kind = models.CharField(_("文书"), max_length=40, choices=kind_choices)
    version = models.PositiveIntegerField(_("版本"))
    attachment = models.ForeignKey(Attachment, verbose_name=_("文件"), on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(_("在用"), default=False, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("上传人"), on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("上传时间"), default=clock.now)
    checked_with = models.PositiveSmallIntegerField(default=0, editable=False)
    #: What later checks found, in words; it cannot be used.
    problems = models.JSONField(_("检查出的问题"), default=list, blank=True, editable=False)
    taken_out_at = models.DateTimeField(_("停用时间"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("文书模板")
        verbose_name_plural = _("文书模板")
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="template_version_once"),
            models.UniqueConstraint(fields=["kind"], condition=Q(is_active=True), name="one_active_template"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} v{self.version}"


class DocumentSeries(models.Model):
    """The last number given out in a series and year; locked while the next is taken, so there are no gaps."""

    name = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "year"], name="one_series_per_name_and_year")]

    def __str__(self) -> str:
        return numbered(self.name, self.year, self.last)


class DocumentQuerySet(models.QuerySet["Document"]):
    """Questions about documents."""

    def visible_to(self, rights: Rights) -> Self:
        """Documents of the records that this reader may see: a document is never more open than what it is about."""
        if rights.is_system:
            return self
        seen = Q(pk__in=[])
        for dossier in kinds.dossiers():
            seen |= Q(dossier=dossier.key, record_id__in=dossier.seen(rights).order_by().values("pk"))
        return self.filter(seen)

    def of(self, dossier: str, record_id: int) -> Self:
        return self.filter(dossier=dossier, record_id=record_id)

    def to_print(self) -> Self:
        """Issued, and a PDF is missing; the oldest first."""
        return self.filter(status=State.ISSUED, is_printed=False).order_by("issued_at")

    def handed_out(self) -> Self:
        """What the other side reads."""
        return self.filter(status=State.ISSUED, kind__in=[kind.key for kind in kinds if kind.is_handed_out])


class Document(models.Model):
    """A formal document (文书) about one record of a channel, which ``dossier`` and ``record_id`` name.

    ``sealed`` holds the values it is filled with. Once issued nothing of it changes but whether it still holds; the
    database refuses the rest (``outreach.documents.guards``).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("文书"), max_length=40, choices=kind_choices)
    dossier = models.CharField(max_length=20, choices=dossier_choices, editable=False)
    record_id = models.BigIntegerField()
    unit = models.ForeignKey(OrgUnit, verbose_name=_("发文单位"), on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("发文字号"), max_length=80, unique=True, null=True, blank=True)
    status = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    template = models.ForeignKey(
        DocumentTemplate, verbose_name=_("模板"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    replaces = models.ForeignKey(
        "self", verbose_name=_("代替"), null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    key_version = models.CharField(max_length=16, editable=False)
    sealed = models.BinaryField(editable=False)
    form_token = models.UUIDField(unique=True, editable=False)

    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("拟稿人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField(_("拟稿时间"), default=clock.now)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("签发人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField(_("签发时间"), null=True, blank=True)
    reason = models.CharField(_("撤回的理由"), max_length=LONGEST_REASON, blank=True)
    is_printed = models.BooleanField(default=False, editable=False)
    print_tries = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("文书")
        verbose_name_plural = _("文书")
        ordering = ["drafted_at", "pk"]
        indexes = [
            models.Index(fields=["dossier", "record_id", "drafted_at"], name="document_record"),
            models.Index(
                fields=["issued_at"], condition=Q(status=State.ISSUED, is_printed=False), name="document_to_print"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number or ''}".strip()

    def get_absolute_url(self) -> str:
        return reverse("documents:document", args=[self.pk])

    def paths_of(self, place: str) -> list[str]:
        """A permission must cover the unit in whose name it is written."""
        return [self.unit.path]

    @property
    def of_kind(self) -> DocumentKind:
        """``LookupError`` when no channel brings this kind any more."""
        kind = kinds.get(self.kind)
        if kind is None:
            raise LookupError(self.kind)
        return kind

    @property
    def is_draft(self) -> bool:
        return self.status == State.DRAFT

    @property
    def is_issued(self) -> bool:
        return self.status == State.ISSUED


class DocumentFile(models.Model):
    """One file of an issued document, sealed; ``sha256`` is of what is sealed, written once and never changed."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="files")
    format = models.CharField(max_length=4, choices=Format.choices)
    copy = models.CharField(max_length=10, choices=Copy.choices)
    key_version = models.CharField(max_length=16, editable=False)
    sealed = models.BinaryField(editable=False)
    sha256 = models.CharField(_("校验值"), max_length=64, editable=False)
    size = models.PositiveIntegerField(_("大小"), editable=False)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("文书文件")
        verbose_name_plural = _("文书文件")
        constraints = [
            models.UniqueConstraint(fields=["document", "format", "copy"], name="document_file_once"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.copy}.{self.format}"
