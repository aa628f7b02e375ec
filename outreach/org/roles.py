"""What somebody can be in a unit, and which of it one person can be at once."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is in a unit; what a role may do is said by the rooms (``outreach.org.grants``)."""

    CADRE = "cadre", _("基层干部")
    HANDLER = "handler", _("承办人")
    UNIT_HEAD = "unit_head", _("单位负责人")
    ACCEPTOR = "acceptor", _("验收人")
    PETITION_OFFICER = "petition_officer", _("信访专员")
    LEDGER_OFFICER = "ledger_officer", _("台账专员")
    LEADER = "leader", _("分管领导")
    DISCIPLINE_INSPECTOR = "discipline_inspector", _("纪检人员")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")


#: 三员分立 (等保 2.0; domain.md, section 8): one keeps the system, one grants, one reads the log.
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})

#: Who reads petitions, sealed or not, asks for or agrees to a look at an identity, is the second person, or moves
#: units, from which it follows who sees what: nobody alone makes one of these or gets into their account
#: (``outreach.org.confirming``).
ENTRUSTED = frozenset({Role.PETITION_OFFICER, Role.DISCIPLINE_INSPECTOR, Role.LEADER, *ADMINISTRATORS})


def conflict(role: str, others: Iterable[str]) -> str | Promise | None:
    """Why one person cannot serve as ``role`` beside ``others``; None where they can."""
    return next((words for other in others if (words := _between({role, other}))), None)


def _between(roles: set[str]) -> str | Promise | None:
    administrators, business = roles & ADMINISTRATORS, roles - ADMINISTRATORS
    if len(administrators) > 1:
        return _("系统、安全、审计三种管理员不能由同一个人担任。")
    if not (administrators and business):
        return None
    if Role.DISCIPLINE_INSPECTOR in business:
        return _("纪检人员看得到密封的检举控告，不能兼任管理员。")
    if settings.SEPARATE_ADMINISTRATORS:
        return _("管理员不能兼任业务岗位：不能既管系统和账号，又经办业务。")
    return None
