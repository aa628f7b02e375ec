"""What happened to an item."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.ledger.models.issue import Issue
from outreach.ledger.permissions import SEALED
from outreach.ledger.states import State
from outreach.org.scoping import Rights


class IssueEventQuerySet(models.QuerySet["IssueEvent"]):
    """Lines of a history."""

    def told_to(self, rights: Rights) -> Self:
        """What this reader of the item may read of it: what inspectors did while it was sealed stays theirs."""
        return self if rights.is_system or rights.may(SEALED) else self.filter(is_sealed=False)


class IssueEvent(models.Model):
    """One line of an item's history, written by the step it tells of and never changed.

    ``actor`` is empty when the portal itself, or somebody without an account, took the step.
    """

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="events")
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

    objects: ClassVar[Any] = IssueEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("经过")
        verbose_name_plural = _("经过")
        ordering = ["issue", "version"]
        constraints = [models.UniqueConstraint(fields=["issue", "version"], name="one_event_per_version")]

    def __str__(self) -> str:
        return f"{self.issue_id} v{self.version} {self.step}"
