"""Hard and old cases that one leader takes on until they are settled 包案 (信访工作条例, Art. 18)."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outreach.calendars.limits import limits
from outreach.common import clock
from outreach.common.lots import drawn_id
from outreach.org.models import Cadre
from outreach.org.scoping import Rights
from petitions.limits import SPONSOR_NOTE
from petitions.models.petition import Petition
from petitions.states import Hardness, Sponsoring


class SponsoredCaseQuerySet(models.QuerySet["SponsoredCase"]):
    """Questions about sponsored cases."""

    def visible_to(self, rights: Rights) -> Self:
        """With the petition: who may not see that does not learn that a leader took it on."""
        if rights.is_system:
            return self
        return self.filter(petition__in=Petition.objects.visible_to(rights).order_by().values("pk"))

    def running(self) -> Self:
        return self.filter(status=Sponsoring.RUNNING)

    def with_people(self) -> Self:
        """With whoever sponsors and the petition, in one query."""
        return self.select_related("sponsor__user", "sponsor__unit", "petition__unit").prefetch_related(
            "steps", "notes"
        )


class SponsoredCase(models.Model):
    """One petition a leader answers for, with a plan, people who help, and a note each month."""

    id = models.BigIntegerField(primary_key=True, default=drawn_id, editable=False)
    petition = models.ForeignKey(
        Petition, verbose_name=_("信访件"), on_delete=models.PROTECT, related_name="sponsorings"
    )
    sponsor = models.ForeignKey(
        Cadre, verbose_name=_("包案领导"), on_delete=models.PROTECT, related_name="sponsored_cases"
    )
    ground = models.CharField(_("为什么包案"), max_length=12, choices=Hardness.choices)
    plan = models.TextField(_("化解方案"), max_length=2000)
    team = models.CharField(_("专班成员"), max_length=300, blank=True)
    started_on = models.DateField(_("开始包案"), default=clock.today)
    target_on = models.DateField(_("计划化解日期"))

    status = models.CharField(
        _("状态"), max_length=12, choices=Sponsoring.choices, default=Sponsoring.RUNNING, editable=False
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    resolution = models.TextField(_("化解结果"), max_length=2000, blank=True)
    is_agreed = models.BooleanField(_("信访人认可"), default=False)
    ended_on = models.DateField(_("结束日期"), null=True, editable=False)
    arranged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("安排人"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = SponsoredCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("包案")
        verbose_name_plural = _("包案")
        ordering = ["target_on", "pk"]
        indexes = [models.Index(fields=["status", "target_on", "id"], name="sponsored_by_target")]
        constraints = [
            models.UniqueConstraint(
                fields=["petition"], condition=Q(status=Sponsoring.RUNNING), name="one_sponsor_a_petition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.petition.number} · {self.sponsor}"

    def get_absolute_url(self) -> str:
        return reverse("petitions:sponsored_case", args=[self.pk])

    @property
    def audit_label(self) -> str:
        """The log names the petition and never repeats its words."""
        return self.petition.number

    def paths_of(self, place: str) -> list[str]:
        """The units of its petition."""
        return self.petition.paths_of(place)

    @property
    def next_step(self) -> "SponsorStep | None":
        """What is to be done first; asked of steps fetched with the case where many are shown."""
        return min((one for one in self.steps.all() if one.done_on is None), key=lambda one: one.due_on, default=None)

    @property
    def note_due_on(self) -> date:
        """Until when the next note on how it goes is owed."""
        last = max((clock.day_of(note.written_at) for note in self.notes.all()), default=self.started_on)
        return max(last, self.started_on) + timedelta(limits.length(SPONSOR_NOTE))


class SponsorStep(models.Model):
    """One thing to be done on the way, by whom and by when."""

    case = models.ForeignKey(SponsoredCase, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(_("做什么"), max_length=200)
    who = models.CharField(_("谁来做"), max_length=60)
    due_on = models.DateField(_("什么时候做完"))
    done_on = models.DateField(_("做完日期"), null=True, editable=False)

    class Meta:
        verbose_name = _("化解步骤")
        verbose_name_plural = _("化解步骤")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.what


class SponsorNote(models.Model):
    """How it goes, written at least once a month by whoever sponsors, or for them."""

    case = models.ForeignKey(SponsoredCase, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(_("本月进展"), max_length=2000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("记录人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(_("记录时间"), default=clock.now)

    class Meta:
        verbose_name = _("包案进展")
        verbose_name_plural = _("包案进展")
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.written_at:%Y-%m}"
