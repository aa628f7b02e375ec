"""The policy library, the sessions 宣讲 that carry it to the front line, and what people asked there."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outreach.attachments.models import Attachment
from outreach.common import clock
from outreach.ledger.models import Issue
from outreach.ledger.states import Topic
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights
from policy.permissions import VIEW


class Audience(models.TextChoices):
    """Whom a document is for."""

    EVERYBODY = "everybody", _("全体职工")
    FRONT_LINE = "front_line", _("一线班组")
    PARTY_MEMBERS = "party_members", _("党员")
    CADRES = "cadres", _("干部")


class PolicyDocumentQuerySet(models.QuerySet["PolicyDocument"]):
    def visible_to(self, rights: Rights) -> Self:
        """Everything for whoever is signed in, the public ones for everybody."""
        return self if rights.user is not None else self.filter(is_public=True)

    def naming(self, text: str) -> Self:
        return self.filter(Q(title__contains=text) | Q(summary__contains=text) | Q(number__contains=text))


class PolicyDocument(models.Model):
    """One policy, rule or notice that people can look up."""

    title = models.CharField(_("标题"), max_length=120)
    issuer = models.CharField(_("发文单位"), max_length=60)
    number = models.CharField(_("文号"), max_length=60, blank=True)
    issued_on = models.DateField(_("发布日期"), default=clock.today)
    summary = models.CharField(_("一句话说清"), max_length=300)
    text = models.TextField(_("正文"), max_length=50_000, blank=True)
    audience = models.CharField(
        pgettext_lazy("政策", "对象"), max_length=16, choices=Audience.choices, default=Audience.EVERYBODY
    )
    is_public = models.BooleanField(_("不登录也能看"), default=True)
    attachment = models.ForeignKey(
        Attachment, verbose_name=_("原文附件"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("登记人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    client_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = PolicyDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("政策文件")
        verbose_name_plural = _("政策文件")
        ordering = ["-issued_on", "-pk"]
        indexes = [models.Index(fields=["-issued_on", "-id"], name="policy_document_newest")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("policy:document", args=[self.pk])


class PolicySessionQuerySet(models.QuerySet["PolicySession"]):
    def visible_to(self, rights: Rights) -> Self:
        """One's own, and those held in one's units."""
        if rights.everywhere(VIEW):
            return self
        if rights.user is None or rights.has_left:
            return self.none()
        return self.filter(rights.as_q(VIEW, "unit") | Q(recorder=rights.user))


class PolicySession(models.Model):
    """One time that somebody explained policies at the front line 宣讲."""

    theme = models.CharField(_("主题"), max_length=80)
    documents = models.ManyToManyField(
        PolicyDocument, verbose_name=_("讲了哪些文件"), blank=True, related_name="sessions"
    )
    study_theme = models.CharField(_("结合的主题教育"), max_length=80, blank=True)
    held_on = models.DateField(_("日期"), default=clock.today)
    unit = models.ForeignKey(OrgUnit, verbose_name=_("到哪个单位"), on_delete=models.PROTECT, related_name="+")
    place = models.CharField(_("地点"), max_length=80, blank=True)
    speaker = models.CharField(_("宣讲人"), max_length=40)
    attendance = models.PositiveSmallIntegerField(_("到场人数"))
    notes = models.TextField(_("情况"), max_length=5000, blank=True)
    recorder = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("记录人"), on_delete=models.PROTECT, related_name="+"
    )
    client_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = PolicySessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("宣讲")
        verbose_name_plural = _("宣讲")
        ordering = ["-held_on", "-pk"]
        indexes = [
            models.Index(fields=["-held_on", "-id"], name="policy_session_newest"),
            models.Index(fields=["held_on", "unit"], name="policy_session_held"),
        ]

    def __str__(self) -> str:
        return f"{self.held_on} {self.theme}"

    def get_absolute_url(self) -> str:
        return reverse("policy:session", args=[self.pk])


class QuestionOutcome(models.TextChoices):
    """What became of a question."""

    ANSWERED = "answered", _("现场答复")
    TO_LEDGER = "to_ledger", _("答不了，交台账")


class SessionQuestionQuerySet(models.QuerySet["SessionQuestion"]):
    def visible_to(self, rights: Rights) -> Self:
        if rights.everywhere(VIEW):
            return self
        return self.filter(session__in=PolicySession.objects.visible_to(rights).order_by().values("pk"))

    def waiting(self) -> Self:
        """Meant for the ledger but not there yet: somebody has to look at the similar items first."""
        return self.filter(outcome=QuestionOutcome.TO_LEDGER, issue=None)


class SessionQuestion(models.Model):
    """One question from the floor, with the answer on the spot or the ledger item it became."""

    session = models.ForeignKey(PolicySession, on_delete=models.CASCADE, related_name="questions")
    question = models.CharField(_("问了什么"), max_length=80)
    answer = models.CharField(_("现场怎么答的"), max_length=500, blank=True)
    topic = models.CharField(_("类别"), max_length=20, choices=Topic.choices, default=Topic.OTHER)
    outcome = models.CharField(
        _("结果"), max_length=20, choices=QuestionOutcome.choices, default=QuestionOutcome.ANSWERED
    )
    issue = models.ForeignKey(
        Issue,
        verbose_name=_("台账事项"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="session_questions",
    )

    objects = SessionQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("现场提问")
        verbose_name_plural = _("现场提问")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return reverse("policy:question", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.outcome == QuestionOutcome.TO_LEDGER and self.issue_id is None
