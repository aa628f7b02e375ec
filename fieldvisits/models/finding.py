"""What was seen or heard on a visit."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fieldvisits.models.outcome import HANDED_ON, Outcome
from fieldvisits.models.visit import Visit
from outreach.attachments.models import Attachment
from outreach.ledger.models import Issue, SupportRequest
from outreach.ledger.states import Horizon, Stage, SupportKind, Topic
from outreach.org.models import OrgUnit

#: A place or a few words: the fact itself stands above the photo.
LONGEST_CAPTION = 40


class VisitFinding(models.Model):
    """One fact (一事一条); solved on the spot it stays here, else it becomes one item of the ledger."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="findings")
    position = models.PositiveSmallIntegerField(_("第几件"))
    what = models.CharField(_("看到、听到的是什么"), max_length=500)
    place = models.CharField(_("具体地点"), max_length=80, blank=True)
    topic = models.CharField(_("类别"), max_length=20, choices=Topic.choices, default=Topic.OTHER)
    is_major = models.BooleanField(_("重大"), default=False)
    horizon = models.CharField(_("时限类型"), max_length=12, choices=Horizon.choices, default=Horizon.TIME_BOUND)
    outcome = models.CharField(_("怎么处理"), max_length=20, choices=Outcome.choices)
    solution = models.CharField(_("当场怎么解决的"), max_length=300, blank=True)
    solved_by = models.CharField(_("谁解决的"), max_length=60, blank=True)
    target_unit = models.ForeignKey(
        OrgUnit, verbose_name=_("转给哪个单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Support asked for or promised on the spot: 项目支持、资金帮扶、高层营销、信息传递.
    support_kind = models.CharField(_("答应的支持"), max_length=12, choices=SupportKind.choices, blank=True)
    support_text = models.CharField(_("支持什么"), max_length=200, blank=True)
    support_from = models.CharField(_("谁答应的"), max_length=60, blank=True)
    support_by = models.DateField(_("什么时候到位"), null=True, blank=True)
    issue = models.OneToOneField(
        Issue,
        verbose_name=_("台账事项"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="visit_finding",
        editable=False,
    )
    # The same, where the item carries it: there it is chased and found to have come.
    support_request = models.OneToOneField(
        SupportRequest,
        verbose_name=_("支持请求"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="visit_finding",
        editable=False,
    )

    class Meta:
        verbose_name = _("发现")
        verbose_name_plural = _("发现")
        ordering = ["visit", "position"]
        # Few findings promise something, and those are looked for among all of a unit.
        indexes = [models.Index(fields=["visit"], condition=~Q(support_from=""), name="finding_promised")]
        constraints = [
            models.UniqueConstraint(fields=["visit", "position"], name="finding_position_once_per_visit"),
            # Solved on the spot says how; handed to the ledger has its item, and nothing else has one.
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.SOLVED_ON_SPOT) | ~Q(solution=""), name="solved_finding_says_how"
            ),
            models.CheckConstraint(
                condition=Q(issue=None) | Q(outcome__in=HANDED_ON), name="only_ledger_finding_has_item"
            ),
            models.CheckConstraint(
                condition=Q(support_request=None) | Q(issue__isnull=False), name="only_item_carries_promised_support"
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.TO_UNIT) | Q(target_unit__isnull=False), name="passed_on_says_to_whom"
            ),
        ]

    def __str__(self) -> str:
        return self.what


class VisitPhoto(models.Model):
    """A photo or file of one finding; seen by whoever may see the visit."""

    finding = models.ForeignKey(VisitFinding, on_delete=models.CASCADE, related_name="photos")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(_("阶段"), max_length=8, choices=Stage.choices, default=Stage.BEFORE)
    taken_at = models.DateTimeField(_("拍摄时间"), null=True, blank=True)
    caption = models.CharField(_("拍的是哪里"), max_length=LONGEST_CAPTION, blank=True)

    class Meta:
        verbose_name = _("照片")
        verbose_name_plural = _("照片")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.attachment.original_name
