from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgConfig(AppConfig):
    name = "outreach.org"
    verbose_name = _("组织")

    def ready(self) -> None:
        from outreach.accounts.models import User
        from outreach.accounts.steps import demands
        from outreach.audit.actions import Sort, actions
        from outreach.org import permissions
        from outreach.org.models import Posting
        from outreach.org.secondfactor import must_have_factor

        permissions.declare()
        actions.about_rights(User, Posting)
        demands.append(must_have_factor)
        actions.name("posting.begun", _("任职"), Sort.RIGHTS)
        actions.name("posting.settled", _("改所在单位"), Sort.RIGHTS)
        actions.name("posting.ended", _("结束任职"), Sort.RIGHTS)
        actions.name("unit.changed", _("单位变动"), Sort.RIGHTS)
        actions.name("confirmation.asked", _("提请复核"), Sort.RIGHTS)
        actions.name("confirmation.granted", _("复核同意"), Sort.RIGHTS)
        actions.name("confirmation.declined", _("复核不同意或撤回"), Sort.RIGHTS)
        actions.name("account.created", _("建立账号"), Sort.RIGHTS)
        actions.name("account.password_set", _("发一次性密码"), Sort.RIGHTS)
        actions.name("account.disabled", _("停用账号"), Sort.RIGHTS)
        actions.name("account.enabled", _("重新启用账号"), Sort.RIGHTS)
