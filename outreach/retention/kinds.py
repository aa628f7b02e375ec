"""What is kept for how long: every room names its kinds when it starts, with the rule and where it comes from."""

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.org.scoping import Rights
from outreach.retention.models import RetentionRule

#: Records of office work: the usual ten years of an enterprise's own schedule, which an administrator enters.
ARCHIVES = _(
    "《企业文件材料归档范围和档案保管期限规定》（国家档案局令第 10 号）：定期 10 年；可按本单位档案保管期限表调整"
)


def _number(row: Any) -> str:
    """Of a sealed row not even its number stays behind."""
    return "" if getattr(row, "is_sealed", False) else str(getattr(row, "number", ""))


def _itself(row: Model) -> Model:
    return row


@dataclass(frozen=True)
class Kind:
    """One kind of row, under its model's label.

    ``months`` after it ended it is due, unless an administrator set others, not below ``floor``.
    ``ended`` finds the rows that ended before a moment; without it the kind is listed and never deleted.
    ``held_with`` is the row whose legal hold counts for this one. ``in_bulk`` kinds are trifles: they
    leave one tombstone for all that went at once.
    """

    key: str
    label: str | Promise
    months: int
    basis: str | Promise
    ended: Callable[[datetime], QuerySet[Any]] | None = None
    number: Callable[[Any], str] = _number
    held_with: Callable[[Any], Model] = _itself
    in_bulk: bool = False
    floor: int = 1

    def rows(self) -> QuerySet[Any]:
        """All of them."""
        model: Any = apps.get_model(self.key)
        found: QuerySet[Any] = model._default_manager.all()
        return found

    def seen_by(self, rights: Rights) -> QuerySet[Any]:
        """Those that this person sees; of a kind that people have no page for, none."""
        rows: Any = self.rows()
        found: QuerySet[Any] = rows.visible_to(rights) if hasattr(rows, "visible_to") else rows.none()
        return found


class Kinds:
    """What the rooms named."""

    def __init__(self) -> None:
        self._named: dict[str, Kind] = {}

    def register(self, kind: Kind) -> None:
        self._named[kind.key] = kind

    def __iter__(self) -> Iterator[Kind]:
        return iter(self._named.values())

    def get(self, key: str) -> Kind | None:
        return self._named.get(key)

    def install(self) -> None:
        """Write a rule for every kind that has none, so that an administrator finds it."""
        if RetentionRule._meta.db_table not in connection.introspection.table_names():
            return
        known = set(RetentionRule.objects.values_list("kind", flat=True))
        RetentionRule.objects.bulk_create(
            [
                RetentionRule(kind=kind.key, months=kind.months, basis=str(kind.basis))
                for kind in self
                if kind.key not in known
            ]
        )


kinds = Kinds()


def months_of(kind: Kind) -> int:
    """The months in force, never fewer than the law leaves."""
    rule = RetentionRule.objects.filter(kind=kind.key).values_list("months", flat=True).first()
    return max(kind.floor, rule or kind.months)


def due(kind: Kind) -> QuerySet[Any]:
    """Rows whose time is over, held or not; none of a kind that is never deleted."""
    if kind.ended is None:
        return RetentionRule.objects.none()
    return kind.ended(before(clock.now(), months_of(kind))).order_by("pk")


def before(moment: datetime, months: int) -> datetime:
    """The same day and hour so many months earlier; the last day of a month that has no such day."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
