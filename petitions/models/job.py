"""Work on whole registers that takes longer than somebody waits for a page."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.org.scoping import Rights


class Work(models.TextChoices):
    """What is done."""

    IMPORT = "import", _("导入登记册")
    EXPORT = "export", _("导出登记册")


class Stage(models.TextChoices):
    """How far it is."""

    TO_CHECK = "to_check", _("正在检查")
    CHECKED = "checked", _("检查完了，等您决定")
    TO_DO = "to_do", _("正在处理")
    DONE = "done", _("完成")
    FAILED = "failed", _("没有完成")


#: The worker has something to do.
WORKED_ON = (Stage.TO_CHECK, Stage.TO_DO)


class RegisterJobQuerySet(models.QuerySet["RegisterJob"]):
    """Questions about jobs."""

    def visible_to(self, rights: Rights) -> Self:
        """One's own: what comes of a job is made for whoever asked, and nobody else fetches it."""
        return self if rights.is_system else self.filter(asked_by=rights.user)

    def to_work_on(self) -> Self:
        """What nobody works on now, the oldest first; whoever died over one held it for some minutes only."""
        free = Q(lease_until=None) | Q(lease_until__lt=clock.now())
        return self.filter(free, stage__in=WORKED_ON).order_by("asked_at", "pk")


class RegisterJob(models.Model):
    """One import or export of a register; what it reads and makes lies beside it, sealed, for a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    work = models.CharField(_("内容"), max_length=8, choices=Work.choices)
    stage = models.CharField(_("进度"), max_length=8, choices=Stage.choices)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("谁要的"), on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("什么时候"), default=clock.now, db_index=True)
    language = models.CharField(max_length=10)
    #: Of an export: the list that was seen, as its address said it.
    query = models.CharField(max_length=500, blank=True)
    #: The same form sent twice is one job.
    form_token = models.UUIDField(unique=True, editable=False)

    rows = models.PositiveIntegerField(_("总行数"), default=0)
    rows_done = models.PositiveIntegerField(_("已处理"), default=0)
    rows_refused = models.PositiveIntegerField(_("有错的行"), default=0)
    rows_known = models.PositiveIntegerField(_("以前导入过的行"), default=0)
    rows_taken = models.PositiveIntegerField(_("导入的行"), default=0)
    remarks = models.PositiveIntegerField(_("检查结果"), default=0)
    trouble = models.CharField(_("没有完成的原因"), max_length=500, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    ended_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    objects = RegisterJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("登记册导入导出")
        verbose_name_plural = _("登记册导入导出")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.work} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("petitions:job", args=[self.pk])

    @property
    def is_running(self) -> bool:
        return self.stage in WORKED_ON

    @property
    def rows_to_take(self) -> int:
        """How many lines would be entered."""
        return self.rows - self.rows_refused - self.rows_known

    @property
    def percent(self) -> int:
        return min(100, self.rows_done * 100 // self.rows) if self.rows else 0


class JobPiece(models.Model):
    """A piece of what a job reads or makes: sealed with the keys of the identities that stand in it."""

    class Part(models.TextChoices):
        """What it is a piece of."""

        UPLOAD = "upload", _("传上来的表")
        REPORT = "report", _("检查结果")
        RESULT = "result", _("做好的表")

    job = models.ForeignKey(RegisterJob, on_delete=models.CASCADE, related_name="pieces")
    part = models.CharField(max_length=8, choices=Part.choices)
    place = models.PositiveIntegerField()
    key_version = models.CharField(max_length=16, editable=False)
    sealed = models.BinaryField(editable=False)

    class Meta:
        verbose_name = _("登记册文件")
        verbose_name_plural = _("登记册文件")
        ordering = ["job", "part", "place"]
        constraints = [models.UniqueConstraint(fields=["job", "part", "place"], name="job_piece_once")]

    def __str__(self) -> str:
        return f"{self.job_id} {self.part} {self.place}"


class JobRemark(models.Model):
    """What was found in one cell of a register, in words; never what stands in it."""

    job = models.ForeignKey(RegisterJob, on_delete=models.CASCADE, related_name="found")
    row = models.PositiveIntegerField(_("行"))
    column = models.CharField(_("列"), max_length=40)
    words = models.CharField(_("问题"), max_length=300)
    is_refusal = models.BooleanField(_("不导入"))

    class Meta:
        verbose_name = _("检查结果")
        verbose_name_plural = _("检查结果")
        ordering = ["job", "row", "pk"]

    def __str__(self) -> str:
        return f"{self.job_id} {self.row}"
