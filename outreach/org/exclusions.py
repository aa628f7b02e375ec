"""Who must keep away from a matter (回避): deny beats allow, whoever it is and whatever they may do.

A room keeps one table of such rows beside its own, and subtracts ``against(rights)`` last in ``visible_to``.
"""

from collections.abc import Collection, Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.accounts.models import User
from outreach.common import clock
from outreach.org.models import OrgUnit, Posting
from outreach.org.scoping import Rights


class Ground(models.TextChoices):
    """Why somebody keeps away."""

    # 信访工作条例, Art. 30 and 46: what is said about somebody never reaches them or their unit.
    NAMED = "named", _("被反映")
    # Art. 28: a direct interest.
    RECUSED = "recused", _("回避")
    # Their name stands in the text, and nobody has said yet what it is doing there.
    MENTIONED = "in_text", _("文中提到")


class ExclusionQuerySet(models.QuerySet[Any]):
    """Questions about who keeps away."""

    def against(self, rights: Rights) -> Self:
        """The rows that keep this person out: by name, or by a unit they serve in or under."""
        if rights.user is None:
            return self.none()
        return self.filter(Q(user=rights.user) | Q(unit__in=units_over(rights)))

    def about_anybody(self, people: Collection[int]) -> Self:
        """The rows that keep out at least one of these persons today, by name or by a unit they serve in or under."""
        serving = Posting.objects.current().filter(user__in=people).values_list("unit__path", "home__path")
        return self.filter(Q(user__in=people) | Q(unit__in=_named_by(path for paths in serving for path in paths)))

    def people(self) -> set[int]:
        """The ids of everybody whom these rows keep out today; one statement, a second where units are named."""
        rows = list(self.values_list("user", "unit__path"))
        people = {user for user, _path in rows if user is not None}
        if paths := {path for _user, path in rows if path is not None and path.count("/") > 1}:
            within = OrgUnit.objects.within(*paths).order_by().values("pk")
            serving = Posting.objects.current().filter(Q(unit__in=within) | Q(home__in=within))
            people |= set(serving.values_list("user", flat=True))
        return people


class Exclusion(models.Model):
    """One person, or everybody in a unit and under it, who must not see a matter."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("人员"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    unit = models.ForeignKey(
        OrgUnit, verbose_name=_("单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ground = models.CharField(_("为什么"), max_length=8, choices=Ground.choices)
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=clock.now)

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.user or self.unit or "")


def people_acting(roles: Collection[str], paths: Iterable[str]) -> models.QuerySet[User]:
    """Whoever serves in one of these roles in the units at ``paths``, above or under them."""
    where = Q(unit__in=OrgUnit.objects.within(*paths)) | Q(unit__in=parts_of(paths))
    serving = Posting.objects.current().filter(where, role__in=roles).order_by().values("user")
    return User.objects.filter(pk__in=serving, is_active=True).order_by("full_name", "pk")


def parts_of(paths: Iterable[str]) -> set[int]:
    """The units at these paths and above them."""
    return {int(part) for path in paths for part in path.rstrip("/").split("/")}


def units_over(rights: Rights) -> set[int]:
    """The units this person serves in and every unit above those: naming one of them means them too.

    Both what a post covers and where its holder sits: an inspector of the whole enterprise belongs to the inspectors'
    office, and whoever answers for a unit from elsewhere is accused with it.
    """
    serving = [unit for posting in rights.postings for unit in (posting.unit, posting.home) if unit is not None]
    return _named_by(unit.path for unit in serving)


def _named_by(paths: Iterable[str | None]) -> set[int]:
    """The units whose naming means whoever serves at these paths.

    Not the enterprise itself: it stands for "somewhere here" where the writer does not know better, and everybody
    serves under it, so that nobody could ever deal with the matter. There only named persons keep away.
    """
    return {int(part) for path in paths if path is not None for part in path.split("/")[1:-1]}
