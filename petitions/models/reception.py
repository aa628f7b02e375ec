"""Leaders who receive whoever wants to be heard: the roster of their days, and who comes when."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.ledger.states import State as IssueState
from outreach.org.models import Cadre
from outreach.org.scoping import Rights
from petitions.models.petition import Petition
from petitions.states import MEETING_STANDS, Meeting


class ReceptionDayQuerySet(models.QuerySet["ReceptionDay"]):
    """Questions about the roster."""

    def visible_to(self, rights: Rights) -> Self:
        """The roster is published (信访工作条例, Art. 18)."""
        return self

    def standing(self) -> Self:
        return self.filter(cancelled_at=None)

    def coming(self, today: date | None = None) -> Self:
        return self.standing().filter(held_on__gte=today or clock.today()).order_by("held_on", "starts_at", "pk")

    def for_roster(self) -> Self:
        """With whoever receives, in one query."""
        return self.select_related("cadre__user", "substitute__user")


class ReceptionDay(models.Model):
    """Some hours of one leading cadre for receiving petitioners 接访日, in places of some minutes each."""

    cadre = models.ForeignKey(
        Cadre, verbose_name=_("接访领导"), on_delete=models.PROTECT, related_name="reception_days"
    )
    planned_on = models.DateField(_("排在哪天"))
    #: The planned day, or the next workday where that is a holiday.
    held_on = models.DateField(_("接访日期"), db_index=True)
    starts_at = models.TimeField(_("几点开始"))
    ends_at = models.TimeField(_("几点结束"))
    slot_minutes = models.PositiveSmallIntegerField(_("每人多少分钟"), default=20)
    place = models.CharField(_("地点"), max_length=80)
    substitute = models.ForeignKey(
        Cadre, verbose_name=_("代为接访"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    substitute_reason = models.CharField(_("为什么代为接访"), max_length=200, blank=True)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("安排人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    cancelled_at = models.DateTimeField(_("取消时间"), null=True, blank=True, editable=False)
    cancel_reason = models.CharField(_("取消原因"), max_length=200, blank=True)

    objects = ReceptionDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("接访日")
        verbose_name_plural = _("接访日")
        ordering = ["held_on", "starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cadre", "planned_on"], condition=Q(cancelled_at=None), name="one_reception_a_day"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="reception_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.receiver} · {self.held_on}"

    @property
    def receiver(self) -> Cadre:
        """Who sits there; who receives is responsible to the end."""
        return self.substitute or self.cadre

    @property
    def is_moved(self) -> bool:
        """A holiday moved it."""
        return self.held_on != self.planned_on

    def places(self) -> Iterator[time]:
        """When each conversation begins."""
        at = datetime.combine(self.held_on, self.starts_at)
        step = timedelta(minutes=self.slot_minutes)
        while at + step <= datetime.combine(self.held_on, self.ends_at):
            yield at.time()
            at += step


class ReceptionSlotQuerySet(models.QuerySet["ReceptionSlot"]):
    """Questions about who comes."""

    def visible_to(self, rights: Rights) -> Self:
        """With the petition: who may not see that does not learn that its petitioner comes."""
        if rights.is_system:
            return self
        return self.filter(petition__in=Petition.objects.visible_to(rights).order_by().values("pk"))

    def standing(self) -> Self:
        """Booked or waiting: still to come."""
        return self.filter(status__in=MEETING_STANDS)

    def left_over(self) -> Self:
        """Still in line for a day that was called off or is over: their turn comes on another one."""
        gone = Q(day__cancelled_at__isnull=False) | Q(day__held_on__lt=clock.today())
        return self.filter(gone, status=Meeting.WAITING)

    def in_order(self) -> Self:
        """By time; whoever waits comes last, in the order of asking."""
        return self.order_by(F("starts_at").asc(nulls_last=True), "pk")


class ReceptionSlot(models.Model):
    """One petition's place on a reception day, or in the line for one."""

    day = models.ForeignKey(ReceptionDay, verbose_name=_("接访日"), on_delete=models.PROTECT, related_name="slots")
    petition = models.ForeignKey(
        Petition, verbose_name=_("信访件"), on_delete=models.PROTECT, related_name="receptions"
    )
    starts_at = models.TimeField(_("几点"), null=True, blank=True)
    status = models.CharField(
        _("状态"), max_length=12, choices=Meeting.choices, default=Meeting.WAITING, editable=False
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    booked_at = models.DateTimeField(_("预约时间"), default=clock.now, editable=False)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    heard = models.TextField(_("谈了什么"), max_length=3000, blank=True)
    promise = models.CharField(_("答应的事"), max_length=300, blank=True)
    promised_on = models.DateField(_("什么时候办到"), null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("接访人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("记录时间"), null=True, blank=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("记录人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True, editable=False)
    objection = models.CharField(_("接访人的异议"), max_length=200, blank=True, editable=False)
    kept_how = models.CharField(_("怎么兑现的"), max_length=300, blank=True, editable=False)
    kept_on = models.DateField(_("哪天兑现"), null=True, blank=True, editable=False)
    kept_told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("谁记的兑现"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    kept_at = models.DateTimeField(_("确认兑现的时间"), null=True, blank=True, editable=False)

    objects = ReceptionSlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("接访预约")
        verbose_name_plural = _("接访预约")
        ordering = ["day", "starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "starts_at"],
                condition=Q(status__in=MEETING_STANDS, starts_at__isnull=False),
                name="one_petition_a_place",
            ),
            models.UniqueConstraint(
                fields=["petition"], condition=Q(status__in=MEETING_STANDS), name="one_place_a_petition"
            ),
        ]
        indexes = [models.Index(fields=["received_by", "promised_on"], name="reception_promises")]

    def __str__(self) -> str:
        return f"{self.petition.number} · {self.day}"

    @property
    def awaits_word(self) -> bool:
        """Somebody else wrote down a promise, and whoever received has said neither yes nor no to it."""
        return bool(self.promise) and self.confirmed_at is None and not self.objection

    @property
    def is_promised(self) -> bool:
        """Whoever received wrote the promise themselves, or confirmed it: nobody promises in another's name."""
        return bool(self.promise) and self.confirmed_at is not None

    @property
    def keeping_awaits_word(self) -> bool:
        """Somebody else wrote that it was kept, and whoever promised has said neither yes nor no to that."""
        return bool(self.kept_how) and self.kept_at is None

    def kept_day(self) -> date | None:
        """When the promise was kept: as whoever gave it says, or when an item made of it was struck off."""
        if not self.is_promised:
            return None
        if self.kept_at is not None:
            return self.kept_on
        ended = self.items.filter(issue__status=IssueState.CLOSED).order_by("issue__closed_at")
        at = ended.values_list("issue__closed_at", flat=True).first()
        return clock.day_of(at) if at else None

    @property
    def is_over(self) -> bool:
        """Its day has passed, whether or not anybody wrote down what was said."""
        return self.day.held_on < clock.today()

    @property
    def audit_label(self) -> str:
        """The log names the petition and never repeats its words."""
        return self.petition.number

    def paths_of(self, place: str) -> list[str]:
        """The units of its petition."""
        return self.petition.paths_of(place)
