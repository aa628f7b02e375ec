"""Visits that are intended, and the days on which a unit should be left to its work."""

import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fieldvisits.permissions import RECEIVE
from outreach.common import clock
from outreach.contactpoints.models import ContactPoint
from outreach.documents.models import Document
from outreach.documents.states import State as DocumentState
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights

#: What letters about a plan hang on, see ``fieldvisits.documents``.
DOSSIER = "visit_plan"


class VisitPlanQuerySet(models.QuerySet["VisitPlan"]):
    def visible_to(self, rights: Rights) -> Self:
        """For the office, the leader who goes and the liaison; for the head of the unit once a letter told of it.

        So an unannounced visit (四不两直) stays unannounced.
        """
        if rights.is_system:
            return self
        points = ContactPoint.objects.with_quota_for(rights).order_by()
        letters = Document.objects.filter(dossier=DOSSIER, record_id=OuterRef("pk"), status=DocumentState.ISSUED)
        told = Q(Exists(letters)) & Q(is_unannounced=False) & rights.as_q(RECEIVE, "contact_point__unit")
        return self.filter(Q(contact_point__in=points.values("pk")) | told)

    def standing(self) -> Self:
        return self.filter(cancelled_at=None)

    def saying_briefs(self, rights: Rights) -> Self:
        """With ``has_brief``: whether this reader may take along the page about the unit (走访前一页纸)."""
        points = ContactPoint.objects.visible_to(rights).filter(pk=OuterRef("contact_point"))
        return self.annotate(has_brief=Exists(points.order_by()))

    def for_page(self) -> Self:
        return self.select_related(
            "contact_point__unit__parent", "contact_point__leader__user", "contact_point__liaison", "planned_by"
        )


class VisitPlan(models.Model):
    """One visit planned to a contact point; done when its leader was there on or after that day.

    The office approves what a leader or a liaison plans. ``series`` ties those together that were planned in one go.
    """

    contact_point = models.ForeignKey(
        ContactPoint, verbose_name=_("联系点"), on_delete=models.PROTECT, related_name="visit_plans"
    )
    planned_on = models.DateField(_("哪天去"), db_index=True)
    note = models.CharField(_("带着什么事去"), max_length=200, blank=True)
    is_unannounced = models.BooleanField(_("不提前打招呼（四不两直）"), default=False)
    series = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("安排人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    approved_at = models.DateTimeField(_("同意时间"), null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("同意人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    moved_from = models.DateField(_("原定哪天"), null=True, blank=True, editable=False)
    move_reason = models.CharField(_("改期原因"), max_length=200, blank=True)
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

    def get_absolute_url(self) -> str:
        return reverse("fieldvisits:plan_detail", args=[self.pk])

    @property
    def is_standing(self) -> bool:
        return self.cancelled_at is None

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None

    def is_to_come(self, today: date | None = None) -> bool:
        return self.is_standing and self.planned_on >= (today or clock.today())


class PeakPeriod(models.Model):
    """Days on which a unit and everything under it works at its limit, such as the end of the month in the yard."""

    unit = models.ForeignKey(OrgUnit, verbose_name=_("单位"), on_delete=models.CASCADE, related_name="peak_periods")
    first = models.DateField(_("从哪天"))
    last = models.DateField(_("到哪天"))
    why = models.CharField(_("为什么"), max_length=80)

    class Meta:
        verbose_name = _("生产高峰")
        verbose_name_plural = _("生产高峰")
        ordering = ["first", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")),
                name="peak_period_in_order",
                violation_error_message=_("止日不能早于起日。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.first}–{self.last}"
