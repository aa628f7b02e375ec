from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ContactpointsConfig(AppConfig):
    name = "outreach.contactpoints"
    verbose_name = _("联系点")

    def ready(self) -> None:
        from outreach.audit.actions import Sort, actions
        from outreach.contactpoints import installing, leaving, limits, permissions

        limits.declare()
        permissions.declare()
        leaving.declare()
        post_migrate.connect(installing.install, sender=self)
        actions.name("contact_point.opened", _("设立联系点"), Sort.CHANGE)
        actions.name("contact_point.changed", _("调整联系点"), Sort.CHANGE)
        actions.name("contact_point.handed_over", _("移交联系点"), Sort.CHANGE)
        actions.name("unit_profile.described", _("填写企情"), Sort.CHANGE)
        actions.name("unit_profile.value_written", _("填写企情数值"), Sort.CHANGE)
        actions.name("unit.assessed", _("评定单位"), Sort.CHANGE)
        actions.name("ranking.weights_set", _("设定备选排序的权重"), Sort.CHANGE)
        actions.name("contact_point.reviewed", _("评估联系期"), Sort.CHANGE)
        actions.name("contact_point.review_answered", _("填写对评估的意见"), Sort.CHANGE)
        actions.name("contact_point.brief_opened", _("打开走访前一页纸"), Sort.READING)
