"""What is done to find out and to settle: contacts, hearings, agreements."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from petitions.models.petition import Petition
from petitions.statute import Talk


class ContactEntry(models.Model):
    """A call, a talk or a look on the spot: whom with, when, what. The petitioner never reads it."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="contacts")
    way = models.CharField(_("方式"), max_length=8, choices=Talk.choices)
    held_at = models.DateTimeField(_("时间"))
    people = models.CharField(_("和谁"), max_length=80)
    words = models.TextField(_("内容"), max_length=2000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("记录人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(_("记录时间"), default=clock.now)

    class Meta:
        verbose_name = _("联系记录")
        verbose_name_plural = _("联系记录")
        ordering = ["-held_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.get_way_display()}"


class Hearing(models.Model):
    """听证: called with a notice, then recorded with its result, or called off (信访工作条例, Art. 31, 36)."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="hearings")
    held_at = models.DateTimeField(_("时间"))
    place = models.CharField(_("地点"), max_length=80)
    panel = models.CharField(_("听证员"), max_length=200)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("通知人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    called_at = models.DateTimeField(_("通知时间"), default=clock.now)
    minutes = models.TextField(_("听证情况"), max_length=5000, blank=True)
    result = models.TextField(_("听证结论"), max_length=1000, blank=True)
    ended_at = models.DateTimeField(_("记录或取消时间"), null=True, blank=True)
    is_cancelled = models.BooleanField(_("已取消"), default=False)

    class Meta:
        verbose_name = _("听证")
        verbose_name_plural = _("听证")
        ordering = ["called_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["petition"], condition=Q(ended_at=None), name="one_hearing_to_come")
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.held_at:%Y-%m-%d}"


class Mediation(models.Model):
    """调解、和解: what both sides agreed on (信访工作条例, Art. 33)."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="mediations")
    other_party = models.CharField(_("另一方"), max_length=80)
    agreement = models.TextField(_("达成的协议"), max_length=3000)
    performance = models.TextField(_("怎么履行、到什么时候"), max_length=1000)
    agreed_on = models.DateField(_("达成日期"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("记录人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(_("记录时间"), default=clock.now)

    class Meta:
        verbose_name = _("调解和解")
        verbose_name_plural = _("调解和解")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.agreed_on}"
