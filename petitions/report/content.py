"""What the monthly report says: figures with their parts, tables, typical matters, what is overdue; nobody's name.

Only what its reader sees is counted, sealed petitions are in nothing, and small numbers are not told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outreach.common import clock
from outreach.ledger.states import Topic
from outreach.org.scoping import Rights
from petitions.figures import FIGURES, LEAST, Period, Place
from petitions.models import (
    CountedCase,
    CountedCaseQuerySet,
    Petition,
    PetitionQuerySet,
    PublishedAnswer,
    PublishedAnswerQuerySet,
)
from petitions.states import Arrival, Kind
from petitions.tallies import Tally, count

#: What is overdue longest; more than these is a matter for the list itself.
_MOST_OVERDUE = 200
_MOST_TYPICAL = 20

Cells = Sequence[str]


@dataclass(frozen=True)
class Table:
    """Headings and lines of text."""

    title: str
    heads: Cells
    lines: Sequence[Cells]


@dataclass(frozen=True)
class Report:
    """One report; ``about`` says the time, the place and the day it was made."""

    title: str
    about: str
    figures: Table
    counts: list[Table]
    typical: Table
    overdue: Table

    @property
    def tables(self) -> list[Table]:
        return [self.figures, *self.counts, self.typical, self.overdue]


def gather(rights: Rights, period: Period, place: Place) -> Report:
    """A dozen statements, however many petitions."""
    counted = count(rights, period, place)
    by_unit = [(str(unit), row["repeats"].whole) for unit, row in counted.by_unit.items()]
    return Report(
        title=_("信访工作月报"),
        about=_about(period, place),
        figures=Table(
            _("主要指标"),
            [_("指标"), _("比率"), _("达到的"), _("计入的"), _("算法")],
            [_figure_line(counted.total[figure.key]) for figure in FIGURES],
        ),
        counts=[
            _counts(_("按类别"), _("类别"), _by(rights, period, place, "kind", dict(Kind.choices))),
            _counts(_("按信访形式"), _("信访形式"), _by(rights, period, place, "arrival", dict(Arrival.choices))),
            _counts(_("按单位"), _("单位"), [(label, n) for label, n in by_unit if n]),
            _counts(_("按主题"), _("主题"), _by(rights, period, place, "petition__issue__topic", dict(Topic.choices))),
        ],
        typical=_typical(period),
        overdue=_overdue(rights, place),
    )


def _about(period: Period, place: Place) -> str:
    told = {"since": f"{period.first:%Y-%m}", "until": f"{period.last:%Y-%m}", "today": f"{clock.today():%Y-%m-%d}"}
    where = str(place.unit) if place.unit else _("可见范围内的全部单位")
    return _("%(since)s 至 %(until)s 收到的信访件，%(where)s，%(today)s生成") % {**told, "where": where}


def _figure_line(tally: Tally) -> Cells:
    label, words = str(tally.figure.label), str(tally.figure.words)
    if tally.is_hidden:
        return [label, _("不显示"), "", "", words]
    return [label, "—" if tally.percent is None else f"{tally.percent}%", str(tally.met), str(tally.whole), words]


def _by(rights: Rights, period: Period, place: Place, name: str, labels: dict[Any, Any]) -> list[tuple[str, int]]:
    """How many came of each sort, the most first."""
    visible: CountedCaseQuerySet = CountedCase.objects.visible_to(rights)
    found = visible.filter(period.within("received_on"), place.condition).order_by().values_list(name)
    rows = found.annotate(n=Count("pk")).order_by("-n", name)
    return [(str(labels.get(value, _("还没有进台账"))), n) for value, n in rows]


def _counts(title: str, head: str, rows: Iterable[tuple[str, int]]) -> Table:
    return Table(title, [head, _("件数")], [[label, told] for label, told in told_counts(rows)])


def told_counts(rows: Iterable[tuple[str, int]]) -> list[tuple[str, str]]:
    """Numbers below five are not told, nor is the next larger one where it would give the only small one away."""
    rows = list(rows)
    small = {label for label, n in rows if n < LEAST}
    if len(small) == 1:
        small |= {
            label for label, _n in sorted((row for row in rows if row[0] not in small), key=lambda row: row[1])[:1]
        }
    return [(label, _("不显示") if label in small else str(n)) for label, n in rows]


def _typical(period: Period) -> Table:
    """The matters that officers chose, checked and published in the period; they name nobody."""
    published: PublishedAnswerQuerySet = PublishedAnswer.objects.published()
    chosen = published.filter(period.within("published_on")).order_by("published_on", "pk")[:_MOST_TYPICAL]
    lines = [[str(one.get_topic_display()), one.question, one.answer] for one in chosen]
    return Table(_("典型问题"), [_("主题"), _("问题"), _("答复")], lines)


def _overdue(rights: Rights, place: Place) -> Table:
    """By number only: a title may tell who it was."""
    visible: PetitionQuerySet = Petition.objects.visible_to(rights).filter(place.condition, is_sealed=False)
    late = visible.overdue().for_list().order_by("due_on", "number")[:_MOST_OVERDUE]
    heads = [_("编号"), _("类别"), _("发生单位"), _("环节"), _("期限"), _("逾期")]
    return Table(_("逾期未办"), heads, [_overdue_line(one) for one in late])


def _overdue_line(one: Petition) -> Cells:
    days = (clock.today() - one.due_on).days if one.due_on else 0
    late = ngettext("%(n)d 天", "%(n)d 天", days) % {"n": days}
    return [
        one.number,
        str(one.get_kind_display()),
        str(one.unit),
        str(one.get_status_display()),
        str(one.due_on),
        late,
    ]
