"""Visits that are intended."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.contactpoints.models import ContactPoint
from outreach.org.scoping import Rights


class VisitPlanQuerySet(models.QuerySet["VisitPlan"]):
    def visible_to(self, rights: Rights) -> Self:
        """Plans are for the office, the leader who goes and the liaison: an unannounced visit stays unannounced."""
        points = ContactPoint.objects.with_quota_for(rights).order_by()
        return self.filter(contact_point__in=points.values("pk"))

    def standing(self) -> Self:
        return self.filter(cancelled_at=None)


class VisitPlan(models.Model):
    """One visit planned to a contact point; done when somebody wrote a visit there on or after that day."""

    contact_point = models.ForeignKey(
        ContactPoint, verbose_name=_("联系点"), on_delete=models.PROTECT, related_name="visit_plans"
    )
    planned_on = models.DateField(_("哪天去"), db_index=True)
    note = models.CharField(_("带着什么事去"), max_length=200, blank=True)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("安排人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    cancelled_at = models.DateTimeField(_("取消时间"), null=True, blank=True, editable=False)
    cancel_reason = models.CharField(_("取消原因"), max_length=200, blank=True)

    objects = VisitPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("走访计划")
        verbose_name_plural = _("走访计划")
        ordering = ["planned_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact_point", "planned_on"],
                condition=models.Q(cancelled_at=None),
                name="one_standing_plan_per_point_and_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.contact_point} · {self.planned_on}"
