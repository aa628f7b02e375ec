"""What is written at the desk again and again."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.org.scoping import Rights


class PhraseQuerySet(models.QuerySet["Phrase"]):
    """Questions about phrases."""

    def visible_to(self, rights: Rights) -> Self:
        """One's own, and those of the office."""
        if rights.is_system:
            return self
        return self.filter(Q(is_shared=True) | Q(made_by=rights.user)) if rights.user else self.none()


class Phrase(models.Model):
    """Words for a step of a case, put in by one press and then changed to fit 常用语; one's own or the office's."""

    title = models.CharField(_("名称"), max_length=40)
    text = models.TextField(_("内容"), max_length=1000)
    is_shared = models.BooleanField(_("办公室共用"), default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("谁写的"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    made_at = models.DateTimeField(default=clock.now, editable=False)

    objects = PhraseQuerySet.as_manager()

    class Meta:
        verbose_name = _("常用语")
        verbose_name_plural = _("常用语")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_label(self) -> str:
        """Its name."""
        return self.title
