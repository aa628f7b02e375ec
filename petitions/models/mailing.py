"""E-mails to a petitioner who asked for them."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.reminders.models import Delivery
from petitions.models.petition import Petition


class MailWish(models.Model):
    """The address that a petitioner left for notices, sealed like an identity; without it nobody is written to.

    Until whoever reads that mailbox has confirmed it, no mail goes there but the one that asks for it.
    ``is_despite_seal``: they want notices of an accusation too, and were told who may see that one came.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    petition = models.OneToOneField(Petition, on_delete=models.PROTECT, related_name="mail_wish")
    key_version = models.CharField(max_length=16, editable=False)
    sealed = models.BinaryField(editable=False)
    is_despite_seal = models.BooleanField(default=False, editable=False)
    agreed_at = models.DateTimeField(_("同意时间"), default=clock.now)
    confirmed_at = models.DateTimeField(_("确认邮箱的时间"), null=True, blank=True)
    #: In which the petitioner spoke to the portal, and is written to.
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)

    class Meta:
        verbose_name = _("信访人的邮件提醒")
        verbose_name_plural = _("信访人的邮件提醒")

    def __str__(self) -> str:
        return str(self.pk)


class CaseMail(models.Model):
    """That there is something new in a case: a number and a link on their way, by the deliveries of reminders."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="mails")
    #: It asks whoever reads the mailbox whether notices are wanted there, and tells of nothing.
    asks_to_confirm = models.BooleanField(default=False, editable=False)
    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, related_name="case_mail")

    class Meta:
        verbose_name = _("给信访人的邮件")
        verbose_name_plural = _("给信访人的邮件")

    def __str__(self) -> str:
        return f"{self.petition_id} {self.delivery_id}"
