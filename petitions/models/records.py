"""What a petition gathers on its way: history, files, what the petitioner adds later."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.attachments.models import Attachment
from outreach.common import clock
from outreach.org.scoping import Rights
from petitions.models.petition import Petition
from petitions.models.questions import CaseQuestion
from petitions.permissions import DISCIPLINE
from petitions.states import State


class PetitionEventQuerySet(models.QuerySet["PetitionEvent"]):
    """Lines of a history."""

    def told_to(self, rights: Rights) -> Self:
        """What this reader of the petition may read of it: what inspectors did while it was sealed stays theirs."""
        return self if rights.is_system or rights.may(DISCIPLINE) else self.filter(is_sealed=False)


class PetitionEvent(models.Model):
    """One line of a petition's history, written by the step it tells of and never changed.

    ``actor`` is empty when the petitioner or the portal itself took the step.
    """

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(_("时间"), default=clock.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("经办人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    step = models.CharField(_("操作"), max_length=40)
    before = models.CharField(_("原环节"), max_length=20, choices=State.choices, blank=True)
    after = models.CharField(_("现环节"), max_length=20, choices=State.choices)
    note = models.TextField(_("说明"), blank=True)
    detail = models.JSONField(_("内容"), default=dict, blank=True)
    version = models.PositiveIntegerField(_("版本"))
    #: Written while only inspectors saw it, or by the step that took it out of sight.
    is_sealed = models.BooleanField(default=False, editable=False)

    objects: ClassVar[Any] = PetitionEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("经过")
        verbose_name_plural = _("经过")
        ordering = ["petition", "version"]
        constraints = [models.UniqueConstraint(fields=["petition", "version"], name="one_petition_event_per_version")]

    def __str__(self) -> str:
        return f"{self.petition_id} v{self.version} {self.step}"


class Supplement(models.Model):
    """What the petitioner added after the petition had been received; nothing sent in is ever dropped.

    ``question`` is what of the office it answers, where it was asked for.
    """

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="supplements")
    question = models.ForeignKey(
        CaseQuestion,
        verbose_name=_("回答的问题"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="answers",
    )
    text = models.TextField(_("补充内容"), max_length=8000)
    content_hash = models.CharField(max_length=64, editable=False)
    added_at = models.DateTimeField(_("补充时间"), default=clock.now)

    class Meta:
        verbose_name = _("补充材料")
        verbose_name_plural = _("补充材料")
        ordering = ["added_at", "pk"]
        constraints = [
            # The same supplement sent twice is one supplement.
            models.UniqueConstraint(fields=["petition", "content_hash"], name="supplement_once_per_content")
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} +{self.pk}"


class PetitionFile(models.Model):
    """A file handed in with a petition or with a supplement."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="files")
    supplement = models.ForeignKey(Supplement, null=True, blank=True, on_delete=models.PROTECT, related_name="files")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    is_searched = models.BooleanField(_("里面的文字查过人名"), default=False, editable=False)
    is_on_sheet = models.BooleanField(_("随任务单交经办单位"), default=False, editable=False)

    class Meta:
        verbose_name = _("材料")
        verbose_name_plural = _("材料")
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.attachment.original_name
