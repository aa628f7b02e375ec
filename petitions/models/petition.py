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
from petitions.permissions import DISCIPLINE, MANAGE, VIEW
from petitions.states import AT_THE_DESK, OPEN, Arrival, Kind, State
from petitions.statute import LegalRoute, NotAcceptGround, Term, Waits


class PetitionQuerySet(models.QuerySet["Petition"]):
    """Questions about petitions."""

    def visible_to(self, rights: Rights) -> Self:
        """Petitions of one's own units, referred or up for review there; sealed ones only for inspectors (Art. 30).

        Deny beats allow: whom it names, everybody who serves in a named unit or under it, and who recused are
        subtracted last, whatever they may do.
        """
        if rights.is_system:
            return self
        shared = rights.as_q(VIEW, "unit") | rights.as_q(VIEW, "referred_to") | rights.as_q(VIEW, "reviewing_unit")
        sealed = rights.as_q(DISCIPLINE, "unit") | rights.as_q(DISCIPLINE, "inspecting_unit")
        seen = self.filter(Q(is_sealed=False) & shared | Q(is_sealed=True) & sealed)
        return seen.exclude(pk__in=Accused.objects.against(rights).order_by().values("petition"))

    def at_the_desk(self, rights: Rights | None = None) -> Self:
        """Somebody in the office has to do something: the state says so, or something came in meanwhile.

        What was referred waits for the office of the unit that has it, not for one over the whole enterprise.
        """
        waits = Q(status__in=AT_THE_DESK) | ~Q(waits_for="")
        if rights is not None and rights.may(MANAGE) and not rights.everywhere(MANAGE):
            waits |= Q(status=State.REFERRED) & rights.as_q(MANAGE, "referred_to")
        return self.filter(waits)

    def still_open(self) -> Self:
        return self.filter(status__in=OPEN)

    def overdue(self, today: date | None = None) -> Self:
        return self.filter(due_on__lt=today or clock.today())

    def behind(self, issue: int) -> Self:
        """Those that an item of the ledger, by its key, came of or goes along with."""
        return self.filter(Q(issue=issue) | Q(further_items__issue=issue)).distinct()

    def for_list(self) -> Self:
        """With everything a row of a list shows, in one query."""
        return self.select_related("unit", "issue", "officer").defer("facts", "request", "answer", "issue__description")

    def with_indexes(self) -> Self:
        """The newest first, with what a hint shows and the blind indexes of who brought each, and nothing else."""
        told = ("number", "title", "status", "received_at", "unit__name", "repeat_of")
        indexes = ("identity__phone_index", "identity__id_number_index")
        return self.select_related("unit", "identity").only(*told, *indexes).order_by("-received_at", "-pk")


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
    #: Where the reply is looked at again: the unit above the one that replied (Art. 35 and 36).
    reviewing_unit = models.ForeignKey(
        OrgUnit,
        verbose_name=_("复查、复核单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    #: Who at the desk has it; whoever took it up first, until it is given on.
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("经办人"),
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
    legal_route = models.CharField(_("法定途径"), max_length=24, choices=LegalRoute.choices, blank=True, editable=False)
    not_accept_ground = models.CharField(
        _("不予受理的情形"), max_length=16, choices=NotAcceptGround.choices, blank=True, editable=False
    )
    is_simple = models.BooleanField(_("简易办理"), default=False, editable=False)
    waits_for = models.CharField(_("等办公室处理"), max_length=12, choices=Waits.choices, blank=True, editable=False)
    answer = models.TextField(_("答复"), max_length=5000, blank=True)

    received_at = models.DateTimeField(_("收到时间"), default=clock.now, editable=False)
    notified_at = models.DateTimeField(_("告知时间"), null=True, blank=True, editable=False)
    accepted_at = models.DateTimeField(_("受理时间"), null=True, blank=True, editable=False)
    delivered_at = models.DateTimeField(_("答复时间"), null=True, blank=True, editable=False)
    result_at = models.DateTimeField(_("台账办完时间"), null=True, blank=True, editable=False)
    #: Every clock this case has had, by ``Term``, as ``Clock.to_json`` wrote it; ``term`` is the one that counts now.
    clocks = models.JSONField(_("期限的算法"), default=dict, blank=True, editable=False)
    term = models.CharField(_("正在算的期限"), max_length=12, choices=Term.choices, blank=True, editable=False)
    #: Grows with every new deadline: what was said about an earlier one is not said again.
    clock_round = models.PositiveSmallIntegerField(default=0, editable=False)
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
            models.Index(fields=["officer", "status", "due_on"], name="petition_officer"),
            models.Index(fields=["unit", "received_at"], name="petition_unit"),
            models.Index(fields=["due_on"], condition=Q(due_on__isnull=False), name="petition_due"),
            models.Index(fields=["waits_for", "due_on"], condition=~Q(waits_for=""), name="petition_waits"),
            # The inbox by what is due, among hundreds of thousands that are over: small, and already in order.
            models.Index(
                fields=["due_on", "id"], condition=Q(status__in=OPEN) | ~Q(waits_for=""), name="petition_open_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("petitions:detail", args=[self.number])

    # What each row of a list says; Django's own makes a table of all choices each time.
    def get_kind_display(self) -> str:  # type: ignore[no-redef]  # the plugin has written Django's
        return str(Kind(self.kind).label)

    def get_arrival_display(self) -> str:  # type: ignore[no-redef]  # the same
        return str(Arrival(self.arrival).label)

    def get_status_display(self) -> str:  # type: ignore[no-redef]  # the same
        return str(State(self.status).label)

    @property
    def is_code_of_office(self) -> bool:
        """An officer saw the code that opens it now: it was made where the office wrote the petition down."""
        return self.registered_by_id is not None and self.code_renewed_at is None

    @property
    def audit_label(self) -> str:
        """The log names the petition and never repeats its words."""
        return self.number

    def paths_of(self, place: str) -> list[str]:
        """The unit paths a permission must cover; ``any`` is where it happened, went to, or is looked at."""
        if place == "office":  # the one that decides where it goes
            return [self.unit.path]
        if place == "referred":
            return [self.referred_to.path] if self.referred_to else []
        if place == "reviewing":
            return [self.reviewing_unit.path] if self.reviewing_unit else []
        units = (self.unit, self.referred_to, self.inspecting_unit, self.reviewing_unit)
        return [unit.path for unit in units if unit is not None]

    @property
    def running_clock(self) -> Clock | None:
        """The clock that counts now, with its explanation; None when nothing is owed any more."""
        return self.clock_of(self.term) if self.due_on is not None else None

    def clock_of(self, term: str) -> Clock | None:
        """One of its clocks, running or over."""
        stored = self.clocks.get(term)
        return Clock.from_json(stored) if stored else None

    @property
    def is_group(self) -> bool:
        """Brought by several people together."""
        return self.people_count > 1
