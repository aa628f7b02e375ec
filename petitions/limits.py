"""The lengths of time of a petition, and where each comes from."""

from django.utils.translation import gettext_lazy as _

from outreach.calendars.lights import MINUTE, PER_HOUR, PER_QUARTER
from outreach.calendars.limits import limits
from outreach.calendars.statute import (
    CONCLUDE_DAYS,
    EXTENSION_DAYS,
    NOTICE_DAYS,
    OBJECTION_WORKDAYS,
    REVIEW_DECIDE_DAYS,
    REVIEW_REQUEST_DAYS,
)

NOTICE = "petitions.notice"
REFERRED = "petitions.referred_notice"
OBJECTION = "petitions.objection"
CONCLUDE = "petitions.conclude"
REPEAT_WINDOW = "petitions.repeat_window"
#: Practice: the same matter within this time counts as brought again.
REPEAT_WINDOW_DAYS = 180
EXTENSION = "petitions.extension"
REVIEW_REQUEST = "petitions.review_request"
REVIEW_DECIDE = "petitions.review_decide"
FINAL_REQUEST = "petitions.final_request"
FINAL_DECIDE = "petitions.final_decide"
SIMPLE_ACCEPT = "petitions.simple_accept"
SIMPLE_DECIDE = "petitions.simple_decide"
DELIVER = "petitions.deliver"
#: A default of this project: as long as for any other written word to the petitioner.
DELIVER_DAYS = NOTICE_DAYS
#: Defaults of practice for clear matters that need no investigation.
SIMPLE_ACCEPT_WORKDAYS = 3
SIMPLE_DECIDE_WORKDAYS = 10
REVEAL = "petitions.reveal"
#: A default of this project: long enough for one call, short enough not to be left open over lunch.
REVEAL_MINUTES = 15
SEARCH = "petitions.search"
#: A day at the desk brings a few returning people; four hidden digits have ten thousand ways to be filled in.
SEARCHES_AN_HOUR = 20
LOOKS = "petitions.looks"
#: An hour at the desk sends on some ten matters, with a few people and numbers in each.
LOOKS_AN_HOUR = 40


RECEPTIONS = "petitions.receptions"
#: A default of this project: no rule gives a common number.
RECEPTIONS_A_QUARTER = 1
SPONSOR_NOTE = "petitions.sponsor_note"
#: A default of this project: a note a month.
SPONSOR_NOTE_DAYS = 30


def declare() -> None:
    """Called once when the channel starts."""
    _declare_terms()
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


def _declare_terms() -> None:
    """The terms of the law, and of the simple procedure beside it."""
    art_23, art_34 = _("《信访工作条例》第二十三条"), _("《信访工作条例》第三十四条")
    art_35, art_36 = _("《信访工作条例》第三十五条"), _("《信访工作条例》第三十六条")
    own = _("意见出具后多少天内送达，本系统的规定")
    limits.declare(DELIVER, DELIVER_DAYS, "calendar", _("送达意见"), own)
    simple = _("信访事项简易办理的通行做法，可按本单位规定修改")
    limits.declare(NOTICE, NOTICE_DAYS, "calendar", _("书面告知"), art_23)
    limits.declare(REFERRED, NOTICE_DAYS, "calendar", _("受转送单位书面告知"), art_23)
    limits.declare(OBJECTION, OBJECTION_WORKDAYS, "workday", _("对转送提出异议"), art_23)
    limits.declare(CONCLUDE, CONCLUDE_DAYS, "calendar", _("办结"), art_34)
    limits.declare(EXTENSION, EXTENSION_DAYS, "calendar", _("延长办理期限，最多一次"), art_34)
    limits.declare(REVIEW_REQUEST, REVIEW_REQUEST_DAYS, "calendar", _("申请复查"), art_35)
    limits.declare(REVIEW_DECIDE, REVIEW_DECIDE_DAYS, "calendar", _("复查"), art_35)
    limits.declare(FINAL_REQUEST, REVIEW_REQUEST_DAYS, "calendar", _("申请复核"), art_36)
    limits.declare(FINAL_DECIDE, REVIEW_DECIDE_DAYS, "calendar", _("复核"), art_36)
    limits.declare(SIMPLE_ACCEPT, SIMPLE_ACCEPT_WORKDAYS, "workday", _("简易办理：告知"), simple)
    limits.declare(SIMPLE_DECIDE, SIMPLE_DECIDE_WORKDAYS, "workday", _("简易办理：答复"), simple)
    seen = _("《信访工作条例》第十八条：领导干部定期接访；次数为本系统的规定")
    limits.declare(RECEPTIONS, RECEPTIONS_A_QUARTER, PER_QUARTER, _("每位领导接访"), seen)
