"""What 信访工作条例 (in force since 2022-05-01) lets one choose from: routes, grounds, outcomes, terms, triggers."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class LegalRoute(models.TextChoices):
    """Art. 31(1)–(5): the ways of law that an appeal takes instead of this one."""

    COURT_OR_POLICE = "court_police", _("诉讼、公安、检察：由司法机关依法处理")
    ARBITRATION = "arbitration", _("仲裁：劳动争议、合同约定仲裁等")
    PARTY_APPEAL = "party_appeal", _("党内申诉：党员申诉、党组织申诉")
    ADMINISTRATIVE_REVIEW = "administrative_review", _("行政复议、国家赔偿、行政许可等")
    ENFORCEMENT = "enforcement", _("申请查处违法行为、履行保护职责")


class NotAcceptGround(models.TextChoices):
    """Why a petition is not accepted 不予受理."""

    IN_COURT = "in_court", _("已经或者应当通过诉讼、仲裁、行政复议解决")
    BEING_HANDLED = "being_handled", _("有权处理的单位已经受理，还在办理期内")
    REPLIED = "replied", _("已有处理意见，没有新的事实和理由，应申请复查")
    NO_FACTS = "no_facts", _("没有具体的事实和诉求，补正后仍不清楚")
    OTHER = "other", _("其他")


class Stage(models.TextChoices):
    """Who looks at the matter: the handling unit, the unit above it, the unit above that (Art. 32–36)."""

    HANDLING = "handling", _("处理")
    REVIEW = "review", _("复查")
    FINAL = "final_review", _("复核")


class Outcome(models.TextChoices):
    """How an opinion ends: the first three of a handling opinion (Art. 32), the others of a review (Art. 35, 36)."""

    SUPPORT = "support", _("支持")
    EXPLAIN = "explain", _("解释说明")
    NOT_SUPPORT = "not_support", _("不予支持")
    UPHOLD = "uphold", _("维持原意见")
    CHANGE = "change", _("变更原意见")
    REVOKE = "revoke", _("撤销原意见，重新办理")


OUTCOMES = {
    Stage.HANDLING: (Outcome.SUPPORT, Outcome.EXPLAIN, Outcome.NOT_SUPPORT),
    Stage.REVIEW: (Outcome.UPHOLD, Outcome.CHANGE, Outcome.REVOKE),
    Stage.FINAL: (Outcome.UPHOLD, Outcome.CHANGE, Outcome.REVOKE),
}


class Handover(models.TextChoices):
    """How a written opinion reached the petitioner."""

    IN_PERSON = "in_person", _("当面送达")
    BY_POST = "by_post", _("邮寄送达")
    ONLINE = "online", _("信访人在网上签收")
    LEFT = "left", _("留置送达，有见证人")


class Talk(models.TextChoices):
    """How the office was in touch about a matter."""

    CALL = "call", _("电话")
    TALK = "talk", _("面谈")
    ON_SITE = "on_site", _("实地查看")
    OTHER = "other", _("其他")


class Trigger(models.TextChoices):
    """Art. 40: what a petition is supervised 督办 for."""

    PROCEDURE = "procedure", _("未按规定程序办理")
    OVERDUE = "overdue", _("未按规定期限办理")
    EVASION = "evasion", _("推诿、敷衍、拖延")
    FALSE_REPORT = "false_report", _("弄虚作假")
    NOT_CARRIED_OUT = "not_carried_out", _("拒不执行处理意见")


class Waits(models.TextChoices):
    """What the desk has to look at though the state of the case does not say so: what has happened, and what is due."""

    RESULT = "result", _("台账已办完，待出具处理意见")
    DELIVERY = "delivery", _("复查、复核意见已出，待送达")
    OBJECTION = "objection", _("转送单位有异议，待决定")
    LATE_REVIEW = "late_review", _("复查、复核申请已过期限，待决定")
    SUPPLEMENT = "supplement", _("信访人补充了材料，待查看")
    WITHDRAWAL = "withdrawal", _("联名人中有人撤回，待核实")
    ANSWER = "answer", _("信访人回答了提问，待查看")

    @property
    def verb(self) -> Promise:
        """What somebody at the desk does about it, for a button."""
        return _DUE[self]


_DUE = {
    Waits.RESULT: _("出具处理意见"),
    Waits.DELIVERY: _("登记送达"),
    Waits.OBJECTION: _("决定异议"),
    Waits.LATE_REVIEW: _("决定是否受理"),
    Waits.SUPPLEMENT: _("看补充材料"),
    Waits.WITHDRAWAL: _("核实撤回"),
    Waits.ANSWER: _("看回答"),
}


#: It asks for nothing but to be looked at.
SEEN_ONLY = (Waits.SUPPLEMENT, Waits.WITHDRAWAL, Waits.ANSWER)


class Above(models.TextChoices):
    """What goes to and comes from the authority that sent a petition on."""

    REPORTED = "reported", _("向上级报告结果")
    AGREED = "agreed", _("上级同意办结")
    SENT_BACK = "sent_back", _("上级退回，要求重新办理或补充")
    NOTED = "noted", _("上级其他意见")


class Term(models.TextChoices):
    """The clocks a case can carry. The last three bind a unit or the petitioner, and never the office."""

    NOTICE = "notice", _("书面告知")
    REFERRED = "referred", _("受转送单位书面告知")
    CONCLUDE = "conclude", _("办结")
    REVIEW = "review", _("复查")
    FINAL = "final", _("复核")
    OBJECTION = "objection", _("对转送提出异议")
    ASK_REVIEW = "ask_review", _("申请复查")
    ASK_FINAL = "ask_final", _("申请复核")
