"""Investigations 调查研究, the records of their four methods, and what was found."""

import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outreach.attachments.models import Attachment
from outreach.common import clock
from outreach.ledger.models import Issue
from outreach.ledger.states import Horizon, Topic
from outreach.org.models import Cadre, OrgUnit
from outreach.org.scoping import Rights
from surveys.methods import QUESTIONS, Method, Questions
from surveys.permissions import VIEW


class InvestigationQuerySet(models.QuerySet["Investigation"]):
    def visible_to(self, rights: Rights) -> Self:
        """One's own, those of one's units, and those that came to one's units."""
        if rights.everywhere(VIEW):
            return self
        if rights.user is None or rights.has_left:
            return self.none()
        seen = Record.objects.visible_to(rights).filter(investigation=OuterRef("pk"))
        return self.filter(_leading(rights) | Exists(seen))

    def running(self, today: date | None = None) -> Self:
        return self.filter(until__gte=today or clock.today())

    def over(self, today: date | None = None) -> Self:
        return self.filter(until__lt=today or clock.today())


class Investigation(models.Model):
    """One question 调研课题 that a unit goes down to the front line with."""

    title = models.CharField(_("课题"), max_length=80)
    question = models.TextField(_("要弄清什么"), max_length=1000)
    lead_unit = models.ForeignKey(
        OrgUnit, verbose_name=_("课题单位"), on_delete=models.PROTECT, related_name="investigations"
    )
    leader = models.ForeignKey(
        Cadre,
        verbose_name=_("带队领导"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="investigations",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateField(_("从"), default=clock.today)
    until = models.DateField(_("到"))
    client_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = InvestigationQuerySet.as_manager()

    class Meta:
        verbose_name = _("调研课题")
        verbose_name_plural = _("调研课题")
        ordering = ["-since", "-pk"]
        indexes = [models.Index(fields=["-since", "-id"], name="investigation_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=models.F("since")), name="investigation_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("surveys:detail", args=[self.pk])

    @property
    def is_over(self) -> bool:
        return self.until < clock.today()


class RecordQuerySet(models.QuerySet["Record"]):
    def visible_to(self, rights: Rights) -> Self:
        """One's own, those of one's units' investigations, and what was held in one's units.

        What somebody said alone stays with the investigators: an interview is hidden from the unit it was held in.
        """
        if rights.everywhere(VIEW):
            return self
        if rights.user is None or rights.has_left:
            return self.none()
        here = rights.as_q(VIEW, "unit") & ~Q(method=Method.INTERVIEW)
        return self.filter(Q(recorder=rights.user) | _leading(rights, "investigation__") | here)


class Record(models.Model):
    """One forum, inspection, walk-round or interview, as it was written down."""

    investigation = models.ForeignKey(
        Investigation, verbose_name=_("课题"), on_delete=models.PROTECT, related_name="records"
    )
    method = models.CharField(_("方法"), max_length=12, choices=Method.choices)
    held_on = models.DateField(_("日期"), default=clock.today)
    unit = models.ForeignKey(OrgUnit, verbose_name=_("到哪个单位"), on_delete=models.PROTECT, related_name="+")
    place = models.CharField(_("地点"), max_length=80, blank=True)
    people_count = models.PositiveSmallIntegerField(_("人数"), null=True, blank=True)
    people_kind = models.CharField(_("什么人"), max_length=80, blank=True)
    is_unannounced = models.BooleanField(_("四不两直"), default=False)
    said = models.TextField(_("内容"), max_length=5000)
    recorder = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("记录人"), on_delete=models.PROTECT, related_name="+"
    )
    client_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("调研记录")
        verbose_name_plural = _("调研记录")
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["held_on", "unit"], name="record_held")]

    def __str__(self) -> str:
        return f"{self.held_on} {self.unit} {self.get_method_display()}"

    def get_absolute_url(self) -> str:
        return f"{reverse('surveys:detail', args=[self.investigation_id])}#record-{self.pk}"

    @property
    def questions(self) -> Questions:
        """What this method asks, for labels and icon."""
        return QUESTIONS[self.method]


class RecordFile(models.Model):
    """A photo or paper of a record."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="files")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("调研附件")
        verbose_name_plural = _("调研附件")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.attachment)


class Outcome(models.TextChoices):
    """What becomes of a finding."""

    TO_LEDGER = "to_ledger", _("交台账办理")
    INFORMATION_ONLY = "information_only", _("只作情况了解")


class RecordFindingQuerySet(models.QuerySet["RecordFinding"]):
    def visible_to(self, rights: Rights) -> Self:
        if rights.everywhere(VIEW):
            return self
        return self.filter(record__in=Record.objects.visible_to(rights).order_by().values("pk"))

    def waiting(self) -> Self:
        """Meant for the ledger but not there yet: somebody has to look at the similar items first."""
        return self.filter(outcome=Outcome.TO_LEDGER, issue=None)


class RecordFinding(models.Model):
    """One fact that was found 一事一条, and the ledger item it became."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="findings")
    what = models.CharField(_("发现了什么"), max_length=80)
    detail = models.TextField(_("具体情况"), max_length=1000, blank=True)
    topic = models.CharField(_("类别"), max_length=20, choices=Topic.choices, default=Topic.OTHER)
    place = models.CharField(_("具体位置"), max_length=80, blank=True)
    horizon = models.CharField(_("时限类型"), max_length=12, choices=Horizon.choices, default=Horizon.TIME_BOUND)
    outcome = models.CharField(_("怎么办"), max_length=20, choices=Outcome.choices, default=Outcome.TO_LEDGER)
    issue = models.ForeignKey(
        Issue,
        verbose_name=_("台账事项"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="survey_findings",
    )

    objects = RecordFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("调研发现")
        verbose_name_plural = _("调研发现")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("surveys:finding", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.outcome == Outcome.TO_LEDGER and self.issue_id is None


def _leading(rights: Rights, prefix: str = "") -> Q:
    """Whoever carries the investigation: its unit, its leader, its author."""
    return (
        rights.as_q(VIEW, f"{prefix}lead_unit")
        | Q(**{f"{prefix}author": rights.user})
        | Q(**{f"{prefix}leader__user": rights.user})
    )
