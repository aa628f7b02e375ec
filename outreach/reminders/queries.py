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


def _words(kind: str) -> str | Promise:
    if kind == "due":
        return _("期限提醒")
    if kind == "dead_mail":
        return _("有提醒邮件发送失败，请在管理后台查看")
    if kind == "reset_asked":
        return _("有人提请重设一个看得到密封内容的账号：不是本人要求的，请马上告诉审计管理员")
    if kind == "posting_lapses":
        return _("任职快要到期或已到期，手上的工作还没移交，或者岗位还没人接")
    if told := rounds.get(kind):
        return told.words
    step = LEDGER.steps.get(kind)
    return step.label if step else kind


def unread_count(rights: Rights) -> int:
    """How many notices wait behind the bell, counted no further than 100."""
    return Notice.objects.visible_to(rights).unread()[:100].count()
