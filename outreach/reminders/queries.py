"""Questions about notices and deliveries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach.ledger.workflow import LEDGER
from outreach.org.scoping import Rights
from outreach.reminders.models import Notice
from outreach.reminders.rounds import rounds


@dataclass(frozen=True)
class Line:
    """A notice with its words."""

    notice: Notice
    words: str | Promise


def with_words(notices: Iterable[Notice]) -> list[Line]:
    """Each notice with what it says to a reader."""
    return [Line(notice, _words(notice.kind)) for notice in notices]


#: What a notice says that is about no step and no channel's round.
_SAID: dict[str, Promise] = {
    "due": _("期限提醒"),
    "look_back": _("可以回头看了：销号后真解决了没有"),
    "look_back_late": _("回头看过期了，还没有人去"),
    "review_due": _("长期坚持的事项到了季度复核的日子"),
    "dead_mail": _("有提醒邮件发送失败，请在管理后台查看"),
    "reset_asked": _("有人提请重设一个看得到密封内容的账号：不是本人要求的，请马上告诉审计管理员"),
    "posting_lapses": _("任职快要到期或已到期，手上的工作还没移交，或者岗位还没人接"),
}


def _words(kind: str) -> str | Promise:
    if said := _SAID.get(kind):
        return said
    if told := rounds.get(kind):
        return told.words
    step = LEDGER.steps.get(kind)
    return step.label if step else kind


def unread_count(rights: Rights) -> int:
    """How many notices wait behind the bell, counted no further than 100."""
    return Notice.objects.visible_to(rights).unread()[:100].count()
