"""The petition."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outreach.calendars.clocks import Clock
from outreach.common import clock
from outreach.ledger.models import Issue
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights
from petitions.models.accused import Accused
from petitions.permissions import DISCIPLINE, VIEW
from petitions.states import AT_THE_DESK, OPEN, Arrival, Kind, State


class PetitionQuerySet(models.QuerySet["Petition"]):
    """Questions about petitions."""

    def visible_to(self, rights: Rights) -> Self:
        """Petitions of one's own units or referred to them; sealed ones only for discipline inspectors (Art. 30).

        Deny beats allow: whom it names, everybody who serves in a named unit or under it, and who recused are
        subtracted last, whatever they may do.
        """
        if rights.is_system:
            return self
        shared = rights.as_q(VIEW, "unit") | rights.as_q(VIEW, "referred_to")
        sealed = rights.as_q(DISCIPLINE, "unit") | rights.as_q(DISCIPLINE, "inspecting_unit")
        seen = self.filter(Q(is_sealed=False) & shared | Q(is_sealed=True) & sealed)
        return seen.exclude(pk__in=Accused.objects.against(rights).order_by().values("petition"))

    def at_the_desk(self) -> Self:
        return self.filter(status__in=AT_THE_DESK)

    def still_open(self) -> Self:
        return self.filter(status__in=OPEN)

    def overdue(self, today: date | None = None) -> Self:
        return self.filter(due_on__lt=today or clock.today())

    def for_list(self) -> Self:
        """With everything a row of a list shows, in one query."""
        return self.select_related("unit", "issue").defer("facts", "request", "answer", "issue__description")

    def with_indexes(self) -> Self:
        """The newest first, with the blind indexes of who brought each and nothing of what is sealed there."""
        found = self.for_list().select_related("identity").defer("identity__sealed", "facts", "request", "answer")
        return found.order_by("-received_at", "-pk")


class Petition(models.Model):
    """One matter that somebody brought to the enterprise (信访件); who it was is kept in ``PetitionerIdentity``."""

    number = models.CharField(_("编号"), max_length=20, unique=True)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices)
    kind_stated = models.CharField(_("信访人选的类别"), max_length=12, choices=Kind.choices, editable=False)
    arrival = models.CharField(_("信访形式"), max_length=12, choices=Arrival.choices, default=Arrival.WEB)
    title = models.CharField(_("标题"), max_length=80)
    facts = models.TextField(_("经过"), max_length=5000)
    request = models.TextField(_("诉求"), max_length=1000, blank=True)
    place = models.CharField(_("地点"), max_length=80, blank=True)
    unit = models.ForeignKey(OrgUnit, verbose_name=_("发生单位"), on_delete=models.PROTECT, related_name="petitions")
    names = models.CharField(_("涉及的人"), max_length=200, blank=True)
    people_count = models.PositiveSmallIntegerField(_("人数"), default=1)
    is_anonymous = models.BooleanField(_("匿名"), default=False)
    may_be_seen_by_unit = models.BooleanField(_("经办单位可以知道信访人"), default=False)
    is_sealed = models.BooleanField(_("纪检密件"), default=False, editable=False)

    status = models.CharField(_("环节"), max_length=20, choices=State.choices, default=State.REGISTERED, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    issue = models.ForeignKey(
        Issue,
        verbose_name=_("台账事项"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="petitions",
        editable=False,
    )
    referred_to = models.ForeignKey(
        OrgUnit, verbose_name=_("转送单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: Where those who inspect it serve, when everybody who would is named in it.
    inspecting_unit = models.ForeignKey(
        OrgUnit,
        verbose_name=_("核查单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    repeat_of = models.ForeignKey(
        "self",
        verbose_name=_("原信访件"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,  # kept for as long as each is kept
        related_name="repeats",
        editable=False,
    )
    answer = models.TextField(_("答复"), max_length=5000, blank=True)

    received_at = models.DateTimeField(_("收到时间"), default=clock.now, editable=False)
    notified_at = models.DateTimeField(_("告知时间"), null=True, blank=True, editable=False)
    accepted_at = models.DateTimeField(_("受理时间"), null=True, blank=True, editable=False)
    delivered_at = models.DateTimeField(_("答复时间"), null=True, blank=True, editable=False)
    notice_clock = models.JSONField(_("告知期限的算法"), null=True, blank=True, editable=False)
    conclude_clock = models.JSONField(_("办结期限的算法"), null=True, blank=True, editable=False)
    due_on = models.DateField(_("期限"), null=True, blank=True, editable=False)

    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登记人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    code_renewed_at = models.DateTimeField(_("换查询码的时间"), null=True, blank=True, editable=False)
    form_token = models.CharField(max_length=64, unique=True, editable=False)
    content_hash = models.CharField(max_length=64, editable=False)

    objects = PetitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("信访件")
        verbose_name_plural = _("信访件")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["status", "due_on", "id"], name="petition_status_due"),
            models.Index(fields=["received_at", "id"], name="petition_received"),
            models.Index(fields=["unit", "received_at"], name="petition_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("petitions:detail", args=[self.number])

    @property
    def is_code_of_office(self) -> bool:
        """An officer saw the code that opens it now: it was made where the office wrote the petition down."""
        return self.registered_by_id is not None and self.code_renewed_at is None

    @property
    def audit_label(self) -> str:
        """The log names the petition and never repeats its words."""
        return self.number

    def paths_of(self, place: str) -> list[str]:
        """The unit paths a permission must cover: where it happened, was referred to, or is inspected from."""
        return [unit.path for unit in (self.unit, self.referred_to, self.inspecting_unit) if unit is not None]

    @property
    def running_clock(self) -> Clock | None:
        """The statutory clock that counts now, with its explanation; None when nothing is owed any more."""
        if self.due_on is None:
            return None
        stored = self.conclude_clock if self.notified_at else self.notice_clock
        return Clock.from_json(stored) if stored else None
