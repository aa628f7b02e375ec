from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AttachmentsConfig(AppConfig):
    name = "outreach.attachments"
    verbose_name = _("附件")

    def ready(self) -> None:
        from outreach.audit.actions import Sort, actions

        actions.name("attachment.shut", _("封存没有通过检查的文件"), Sort.CHANGE)
