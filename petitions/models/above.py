"""What goes to and comes from the authority above the enterprise about a petition that it sent on."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.attachments.models import Attachment
from outreach.common import clock
from petitions.models.petition import Petition
from petitions.statute import Above

LONGEST_NUMBER = 40


class AboveEntry(models.Model):
    """与上级往来: the result reported upward, or what the authority above says to it; the petitioner never reads it."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="above")
    sort = models.CharField(_("事由"), max_length=12, choices=Above.choices)
    on = models.DateField(_("日期"))
    number = models.CharField(_("文号"), max_length=LONGEST_NUMBER, blank=True)
    words = models.TextField(_("内容"), max_length=2000)
    paper = models.ForeignKey(
        Attachment, verbose_name=_("文件"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("登记人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(_("登记时间"), default=clock.now)

    class Meta:
        verbose_name = _("与上级往来")
        verbose_name_plural = _("与上级往来")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.get_sort_display()}"
