"""The visit itself."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fieldvisits.models.outcome import outcome_words
from fieldvisits.permissions import VIEW
from outreach.common import clock
from outreach.contactpoints.models import ContactPoint, PointTenure
from outreach.org.models import Cadre, OrgUnit
from outreach.org.scoping import Rights

#: A device whose clock is further off than this is told of beside what it said.
CLOCK_TOLERANCE = timedelta(days=1)


class VisitKind(models.TextChoices):
    """The four ways of working on site."""

    DESK = "desk", _("设点办公")
    HARD_CASE = "hard_case", _("踏勘难题")
    JOINT_MEETING = "joint_meeting", _("部门会办")
    PROMISE = "promise", _("承诺回访")


class Meal(models.TextChoices):
    """Where the visitors ate; one working meal is allowed (国内公务接待管理规定, Art. 10)."""

    NONE = "none", _("没在那里吃")
    OWN = "own", _("食堂自费")
    WORKING = "working", _("工作餐")


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, rights: Rights) -> Self:
        """The visits to one's own units, those one wrote or took part in, and those to one's own contact points.

        Nothing of that for whoever served and serves nowhere any more.
        """
        if rights.everywhere(VIEW):
            return self
        if rights.user is None or rights.has_left:
            return self.none()
        # A subquery: joining the points would show a visit twice and make every list slower.
        points = ContactPoint.objects.filter(Q(leader__user=rights.user) | Q(liaison=rights.user)).order_by()
        own = Q(author=rights.user) | Q(leader__user=rights.user) | Q(contact_point__in=points.values("pk"))
        return self.filter(own | rights.as_q(VIEW, "unit"))

    def by_its_leader(self) -> Self:
        """Those to contact points with whoever led the point on that day, also where somebody else does by now."""
        led = PointTenure.objects.filter(
            Q(until=None) | Q(until__gte=OuterRef("visited_on")),
            point=OuterRef("contact_point"),
            leader=OuterRef("leader"),
            since__lte=OuterRef("visited_on"),
        ).order_by()
        return self.filter(Q(leader=F("contact_point__leader")) | Q(Exists(led)), leader__isnull=False)

    def for_list(self) -> Self:
        """With everything a row of a list shows, in two queries."""
        return self.select_related("unit__parent", "author", "leader__user").prefetch_related("findings")


class Visit(models.Model):
    """One visit to the grassroots, written down on the spot.

    ``client_uuid`` is given by the device before sending, ``content_hash`` tells the same content
    sent twice from other content under the same mark.
    """

    client_uuid = models.UUIDField(unique=True, editable=False)
    content_hash = models.CharField(max_length=64, editable=False)
    unit = models.ForeignKey(OrgUnit, verbose_name=_("去了哪里"), on_delete=models.PROTECT, related_name="visits")
    contact_point = models.ForeignKey(
        ContactPoint,
        verbose_name=_("联系点"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="visits",
    )
    visited_on = models.DateField(_("日期"))
    started_at = models.TimeField(_("时间"), null=True, blank=True)
    kind = models.CharField(_("怎么去的"), max_length=16, choices=VisitKind.choices, default=VisitKind.DESK)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("记录人"), on_delete=models.PROTECT, related_name="visits_written"
    )
    leader = models.ForeignKey(
        Cadre, verbose_name=_("到场领导"), null=True, blank=True, on_delete=models.PROTECT, related_name="visits"
    )
    companions_above = models.PositiveSmallIntegerField(_("同去的上级"), default=0)
    companions_level = models.PositiveSmallIntegerField(_("同去的同级"), default=0)
    companions_local = models.PositiveSmallIntegerField(_("当地陪同"), default=0)
    people_met = models.PositiveSmallIntegerField(_("谈了几个人"), default=0)
    # Who spoke: numbers, never names.
    spoke_workers = models.PositiveSmallIntegerField(_("其中一线职工"), default=0)
    spoke_team_leaders = models.PositiveSmallIntegerField(_("其中班组长"), default=0)
    spoke_managers = models.PositiveSmallIntegerField(_("其中管理人员"), default=0)
    is_unannounced = models.BooleanField(_("没有提前打招呼（四不两直）"), default=False)
    is_problem_rich = models.BooleanField(_("去的是问题多的地方"), default=False)
    purpose = models.CharField(_("为什么去"), max_length=200, blank=True)
    policy_heard = models.TextField(_("听到的对政策的看法"), max_length=500, blank=True)
    summary = models.TextField(_("这次看到的总体情况"), max_length=2000, blank=True)

    # Conduct of the visit: the Eight-Point Rules and 国内公务接待管理规定, Art. 10.
    letter_number = models.CharField(_("公函编号"), max_length=40, blank=True)
    vehicles = models.PositiveSmallIntegerField(_("车"), default=0)
    meal = models.CharField(_("吃饭"), max_length=8, choices=Meal.choices, default=Meal.NONE)
    meal_visitors = models.PositiveSmallIntegerField(_("来的人"), default=0)
    meal_companions = models.PositiveSmallIntegerField(_("陪餐的人"), default=0)
    is_meal_paid = models.BooleanField(_("餐费已交"), default=False)
    lodging_nights = models.PositiveSmallIntegerField(_("住了几晚"), default=0)
    has_welcome = models.BooleanField(_("有横幅、欢迎、鲜花"), default=False)
    has_alcohol = models.BooleanField(_("有烟酒"), default=False)
    conduct_reason = models.CharField(_("要说明的情况"), max_length=200, blank=True)

    created_at = models.DateTimeField(_("记录时间"), default=clock.now, editable=False)
    # What the device's own clock said when the entry was finished, and when it was sent; never corrected.
    device_finished_at = models.DateTimeField(_("设备记下的时间"), null=True, blank=True, editable=False)
    device_sent_at = models.DateTimeField(_("设备上报的时间"), null=True, blank=True, editable=False)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("代为导入的人"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="visits_imported",
    )

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("走访记录")
        verbose_name_plural = _("走访记录")
        ordering = ["-visited_on", "-pk"]
        indexes = [
            models.Index(fields=["-visited_on", "-id"], name="visit_newest"),
            models.Index(fields=["unit", "visited_on"], name="visit_unit_day"),
            models.Index(fields=["contact_point", "visited_on"], name="visit_point_day"),
            # Which leader was at a point, and when last.
            models.Index(
                fields=["contact_point", "leader", "visited_on"],
                condition=models.Q(contact_point__isnull=False),
                name="visit_point_leader_day",
            ),
            # Who was there on each day of a month.
            models.Index(fields=["visited_on"], condition=models.Q(leader__isnull=False), name="visit_leader_day"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.visited_on}"

    def get_absolute_url(self) -> str:
        return reverse("fieldvisits:detail", args=[self.pk])

    @property
    def is_device_clock_off(self) -> bool:
        """Whether the device's clock was more than a day from ours when the entry came.

        A file may lie for days between being saved and being brought in: it only tells of a clock that is ahead.
        """
        if self.device_sent_at is None:
            return False
        late = self.created_at - self.device_sent_at
        return -late > CLOCK_TOLERANCE or (self.imported_by_id is None and late > CLOCK_TOLERANCE)

    @property
    def companions(self) -> int:
        """Everybody who came along, wherever from."""
        return self.companions_above + self.companions_level + self.companions_local

    @property
    def outcome_words(self) -> str:
        """What became of its findings, in one line; lists prefetch them."""
        return outcome_words(finding.outcome for finding in self.findings.all())
