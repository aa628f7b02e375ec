"""Minutes 纪要 of a visit: what was decided on the spot, by whom it is done, and by when."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fieldvisits.models.visit import Visit
from fieldvisits.permissions import VIEW
from fieldvisits.states import MinutesState
from outreach.common import clock
from outreach.ledger.models import Issue
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def visible_to(self, rights: Rights) -> Self:
        """Whoever sees the visit; once circulated also the units that a decision binds, wherever they are."""
        if rights.is_system:
            return self
        visits = Visit.objects.visible_to(rights).order_by().values("pk")
        bound = Decision.objects.filter(rights.as_q(VIEW, "unit")).order_by().values("minutes")
        return self.filter(Q(visit__in=visits) | ~Q(status=MinutesState.DRAFT) & Q(pk__in=bound))

    def for_page(self) -> Self:
        return self.select_related("visit__unit__parent", "visit__leader__user", "written_by", "confirmed_by")


class Minutes(models.Model):
    """The minutes of one visit.

    Whoever is bound by them may object until ``objections_until`` has passed (practice: within 3 workdays); then
    they are confirmed, numbered and no longer changed.
    """

    visit = models.OneToOneField(Visit, verbose_name=_("走访记录"), on_delete=models.PROTECT, related_name="minutes")
    status = models.CharField(
        _("状态"), max_length=12, choices=MinutesState.choices, default=MinutesState.DRAFT, editable=False
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    attended = models.CharField(_("参加的人（单位和职务）"), max_length=500)
    facts = models.TextField(_("情况"), max_length=3000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("整理人"), on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(_("起草时间"), default=clock.now, editable=False)
    circulated_at = models.DateTimeField(_("发出时间"), null=True, blank=True, editable=False)
    objections_until = models.DateField(_("异议截止"), null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("确认人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    number = models.CharField(_("文号"), max_length=80, blank=True, editable=False)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("现场办公纪要")
        verbose_name_plural = _("现场办公纪要")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["objections_until"], condition=~Q(status=MinutesState.CONFIRMED), name="minutes_not_confirmed"
            )
        ]

    def __str__(self) -> str:
        return self.number or str(self.visit)

    def get_absolute_url(self) -> str:
        return reverse("fieldvisits:minutes", args=[self.visit_id])

    def paths_of(self, place: str) -> list[str]:
        """Minutes are kept where the visit was; their readers are there and in the units that they bind."""
        bound = list(self.decisions.values_list("unit__path", flat=True)) if place == "readers" else []
        return [self.visit.unit.path, *bound]

    @property
    def is_draft(self) -> bool:
        return self.status == MinutesState.DRAFT

    @property
    def is_confirmed(self) -> bool:
        return self.status == MinutesState.CONFIRMED

    def is_open_to_objections(self, today: date | None = None) -> bool:
        """The last day counts to its end."""
        today = today or clock.today()
        is_out = self.status == MinutesState.CIRCULATED
        return is_out and self.objections_until is not None and today <= self.objections_until


class Decision(models.Model):
    """One thing decided on the spot: what, by whom, by when; in the ledger once the minutes are confirmed."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="decisions")
    position = models.PositiveSmallIntegerField(_("第几项"))
    what = models.CharField(_("决定什么"), max_length=300)
    unit = models.ForeignKey(OrgUnit, verbose_name=_("哪个单位办"), on_delete=models.PROTECT, related_name="+")
    owner = models.CharField(_("谁负责（职务或姓名）"), max_length=60)
    due_on = models.DateField(_("哪天以前"))
    issue = models.ForeignKey(
        Issue,
        verbose_name=_("台账事项"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="visit_decisions",
    )

    class Meta:
        verbose_name = _("现场决定")
        verbose_name_plural = _("现场决定")
        ordering = ["minutes", "position"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "position"], name="decision_position_once_per_minutes")
        ]

    def __str__(self) -> str:
        return self.what


class Objection(models.Model):
    """Somebody says the minutes are not what was decided; answered by whoever keeps them, or taken into them."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="objections")
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("提出人"), on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField(_("提出时间"), default=clock.now, editable=False)
    what = models.CharField(_("哪里不对、应当怎么写"), max_length=500)
    answer = models.CharField(_("答复"), max_length=500, blank=True)
    is_taken_in = models.BooleanField(_("已采纳"), default=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("答复人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("纪要异议")
        verbose_name_plural = _("纪要异议")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.what

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None
