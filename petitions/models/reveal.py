"""Looking behind the mask: who asked to see who a petitioner is, why, and who let them."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.common.lots import drawn_id
from outreach.org.scoping import Rights
from petitions.contacts import PARTS
from petitions.models.petition import Petition
from petitions.permissions import DISCIPLINE, REVEAL, REVEAL_APPROVE


class RevealQuerySet(models.QuerySet["Reveal"]):
    """Questions about requests to see an identity."""

    def visible_to(self, rights: Rights) -> Self:
        """Those of petitions this reader sees, for people who may ask or approve; inspectors' reasons stay theirs."""
        if not (rights.may(REVEAL) or rights.may(REVEAL_APPROVE)):
            return self.none()
        told = self if rights.may(DISCIPLINE) else self.filter(is_sealed=False)
        return told.filter(petition__in=Petition.objects.visible_to(rights).order_by().values("pk"))

    def running(self) -> Self:
        """Agreed to, and not over yet."""
        return self.filter(is_granted=True, expires_at__gt=clock.now())

    def open(self) -> Self:
        """Waiting or running: somebody may still do something with it."""
        return self.filter(Q(is_granted=None) | Q(is_granted=True, expires_at__gt=clock.now()))


class Reveal(models.Model):
    """One request to see some parts of an identity; once a second person agrees it holds for some minutes."""

    id = models.BigIntegerField(primary_key=True, default=drawn_id, editable=False)
    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="reveals")
    parts = models.JSONField(_("要看的内容"), default=list)
    reason = models.CharField(_("理由"), max_length=300)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("申请人"), on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("申请时间"), default=clock.now)
    is_granted = models.BooleanField(_("是否批准"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("批准人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    refusal = models.CharField(_("不批准的理由"), max_length=300, blank=True)
    expires_at = models.DateTimeField(_("可看到何时"), null=True, blank=True)
    is_sealed = models.BooleanField(default=False, editable=False)
    views = models.PositiveIntegerField(_("查看次数"), default=0)

    objects = RevealQuerySet.as_manager()

    class Meta:
        verbose_name = _("查看身份申请")
        verbose_name_plural = _("查看身份申请")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "asked_by"], name="one_waiting_reveal", condition=Q(is_granted=None)
            ),
            # Nobody lets themselves in, whatever the code above says.
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("asked_by")), name="reveal_by_a_second_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.asked_by_id}"

    @property
    def is_running(self) -> bool:
        """Granted, and not over yet."""
        return bool(self.is_granted and self.expires_at and self.expires_at > clock.now())

    @property
    def is_open(self) -> bool:
        """Waiting or running."""
        return self.is_granted is None or self.is_running

    @property
    def is_withdrawn(self) -> bool:
        """Taken back by who asked."""
        return self.is_granted is False and self.decided_by_id is None

    @property
    def part_labels(self) -> list[str]:
        """What is asked for, in words."""
        return [str(PARTS[part]) for part in self.parts if part in PARTS]
