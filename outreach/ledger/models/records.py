"""What an item gathers on its way: measures, evidence, extensions, co-units, supervision, support, ratings."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.attachments.models import Attachment
from outreach.common import clock
from outreach.ledger.models.issue import Issue
from outreach.ledger.models.lookback import LookBack
from outreach.ledger.states import Satisfaction, Stage, SupervisionLevel, SupportKind
from outreach.org.models import OrgUnit


def _person(**kwargs: Any) -> "models.ForeignKey[Any, Any]":
    """A foreign key to whoever did it; people are never deleted from under a record."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **kwargs)


class Measure(models.Model):
    """One rectification measure 整改措施 with its own date."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="measures")
    text = models.CharField(_("措施"), max_length=200)
    planned_on = models.DateField(_("计划完成"))
    done_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    done_by = _person(null=True, blank=True)
    note = models.CharField(_("完成情况"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("整改措施")
        verbose_name_plural = _("整改措施")
        ordering = ["planned_on", "pk"]

    def __str__(self) -> str:
        return self.text


class Evidence(models.Model):
    """A photo or paper that shows what was found or done 佐证."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="evidence")
    measure = models.ForeignKey(Measure, null=True, blank=True, on_delete=models.SET_NULL, related_name="evidence")
    look_back = models.ForeignKey(LookBack, null=True, blank=True, on_delete=models.CASCADE, related_name="evidence")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="evidence")
    stage = models.CharField(_("阶段"), max_length=8, choices=Stage.choices, default=Stage.OTHER)
    caption = models.CharField(_("说明"), max_length=80, blank=True)
    added_by = _person(null=True)
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("佐证")
        verbose_name_plural = _("佐证")
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.caption or self.attachment.original_name


class Extension(models.Model):
    """A request for more time 延期: the unit head agrees first, then the ledger officer."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="extensions")
    workdays = models.PositiveSmallIntegerField(_("延长工作日"))
    reason = models.CharField(_("理由"), max_length=500)
    asked_by = _person(null=True)
    asked_at = models.DateTimeField(default=clock.now)
    head = _person(null=True, blank=True)
    head_agreed_at = models.DateTimeField(null=True, blank=True)
    decided_by = _person(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    is_granted = models.BooleanField(_("同意"), null=True, blank=True)
    old_due_on = models.DateField(_("原期限"))
    new_due_on = models.DateField(_("新期限"), null=True, blank=True)

    class Meta:
        verbose_name = _("延期")
        verbose_name_plural = _("延期")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue"], condition=models.Q(is_granted=None), name="one_pending_extension_per_issue"
            )
        ]

    def __str__(self) -> str:
        return f"{self.issue_id} +{self.workdays}"


class CoUnit(models.Model):
    """A unit that helps 协办, and its answer."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="co_units")
    unit = models.ForeignKey(OrgUnit, verbose_name=_("协办单位"), on_delete=models.PROTECT, related_name="co_handling")
    question = models.CharField(_("请协办什么"), max_length=200)
    asked_at = models.DateTimeField(default=clock.now)
    due_on = models.DateField(_("答复期限"))
    answer = models.CharField(_("答复"), max_length=500, blank=True)
    answered_by = _person(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("协办")
        verbose_name_plural = _("协办")
        ordering = ["asked_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["issue", "unit"], name="co_unit_once_per_issue")]

    def __str__(self) -> str:
        return str(self.unit)


class Supervision(models.Model):
    """One raising of the supervision level 督办, until it is lifted 摘牌 with a reason."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="supervisions")
    level = models.PositiveSmallIntegerField(_("级别"), choices=SupervisionLevel.choices)
    reason = models.CharField(_("理由"), max_length=200)
    raised_by = _person(null=True)
    raised_at = models.DateTimeField(default=clock.now)
    lifted_by = _person(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lift_reason = models.CharField(_("摘牌理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("督办")
        verbose_name_plural = _("督办")
        ordering = ["raised_at", "pk"]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.get_level_display()}"


class SupportRequest(models.Model):
    """What the unit asks for from above, who provides it and by when.

    ``promised_by``: who said on the spot that it will come, as written there; ``needed_by`` is then what they named.
    """

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="support_requests")
    kind = models.CharField(_("类别"), max_length=12, choices=SupportKind.choices)
    text = models.CharField(_("需要什么"), max_length=200)
    provider = models.ForeignKey(
        OrgUnit, verbose_name=_("由谁提供"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    promised_by = models.CharField(_("谁答应的"), max_length=60, blank=True)
    needed_by = models.DateField(_("何时需要"), null=True, blank=True)
    asked_by = _person(null=True)
    asked_at = models.DateTimeField(default=clock.now)
    provided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("支持请求")
        verbose_name_plural = _("支持请求")
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def is_late(self) -> bool:
        """The day by which it was to come has passed, and it has not come."""
        return self.provided_at is None and self.needed_by is not None and self.needed_by < clock.today()


class Rating(models.Model):
    """How whoever raised the matter judges one round of handling; silence leaves no row."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="ratings")
    attitude = models.PositiveSmallIntegerField(_("态度"), choices=Satisfaction.choices)
    speed = models.PositiveSmallIntegerField(_("速度"), choices=Satisfaction.choices)
    result = models.PositiveSmallIntegerField(_("结果"), choices=Satisfaction.choices)
    words = models.CharField(_("想说的话"), max_length=500, blank=True)
    rated_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("评价")
        verbose_name_plural = _("评价")
        ordering = ["rated_at", "pk"]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.get_result_display()}"

    @property
    def is_dissatisfied(self) -> bool:
        """The result decides: a matter not solved to the raiser's mind is not struck off (三个不销号)."""
        return self.result == Satisfaction.DISSATISFIED
