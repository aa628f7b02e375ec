"""The enterprise as a tree of units, and who serves where as what."""

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import functions
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pypinyin import Style, lazy_pinyin

from outreach.accounts.models import User
from outreach.common import clock
from outreach.org.roles import ENTRUSTED, Role, conflict


class UnitKind(models.TextChoices):
    HEADQUARTERS = "headquarters", _("总部")
    DEPARTMENT = "department", _("职能部门")
    SUBSIDIARY = "subsidiary", _("子公司")
    BRANCH = "branch", _("分公司")
    WORKSHOP = "workshop", _("车间队站")


#: What leaders go down to.
GRASSROOTS = frozenset({UnitKind.BRANCH, UnitKind.WORKSHOP})


class OrgUnitQuerySet(models.QuerySet["OrgUnit"]):
    def within(self, *paths: str) -> Self:
        """The units at these paths and everything under them."""
        condition = models.Q(pk__in=[])
        for path in paths:
            condition |= models.Q(path__startswith=path)
        return self.filter(condition)

    def active(self) -> Self:
        return self.filter(is_active=True)

    def grassroots(self) -> Self:
        """The units that leaders go down to, as far as they exist today."""
        return self.active().filter(kind__in=GRASSROOTS)

    def named_like(self, text: str) -> Self:
        """Units whose name or pinyin (full or initials) contains ``text``."""
        text = text.strip().lower()
        return self.filter(models.Q(name__contains=text) | models.Q(pinyin__contains=text))


