"""What can be done, in words: every room names the acts it records when it starts (``AppConfig.ready``)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Sort(models.TextChoices):
    """What sort of act it is; an auditor asks for one sort at a time."""

    ACCESS = "access", _("登录")
    RIGHTS = "rights", _("权限与账号")
    READING = "reading", _("查看与带出")
    CHANGE = "change", _("办理与变更")
    AUDIT = "audit", _("审计自身")


@dataclass(frozen=True)
class Action:
    """One kind of act: its name in the log, the words for it, its sort."""

    key: str
    label: str | Promise
    sort: Sort


class Actions:
    """What the rooms named."""

    def __init__(self) -> None:
        self._named: dict[str, Action] = {}
        self._about_rights: set[str] = set()

    def name(self, key: str, label: str | Promise, sort: Sort) -> None:
        """``key`` is what ``record(action=…)`` writes, ``noun.verb_in_the_past``."""
        self._named[key] = Action(key, label, sort)

    def name_steps(self, prefix: str, steps: Mapping[str, Any]) -> None:
        """Every step of a state machine, under the words that its buttons carry."""
        for step in steps.values():
            self.name(f"{prefix}.{step.name}", step.label, Sort.CHANGE)

    def about_rights(self, *models_: type[models.Model]) -> None:
        """A change of these rows in the administration decides on what somebody may do."""
        self._about_rights |= {model._meta.label_lower for model in models_}

    def __iter__(self) -> Iterator[Action]:
        return iter(self._named.values())

    def __contains__(self, key: object) -> bool:
        return key in self._named

    def label(self, key: str) -> str:
        """The words; the key itself for an act that no room names any more."""
        action = self._named.get(key)
        return str(action.label) if action else key

    def of_sort(self, sort: str) -> models.Q:
        """The records of that sort."""
        wanted = models.Q(action__in=[key for key, action in self._named.items() if action.sort == sort])
        by_rights = models.Q(action__startswith="admin.", object_type__in=self._about_rights)
        return wanted | by_rights if sort == Sort.RIGHTS else wanted


actions = Actions()


def declare() -> None:
    """What this room records itself."""
    for key, label, sort in (
        ("account.signed_in", _("登录"), Sort.ACCESS),
        ("account.signed_out", _("退出"), Sort.ACCESS),
        ("account.sign_in_failed", _("登录失败"), Sort.ACCESS),
        ("account.locked", _("账号锁定"), Sort.ACCESS),
        ("account.factor_passed", _("通过第二步验证"), Sort.ACCESS),
        ("account.factor_failed", _("第二步验证失败"), Sort.ACCESS),
        ("account.recovery_code_used", _("用恢复码登录"), Sort.ACCESS),
        ("account.factor_set", _("启用第二步验证"), Sort.RIGHTS),
        ("account.factor_reset", _("重置第二步验证"), Sort.RIGHTS),
        ("account.password_changed", _("修改密码"), Sort.RIGHTS),
        ("account.sessions_ended", _("结束登录会话"), Sort.ACCESS),
        ("account.unlocked", _("解除锁定"), Sort.RIGHTS),
        ("admin.added", _("后台新增"), Sort.CHANGE),
        ("admin.changed", _("后台修改"), Sort.CHANGE),
        ("admin.deleted", _("后台删除"), Sort.CHANGE),
        ("admin.acted", _("后台批量操作"), Sort.CHANGE),
        ("calendar.changed", _("调整工作日历"), Sort.CHANGE),
        ("audit.viewed", _("查看审计记录"), Sort.AUDIT),
        ("audit.record_viewed", _("查看一条审计记录"), Sort.AUDIT),
        ("audit.exported", _("导出审计记录"), Sort.AUDIT),
        ("audit.check_asked", _("要求核验审计链"), Sort.AUDIT),
        ("audit.checked", _("核验审计链"), Sort.AUDIT),
    ):
        actions.name(key, label, sort)
