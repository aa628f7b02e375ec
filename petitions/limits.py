"""The lengths of time of a petition, and where each comes from."""

from django.utils.translation import gettext_lazy as _

from outreach.calendars.lights import MINUTE, PER_HOUR
from outreach.calendars.limits import limits
from outreach.calendars.statute import CONCLUDE_DAYS, NOTICE_DAYS

NOTICE = "petitions.notice"
CONCLUDE = "petitions.conclude"
REPEAT_WINDOW = "petitions.repeat_window"
#: Practice: the same matter within this time counts as brought again.
REPEAT_WINDOW_DAYS = 180
REVEAL = "petitions.reveal"
#: A default of this project: long enough for one call, short enough not to be left open over lunch.
REVEAL_MINUTES = 15
SEARCH = "petitions.search"
#: A day at the desk brings a few returning people; four hidden digits have ten thousand ways to be filled in.
SEARCHES_AN_HOUR = 20
LOOKS = "petitions.looks"
#: An hour at the desk sends on some ten matters, with a few people and numbers in each.
LOOKS_AN_HOUR = 40


SPONSOR_NOTE = "petitions.sponsor_note"
#: A default of this project: a note a month.
SPONSOR_NOTE_DAYS = 30


def declare() -> None:
    """Called once when the channel starts."""
    limits.declare(NOTICE, NOTICE_DAYS, "calendar", _("书面告知"), _("《信访工作条例》第二十三条"))
    limits.declare(CONCLUDE, CONCLUDE_DAYS, "calendar", _("办结"), _("《信访工作条例》第三十四条"))
    limits.declare(
        REPEAT_WINDOW,
        REPEAT_WINDOW_DAYS,
        "calendar",
        _("多久之内再次反映算重复信访"),
        _("通行做法，可按本单位规定修改"),
    )
    basis = _("《个人信息保护法》第五十一条：合理确定操作权限；时长为本系统的规定")
    often = _("《个人信息保护法》第五十一条：防止逐个试号；次数为本系统的规定")
    limits.declare(SEARCH, SEARCHES_AN_HOUR, PER_HOUR, _("每人按号码找信访件"), often)
    guesses = _("《个人信息保护法》第五十一条：防止逐个试出信访人；次数为本系统的规定")
    limits.declare(LOOKS, LOOKS_AN_HOUR, PER_HOUR, _("每人交出前检查的人名和号码"), guesses)
    limits.declare(REVEAL, REVEAL_MINUTES, MINUTE, _("批准后可查看信访人身份"), basis)
    monthly = _("《信访工作条例》第十八条：领导干部包案；间隔为本系统的规定")
    limits.declare(SPONSOR_NOTE, SPONSOR_NOTE_DAYS, "calendar", _("包案进展记录间隔"), monthly)
