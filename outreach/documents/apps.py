from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "outreach.documents"
    verbose_name = _("文书")

    def ready(self) -> None:
        from outreach.audit.actions import Sort, actions
        from outreach.documents import guards, permissions
        from outreach.documents.workflow import DOCUMENTS

        permissions.declare()
        post_migrate.connect(guards.install_after_migration, sender=self)
        actions.name_steps("document", DOCUMENTS.steps)
        actions.name("document.drafted", _("拟文书"), Sort.CHANGE)
        actions.name("document.discarded", _("删除文书草稿"), Sort.CHANGE)
        actions.name("document.viewed", _("查看文书"), Sort.READING)
        actions.name("document.taken", _("打开或打印文书"), Sort.READING)
        actions.name("template.uploaded", _("上传文书模板"), Sort.CHANGE)
        actions.name("template.activated", _("启用文书模板"), Sort.CHANGE)
        actions.name("template.taken_out", _("停用没有通过检查的文书模板"), Sort.CHANGE)
        actions.name("template.taken", _("下载文书模板"), Sort.READING)
