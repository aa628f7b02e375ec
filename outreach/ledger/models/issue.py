"""The item of the ledger."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outreach.calendars.clocks import Clock
from outreach.common import clock as portal_clock
from outreach.ledger import standing
from outreach.ledger.models.exclusion import IssueExclusion
from outreach.ledger.permissions import SEALED, VIEW
from outreach.ledger.sources import source_choices, sources
from outreach.ledger.states import ACTIVE, RUNNING, STANDING, Horizon, State, SupervisionLevel, Topic
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights


class IssueQuerySet(models.QuerySet["Issue"]):
    """Questions about the ledger."""

    def visible_to(self, rights: Rights) -> Self:
        """The items of one's own units (raised there, leading, co-handling, accepting, or proposed), and one's own.

        Sealed ones only for discipline inspectors (信访工作条例, Art. 30). Deny beats allow: what somebody
        recused from, or is named in, is subtracted last, whatever they may do.
        """
        if rights.is_system:
            return self
        if rights.user is None:
            return self.none()
        seen = Q(is_sealed=False) & self._shared_with(rights)
        if rights.may(SEALED):
            seen |= Q(is_sealed=True) & rights.as_q(SEALED, "unit")
        return self.filter(seen).exclude(pk__in=IssueExclusion.objects.against(rights).values("issue"))

    def _shared_with(self, rights: Rights) -> Q:
        if rights.everywhere(VIEW):
            return Q()
        own = self._written_in_post(rights) | Q(handler=rights.user)
        if rights.may(VIEW):
            helping = Issue.objects.filter(rights.as_q(VIEW, "co_units__unit")).values("pk")
            for field in ("unit", "lead_unit", "accepting_unit"):
                own |= rights.as_q(VIEW, field)
            own |= Q(pk__among=helping) | Issue.objects.proposed(rights.as_q(VIEW, "proposed_unit"))
        return own

    def _written_in_post(self, rights: Rights) -> Q:
        """What one wrote since one serves as today: whoever leaves a post leaves its matters there."""
        if not rights.postings:
            return Q(pk__in=[])
        since = min(posting.since for posting in rights.postings)
        return Q(author=rights.user, created_at__gte=portal_clock.start_of(since))

    def unsealed(self) -> Self:
        """What the portal itself goes on with: automatic steps leave sealed items alone."""
        return self.filter(is_sealed=False)

    def proposed(self, to: Q) -> Q:
        """Whoever found it names a unit: that unit knows of it until it is assigned, which ends the proposal.

        By itself, as they are few and have their own index; a state beside it would make SQLite read all that are
        not assigned yet.
        """
        named = self.filter(to, proposed_unit__isnull=False).order_by()
        return Q(pk__among=named.values("pk"))

    def active(self) -> Self:
        return self.filter(standing.active())

    def running(self) -> Self:
        """Items whose internal clock runs."""
        return self.filter(standing.running())

    def overdue(self, today: date | None = None) -> Self:
        return self.filter(standing.overdue(today))

    def due_soon(self, today: date | None = None) -> Self:
        return self.filter(standing.due_soon(today))

    def on_time(self, today: date | None = None) -> Self:
        return self.filter(standing.on_time(today))

    def for_list(self) -> Self:
        """With everything a row of a list shows, in one query."""
        return self.select_related("unit", "lead_unit", "handler").defer("description", "cause", "result", "clock")


class Issue(models.Model):
    """One matter found at the grassroots, chased until it is really solved (台账事项)."""

    number = models.CharField(_("编号"), max_length=20, unique=True)
    source = models.CharField(_("来源"), max_length=20, choices=source_choices)
    title = models.CharField(_("标题"), max_length=80)
    description = models.TextField(_("情况"), max_length=5000)
    place = models.CharField(_("地点"), max_length=80, blank=True)
    topic = models.CharField(_("类别"), max_length=20, choices=Topic.choices, default=Topic.OTHER)
    unit = models.ForeignKey(
        OrgUnit, verbose_name=_("发生单位"), on_delete=models.PROTECT, related_name="issues_raised"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("登记人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    raised_by = models.CharField(_("提出人"), max_length=40, blank=True, help_text=_("称呼或岗位，不写个人信息"))
    raised_on = models.DateField(_("提出日期"), default=portal_clock.today)

    is_major = models.BooleanField(_("重大"), default=False)
    is_urgent = models.BooleanField(_("紧急"), default=False)
    is_legacy = models.BooleanField(_("历史遗留"), default=False)
    is_found_on_site = models.BooleanField(_("一线发现"), default=False)
    is_solved_on_site = models.BooleanField(_("一线化解"), default=False)
    is_verified_on_site = models.BooleanField(_("到场验收"), default=False)
    is_sealed = models.BooleanField(_("纪检密件"), default=False, editable=False)
    horizon = models.CharField(_("时限类型"), max_length=12, choices=Horizon.choices, default=Horizon.TIME_BOUND)

    status = models.CharField(_("环节"), max_length=20, choices=State.choices, default=State.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("并入"), null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )

    # Said where it was found, and gone once the ledger office has decided.
    proposed_unit = models.ForeignKey(
        OrgUnit,
        verbose_name=_("建议主办单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="issues_proposed",
        db_index=False,
        editable=False,
    )
    lead_unit = models.ForeignKey(
        OrgUnit, verbose_name=_("主办单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="issues_led"
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("责任人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="issues_handled",
    )
    accepting_unit = models.ForeignKey(
        OrgUnit,
        verbose_name=_("验收单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="issues_accepted",
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("批准交办"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    is_designated = models.BooleanField(_("指定承办"), default=False)
    cause = models.TextField(_("原因分析"), max_length=5000, blank=True)
    result = models.TextField(_("办理结果"), max_length=5000, blank=True)

    clock = models.JSONField(_("期限的算法"), null=True, blank=True, editable=False)
    due_on = models.DateField(_("期限"), null=True, blank=True)
    original_due_on = models.DateField(_("原期限"), null=True, blank=True)
    due_soon_on = models.DateField(_("亮黄灯日期"), null=True, blank=True, editable=False)
    wake_on = models.DateField(_("恢复日期"), null=True, blank=True)
    review_on = models.DateField(_("下次复核"), null=True, blank=True)
    # Grows with every deadline that somebody decided, not with an edited holiday: reminders are told apart by it.
    clock_round = models.PositiveSmallIntegerField(default=0, editable=False)
    extension_count = models.PositiveSmallIntegerField(_("延期次数"), default=0)
    reopen_count = models.PositiveSmallIntegerField(_("反弹次数"), default=0)
    supervision_level = models.PositiveSmallIntegerField(
        _("督办"), choices=SupervisionLevel.choices, default=SupervisionLevel.NONE
    )

    created_at = models.DateTimeField(default=portal_clock.now, editable=False)
    entered_at = models.DateTimeField(_("入账时间"), null=True, blank=True, editable=False)
    assigned_at = models.DateTimeField(_("交办时间"), null=True, blank=True, editable=False)
    signed_at = models.DateTimeField(_("签收时间"), null=True, blank=True, editable=False)
    progressed_at = models.DateTimeField(_("最近填报"), null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    accepted_at = models.DateTimeField(_("验收时间"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("销号时间"), null=True, blank=True, editable=False)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("台账事项")
        verbose_name_plural = _("台账事项")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["status", "due_on", "id"], name="issue_state"),
            # What has not ended of the units that make somebody see an item: few among all there ever were.
            *(
                models.Index(fields=[field], name=f"issue_standing_{field}", condition=Q(status__in=STANDING))
                for field in ("unit", "lead_unit", "accepting_unit")
            ),
            models.Index(fields=["due_on", "id"], name="issue_due"),
            models.Index(fields=["handler", "status", "due_on"], name="issue_handler"),
            models.Index(fields=["lead_unit", "status", "due_on"], name="issue_lead"),
            models.Index(fields=["unit", "source", "status"], name="issue_unit_source"),
            models.Index(fields=["created_at", "id"], name="issue_created"),
            # Lists walk open items by deadline, past nothing that has ended.
            models.Index(fields=["due_on", "id"], name="issue_active_due", condition=Q(status__in=ACTIVE)),
            # Few have one.
            models.Index(fields=["proposed_unit"], name="issue_proposed", condition=Q(proposed_unit__isnull=False)),
            # Figures count what entered, was accepted and was closed in some weeks.
            models.Index(fields=["entered_at"], name="issue_entered"),
            models.Index(fields=["accepted_at"], name="issue_accepted"),
            models.Index(fields=["closed_at"], name="issue_closed"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("ledger:detail", args=[self.number])

    def get_status_display(self) -> str:  # type: ignore[no-redef]  # the plugin has written Django's
        """Said here as a list says it for each row; Django's own makes a table of all states each time."""
        return str(State(self.status).label)

    def get_source_display(self) -> str:  # type: ignore[no-redef]  # the same
        return str(sources.get(self.source).label)

    @property
    def audit_label(self) -> str:
        """The log names the item; what it is about is for those who may see it."""
        return self.number

    def paths_of(self, place: str) -> list[str]:
        """The unit paths a permission must cover, by the name of a place.

        ``lead``, ``accepting``, ``raising``, ``co_unit``; ``any`` of lead and raising; ``touching`` any of three.
        """
        if place == "co_unit":
            return [helper.unit.path for helper in self.co_units.all() if helper.answered_at is None]
        units: dict[str, list[OrgUnit | None]] = {
            "lead": [self.lead_unit],
            "accepting": [self.accepting_unit],
            "raising": [self.unit],
            "any": [self.lead_unit, self.unit],
            "touching": [self.lead_unit, self.unit, self.accepting_unit],
        }
        return [unit.path for unit in units[place] if unit is not None]

    @property
    def is_running(self) -> bool:
        return self.status in RUNNING

    @property
    def internal_clock(self) -> Clock | None:
        """The rectification clock with its explanation; None before the item is assigned."""
        return Clock.from_json(self.clock) if self.clock else None
