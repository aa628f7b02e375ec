"""Looking back at what was struck off 回头看: whether it is really solved, asked by somebody else, some weeks later."""

import hmac
import secrets
from datetime import date
from hashlib import sha256
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.ledger.models.event import IssueEvent
from outreach.ledger.models.issue import Issue
from outreach.ledger.permissions import LOOK_BACK
from outreach.ledger.states import LookBackGround, LookBackResult, Satisfaction, State
from outreach.org.scoping import Rights

#: A lot is a number below this; the share in percent times a hundred is how many of them are drawn.
LOTS = 10_000
#: Whoever took one of these steps had a hand in the result, and does not look back at it.
HANDS = (
    "sign_for",
    "report_progress",
    "write_cause",
    "add_measure",
    "complete_measure",
    "add_evidence",
    "answer_co_unit",
    "submit",
    "check_pass",
    "accept_result",
)


class DrawKey(models.Model):
    """The secret of one month's draw: its fingerprint is shown from the start, the key once the month is over.

    While items of the month are closed nobody can tell which will be drawn; afterwards everybody can count it again.
    """

    month = models.DateField(_("月份"), unique=True)
    key = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("抽签密钥")
        verbose_name_plural = _("抽签密钥")
        ordering = ["-month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @classmethod
    def of(cls, day: date) -> Self:
        """The key of this day's month; made when it is asked for the first time."""
        key, _is_new = cls.objects.get_or_create(month=day.replace(day=1), defaults={"key": secrets.token_hex(32)})
        return key

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the key, in hex."""
        return sha256(self.key.encode()).hexdigest()

    @property
    def revealed(self) -> str:
        """The key itself, or nothing while its month still runs."""
        return self.key if clock.today().replace(day=1) > self.month else ""

    def lot(self, number: str, closing: int) -> int:
        """From 0 to 9999, by the item's number and which closing of it this is: nothing else can move it."""
        digest = hmac.new(self.key.encode(), f"{number}:{closing}".encode(), sha256).hexdigest()
        return int(digest[:8], 16) % LOTS


class LookBackQuerySet(models.QuerySet["LookBack"]):
    """Questions about look-backs."""

    def visible_to(self, rights: Rights) -> Self:
        """Of items one may see; before it is done only for those who may do it, so that nobody tidies up first."""
        seen = Issue.objects.visible_to(rights).order_by()
        rows = self.filter(issue__in=seen.values("pk"))
        if rights.is_system:
            return rows
        return rows.filter(Q(looked_at__isnull=False) | _for_these_eyes(rights))

    def waiting(self) -> Self:
        """Not done, and the item is still closed: one that was taken up again waits for its next closing."""
        return self.filter(looked_at=None, issue__status=State.CLOSED)

    def open_on(self, today: date) -> Self:
        """Those that may be done by now."""
        return self.waiting().filter(opens_on__lte=today)

    def late(self, today: date | None = None) -> Self:
        return self.waiting().filter(due_on__lt=today or clock.today())

    def for_other_eyes(self, rights: Rights) -> Self:
        """Those this person may do: they hold the office there, and had no hand in the result."""
        return self.visible_to(rights).filter(looked_at=None) if rights.user else self.none()


def _for_these_eyes(rights: Rights) -> Q:
    """Holding the office where the item was found, and no hand in the result: ``needs.looks_with_other_eyes``."""
    touched = IssueEvent.objects.filter(issue=OuterRef("issue"), actor=rights.user, step__in=HANDS)
    theirs = Q(issue__handler=rights.user) | Q(issue__submitted_by=rights.user)
    return rights.as_q(LOOK_BACK, "issue__unit") & ~Exists(touched) & ~theirs


class LookBack(models.Model):
    """One look at a closed item: drawn when it was closed, done once, by somebody with no hand in the result."""

    issue = models.ForeignKey(Issue, verbose_name=_("台账事项"), on_delete=models.CASCADE, related_name="look_backs")
    closing = models.PositiveSmallIntegerField(_("第几次销号"))
    closed_on = models.DateField(_("销号日期"))
    ground = models.CharField(_("为什么回头看"), max_length=8, choices=LookBackGround.choices)
    lot = models.PositiveSmallIntegerField(_("签号"))
    share = models.PositiveSmallIntegerField(_("抽取比例"))
    opens_on = models.DateField(_("从哪天起"))
    due_on = models.DateField(_("期限"))
    result = models.CharField(_("结果"), max_length=8, choices=LookBackResult.choices, blank=True)
    words = models.TextField(_("看到什么"), max_length=2000, blank=True)
    satisfaction = models.PositiveSmallIntegerField(
        _("现场问到的满意度"), choices=Satisfaction.choices, null=True, blank=True
    )
    people_asked = models.PositiveSmallIntegerField(_("问了几个人"), default=0)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("谁看的"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    looked_at = models.DateTimeField(_("什么时候看的"), null=True, blank=True)
    #: How far those who do it have been told: not yet, that it opened, that it is late.
    told = models.PositiveSmallIntegerField(default=0, editable=False)

    objects: ClassVar[LookBackQuerySet] = LookBackQuerySet.as_manager()  # type: ignore[assignment]  # as_manager

    class Meta:
        verbose_name = _("回头看")
        verbose_name_plural = _("回头看")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "closing"], name="look_back_once_per_closing"),
            models.UniqueConstraint(
                fields=["issue"], condition=Q(looked_at=None), name="one_waiting_look_back_per_issue"
            ),
            models.CheckConstraint(
                condition=Q(looked_at=None, result="") | (Q(looked_at__isnull=False) & ~Q(result="")),
                name="look_back_is_done_with_a_result",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], name="look_back_due"),
            models.Index(fields=["opens_on"], condition=Q(looked_at=None), name="look_back_waiting"),
            models.Index(fields=["looked_at"], name="look_back_done"),
        ]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.closed_on}"

    @property
    def is_false(self) -> bool:
        return self.result == LookBackResult.FALSE

    @property
    def is_late(self) -> bool:
        return self.looked_at is None and self.due_on < clock.today()