class OrgUnit(models.Model):
    """A unit of the enterprise; ``path`` such as ``1/4/9/`` lists the ids from the root down to itself."""

    name = models.CharField(_("名称"), max_length=60)
    kind = models.CharField(_("类别"), max_length=20, choices=UnitKind.choices, default=UnitKind.BRANCH)
    parent = models.ForeignKey(
        "self", verbose_name=_("上级单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    path = models.CharField(_("路径"), max_length=200, unique=True, editable=False)
    pinyin = models.CharField(_("拼音"), max_length=300, editable=False)
    is_active = models.BooleanField(_("在用"), default=True)

    objects = OrgUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("单位")
        verbose_name_plural = _("单位")
        ordering = ["path"]
        constraints = [
            # One enterprise, one root: a posting at the root covers everything without asking the tree.
            models.UniqueConstraint(
                functions.Coalesce("parent", models.Value(0)), name="one_root", condition=models.Q(parent=None)
            ),
            models.UniqueConstraint(fields=["parent", "name"], name="unit_name_once_per_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep ``pinyin`` and the ``path`` of this unit and of everything under it true."""
        self.pinyin = pinyin_of(self.name)
        with transaction.atomic():
            if self._state.adding:
                self.path = f"new-{id(self)}"
                super().save(*args, **kwargs)
                kwargs, args = {}, ()
            old, self.path = self.path, f"{self.parent.path if self.parent else ''}{self.pk}/"
            super().save(*args, **kwargs)
            if old != self.path:
                below = OrgUnit.objects.filter(path__startswith=old).exclude(pk=self.pk)
                below.update(path=functions.Concat(models.Value(self.path), functions.Substr("path", len(old) + 1)))

    def clean(self) -> None:
        """``ValidationError`` where the tree would lose its root or close into a circle."""
        if self._state.adding:
            return
        was = OrgUnit.objects.get(pk=self.pk)
        if was.is_root and self.parent is not None:
            raise ValidationError({"parent": _("总部之上没有单位。")})
        if self.parent is not None and self.parent.path.startswith(was.path):
            raise ValidationError({"parent": _("上级不能是本单位或本单位的下级。")})

    @property
    def is_root(self) -> bool:
        return self.parent_id is None


class PostingQuerySet(models.QuerySet["Posting"]):
    def current(self) -> Self:
        return self.begun().filter(models.Q(until=None) | models.Q(until__gte=clock.today()))

    def begun(self) -> Self:
        """Those that hold, or held until they ended."""
        return self.filter(since__lte=clock.today(), awaits_second=False)

    def entrusted(self) -> Self:
        """Those that two people give, from now or from a later day on, also before a second person agreed."""
        return self.filter(role__in=ENTRUSTED).exclude(until__lt=clock.today())

    def beside(self, posting: "Posting") -> Self:
        """The other postings of the same person that hold on any day on which this one does."""
        others = self.filter(user=posting.user_id).exclude(pk=posting.pk).exclude(until__lt=posting.since)
        return others if posting.until is None else others.filter(since__lte=posting.until)

    def holding(self, role: Role | str) -> Self:
        return self.current().filter(role=role)


class Posting(models.Model):
    """Somebody serving in a unit in one role, from a day until a day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="postings"
    )
    unit = models.ForeignKey(OrgUnit, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="postings")
    # The unit above says what the post covers; whoever inspects the whole enterprise still sits in one of its offices.
    home = models.ForeignKey(
        OrgUnit,
        verbose_name=_("本人所在单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("实际在哪里上班；不填就是任职的单位。反映这个单位或它上级单位的密件，本人看不到。"),
    )
    role = models.CharField(_("岗位"), max_length=24, choices=Role.choices)
    since = models.DateField(_("起"), default=clock.today)
    until = models.DateField(_("止"), null=True, blank=True)
    # While it is set the posting gives nothing: somebody else has to agree first (outreach/org/confirming.py).
    awaits_second = models.BooleanField(_("待复核"), default=False, editable=False)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("任职")
        verbose_name_plural = _("任职")
        constraints = [models.UniqueConstraint(fields=["user", "unit", "role", "since"], name="posting_once")]
        indexes = [models.Index(fields=["role", "unit"])]

    def __str__(self) -> str:
        return f"{self.user} · {self.unit} · {self.get_role_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whatever door it comes through, roles that one person cannot hold at once are refused."""
        with transaction.atomic():
            User.objects.select_for_update().filter(pk=self.user_id).first()  # one posting of a person at a time
            self.clean()
            super().save(*args, **kwargs)

    def clean(self) -> None:
        """``ValidationError`` where this person serves as something else that does not go with it."""
        if None in (self.user_id, self.since):  # a form that was left blank says so by itself
            return
        others = Posting.objects.beside(self).values_list("role", flat=True)
        if words := conflict(self.role, others):
            raise ValidationError(str(words))

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.until is not None and self.until < clock.today()


class Act(models.TextChoices):
    APPOINT = "appoint", _("任职")
    PASSWORD = "password", _("重设密码")
    FACTOR = "factor", _("重置第二步验证")
    HOME = "home", _("改所在单位")
    UNIT = "unit", _("单位变动")


#: What lets somebody into an account.
RESETS = (Act.PASSWORD, Act.FACTOR)


class Confirmation(models.Model):
    """What one person asked for and another has to agree to 复核 before it holds: ``act`` on a person or a unit."""

    act = models.CharField(_("事项"), max_length=10, choices=Act.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("人员"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey(OrgUnit, verbose_name=_("单位"), null=True, on_delete=models.PROTECT, related_name="+")
    # The posting that waits, gone again where somebody declined; or the one that changes.
    posting = models.ForeignKey(Posting, null=True, on_delete=models.SET_NULL, related_name="+")
    # What the row becomes (outreach/org/changing.py).
    wanted = models.JSONField(default=dict)
    # Of a new password, sealed, until somebody decides; whoever asked was shown it and nobody is again.
    first_half = models.TextField(blank=True, default="", editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("提出时间"), default=clock.now)
    is_granted = models.BooleanField(_("是否同意"), null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("决定时间"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("两人", "复核")
        verbose_name_plural = pgettext_lazy("两人", "复核")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "act"],
                name="one_waiting_reset",
                condition=models.Q(is_granted=None, act__in=RESETS),
            ),
            models.UniqueConstraint(
                fields=["posting", "act"], name="one_waiting_of_a_posting", condition=models.Q(is_granted=None)
            ),
            models.UniqueConstraint(fields=["unit"], name="one_waiting_of_a_unit", condition=models.Q(is_granted=None)),
            # Whatever the code says: neither who asked nor whom it is about is the second person.
            models.CheckConstraint(
                condition=~models.Q(is_granted=True)
                | (~models.Q(decided_by=models.F("asked_by")) & ~models.Q(decided_by=models.F("user"))),
                name="confirmed_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.posting or self.unit or self.user}"


class Cadre(models.Model):
    """A leading cadre 领导干部: who can hold contact points, receive petitioners and sponsor cases."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="cadre"
    )
    unit = models.ForeignKey(OrgUnit, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="cadres")
    title = models.CharField(_("职务"), max_length=40)
    portfolio = models.CharField(_("分工"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("领导干部")
        verbose_name_plural = _("领导干部")

    def __str__(self) -> str:
        return f"{self.user}（{self.title}）"


def pinyin_of(name: str) -> str:
    """Full pinyin and initials of ``name`` for searching, such as ``zhuangxieyigongsi zxygs``."""
    full = "".join(lazy_pinyin(name))
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
    return f"{full} {initials}".lower()
