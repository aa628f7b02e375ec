"""The words of the ledger: states, horizons, levels and kinds (domain: the issue ledger 问题台账)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where an item stands; each label says what it waits for."""

    DRAFT = "draft", _("草稿")
    PENDING = "pending", _("待入账")
    OPEN = "open", _("待交办")
    ASSIGNED = "assigned", _("待签收")
    RETURN_REQUESTED = "return_requested", pgettext_lazy("状态", "申请退回")
    IN_PROGRESS = "in_progress", _("办理中")
    SUBMITTED = "submitted", _("待初核")
    VERIFYING = "verifying", _("待验收")
    AWAITING_RATING = "awaiting_rating", _("待评价")
    SUSPENDED = "suspended", _("已暂停")
    LONG_TERM = "long_term", _("长期坚持")
    CLOSED = "closed", _("已销号")
    REJECTED = "rejected", _("不予入账")
    MERGED = "merged", _("已并案")


#: The internal clock runs in these states: it starts at assignment and stops when the result is accepted.
RUNNING = (State.ASSIGNED, State.RETURN_REQUESTED, State.IN_PROGRESS, State.SUBMITTED, State.VERIFYING)
#: Everything that still has to be chased.
ACTIVE = (State.PENDING, State.OPEN, *RUNNING, State.AWAITING_RATING, State.SUSPENDED, State.LONG_TERM)
#: All that has not ended, begun or not.
STANDING = (State.DRAFT, *ACTIVE)
#: Nothing more happens here unless somebody reopens it.
ENDED = (State.CLOSED, State.REJECTED, State.MERGED)


class Horizon(models.TextChoices):
    """显功与潜功: how long an item takes by its nature."""

    IMMEDIATE = "immediate", _("立行立改")
    TIME_BOUND = "time_bound", _("限期整改")
    LONG_TERM = "long_term", _("长期坚持")


class Topic(models.TextChoices):
    """What an item is about, so that common problems show across channels and units."""

    SAFETY = "safety", _("安全生产")
    EQUIPMENT = "equipment", _("设备与备件")
    PAY = "pay", _("薪酬与津贴")
    SHIFTS = "shifts", _("排班与加班")
    LIVING = "living", _("食堂与宿舍")
    COMMUTING = "commuting", _("通勤班车")
    CONTRACTS = "contracts", _("劳动合同")
    TRAINING = "training", _("培训与晋升")
    MARKET = "market", _("市场与经营")
    STYLE = "style", _("作风与管理")
    OTHER = "other", _("其他")


class SupportKind(models.TextChoices):
    """What a grassroots unit may ask for from above."""

    PROJECT = "project", _("项目支持")
    FUNDING = "funding", _("资金帮扶")
    MARKETING = "marketing", _("高层营销")
    INFORMATION = "information", _("信息传递")


class SupervisionLevel(models.IntegerChoices):
    """督办: it only rises until it is lifted with a reason."""

    NONE = 0, _("未督办")
    ORDINARY = 1, _("一般督办")
    YELLOW_CARD = 2, _("黄牌")
    RED_CARD = 3, _("红牌")


class Stage(models.TextChoices):
    BEFORE = "before", _("整改前")
    AFTER = "after", _("整改后")
    OTHER = "other", _("其他佐证")
    #: These two come with the step that they show, never by themselves.
    ON_SITE = "on_site", _("到场验收")
    LOOK_BACK = "lookback", _("回头看")


class Satisfaction(models.IntegerChoices):
    """How whoever raised the matter judges one side of it."""

    SATISFIED = 3, _("满意")
    BASICALLY = 2, _("基本满意")
    DISSATISFIED = 1, _("不满意")


class LookBackGround(models.TextChoices):
    """Why a closed item is looked at again."""

    MAJOR = "major", _("重大事项，件件回头看")
    LOT = "lot", _("抽签抽中")
    AGAIN = "again", _("上次回头看不实")


class LookBackResult(models.TextChoices):
    """What somebody found who neither handled nor accepted it."""

    TRUE = "true", _("真解决")
    FALSE = "false", _("没有真解决")
