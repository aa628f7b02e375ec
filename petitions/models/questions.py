"""What an officer asks the petitioner, and whether it is still to be answered."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.common.lots import drawn_id
from outreach.org.scoping import Rights
from petitions.models.petition import Petition
from petitions.permissions import DISCIPLINE


class CaseQuestionQuerySet(models.QuerySet["CaseQuestion"]):
    """Questions about questions."""

    def waiting(self) -> Self:
        """Neither answered nor withdrawn."""
        return self.filter(answered_at=None, withdrawn_at=None)


class CaseQuestion(models.Model):
    """Something the office has to know from the petitioner, asked on the query page; the answer is a ``Supplement``.

    ``answer_by`` is a wish: no statutory term begins, pauses or ends by it.
    """

    id = models.BigIntegerField(primary_key=True, default=drawn_id, editable=False)
    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField(_("要问的"), max_length=1000)
    why = models.TextField(_("为什么要问"), max_length=500)
    answer_by = models.DateField(_("希望哪天以前回答"), null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("提问人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("提问时间"), default=clock.now)
    answered_at = models.DateTimeField(_("第一次回答的时间"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("收回时间"), null=True, blank=True)
    #: Asked while only inspectors saw the petition: what they did stays theirs.
    is_sealed = models.BooleanField(default=False, editable=False)

    #: What was answered, each supplement with its files, where a page shows it.
    given: list[tuple[Any, list[Any]]]

    objects: ClassVar[Any] = CaseQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("向信访人提的问题")
        verbose_name_plural = _("向信访人提的问题")
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return f"{self.petition_id} ? {self.pk}"

    @property
    def is_waiting(self) -> bool:
        """Neither answered nor withdrawn."""
        return self.answered_at is None and self.withdrawn_at is None

    @property
    def is_late(self) -> bool:
        """Still waiting after the day by which an answer was wished for."""
        return self.is_waiting and self.answer_by is not None and self.answer_by < clock.today()

    def is_told_to(self, rights: Rights) -> bool:
        """What inspectors asked is theirs, also once the petition is open again."""
        return not self.is_sealed or rights.is_system or rights.may(DISCIPLINE)
