"""The words under which the log keeps what happens in petition reception."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach.audit.actions import Sort, actions
from petitions.workflow import PETITIONS, revealing
from petitions.workflow.publishing import PUBLISHING
from petitions.workflow.receptions import RECEPTIONS
from petitions.workflow.sponsoring import SPONSORING

_CHANGES: dict[str, Promise] = {
    "reception.planned": _("排接访日"),
    "reception.realigned": _("接访日随日历调整"),
    "reception.substituted": _("换人代为接访"),
    "reception.called_off": _("取消接访日"),
    "reception.asked": _("预约领导接访"),
    "sponsored.taken_on": _("安排包案"),
    "phrase.kept": _("留下常用语"),
    "phrase.dropped": _("删除常用语"),
    "answer.written": _("起草公开答复"),
    "petition.code_renewed": _("信访人换了查询码"),
    "petition.mails_wanted": _("信访人开通邮件提醒"),
    "petition.mails_confirmed": _("信访人确认了邮箱"),
    "petition.mails_ended": _("信访人停用邮件提醒"),
    "petition.registered": _("收到信访件"),
    "register.imported": _("导入信访登记册"),
    "identity.corrected": _("更正信访人身份"),
    "identity.rotation_started": _("开始更换身份密钥"),
    "identity.keys_rotated": _("更换身份密钥"),
}
_READINGS: dict[str, Promise] = {
    "identity.searched": _("按号码找信访件"),
    "identity.search_limited": _("按号码找信访件超过次数"),
    "identity.hinted": _("交出前检查认出信访人"),
    "identity.looked_through": _("交出前检查没有认出信访人"),
    "identity.look_limited": _("交出前检查超过次数"),
    "identity.shown_to_unit": _("经办人查看信访人姓名"),
    "identity.exported": _("导出一个人的数据"),
    "petition.sheet_viewed": _("查看任务单"),
    "petition.sheet_file_taken": _("打开任务单材料"),
    "figures.exported": _("导出信访月报"),
    "register.exported": _("导出信访登记册"),
    "register.file_taken": _("取走信访登记册文件"),
    "petition.viewed": _("查看信访件"),
    "petition.file_taken": _("打开信访材料"),
}


def declare() -> None:
    """Called once when the channel starts."""
    actions.name_steps("petition", PETITIONS.steps)
    actions.name_steps("reception", RECEPTIONS.steps)
    actions.name_steps("answer", PUBLISHING.steps)
    actions.name_steps("sponsored", SPONSORING.steps)
    for key, label in _CHANGES.items():
        actions.name(key, label, Sort.CHANGE)
    for readings in (_READINGS, revealing.ACTIONS):
        for key, label in readings.items():
            actions.name(key, label, Sort.READING)
