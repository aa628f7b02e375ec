"""What everybody may read of what one person asked."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.ledger.states import Topic
from outreach.org.scoping import Rights
from petitions.models.petition import Petition
from petitions.permissions import CHECK_ANSWERS, PUBLISH
from petitions.states import Publication


class PublishedAnswerQuerySet(models.QuerySet["PublishedAnswer"]):
    """Questions about questions and answers."""

    def visible_to(self, rights: Rights) -> Self:
        """What is published everybody sees; before and after that, who may see its petition and works on answers."""
        if rights.is_system:
            return self
        seen = Q(status=Publication.PUBLISHED)
        if rights.may(PUBLISH) or rights.may(CHECK_ANSWERS):
            seen |= Q(petition__in=Petition.objects.visible_to(rights).order_by().values("pk"))
        return self.filter(seen)

    def published(self) -> Self:
        return self.filter(status=Publication.PUBLISHED)

    def on_their_way(self) -> Self:
        return self.filter(status__in=[Publication.DRAFT, Publication.CHECKING])

    def with_words(self, text: str) -> Self:
        """Those that hold each word of ``text``, in the question or in the answer."""
        found = self
        for word in text.split():
            found = found.filter(Q(question__contains=word) | Q(answer__contains=word))
        return found


class PublishedAnswer(models.Model):
    """A typical question with its answer, without anybody who could be known by it 公开答复.

    Written by one officer from a petition that has been answered, looked at by another. The petition behind it
    is shown to nobody who may not open it.
    """

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="published_answers", editable=False)
    topic = models.CharField(_("类别"), max_length=16, choices=Topic.choices, default=Topic.OTHER)
    question = models.TextField(_("问题"), max_length=300)
    answer = models.TextField(_("答复"), max_length=3000)
    basis = models.CharField(_("依据"), max_length=200, blank=True)

    status = models.CharField(
        _("状态"), max_length=12, choices=Publication.choices, default=Publication.DRAFT, editable=False
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("起草人"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("核对人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    remark = models.CharField(_("核对意见"), max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    published_on = models.DateField(_("公开日期"), null=True, editable=False)

    objects = PublishedAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("公开答复")
        verbose_name_plural = _("公开答复")
        ordering = ["-published_on", "-pk"]
        indexes = [models.Index(fields=["status", "published_on", "id"], name="answer_published")]
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=models.F("written_by")), name="answer_checked_by_another"
            )
        ]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return reverse("petitions:answer", args=[self.pk])

    @property
    def audit_label(self) -> str:
        """The log names the row and never repeats its words."""
        return f"QA-{self.pk}"

    def paths_of(self, place: str) -> list[str]:
        """The units of its petition."""
        return self.petition.paths_of(place)
