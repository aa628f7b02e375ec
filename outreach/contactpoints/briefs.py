"""One page to take along on a visit 走访前一页纸: what it holds for this reader, and the same as a sheet of A4."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.common import clock
from outreach.common.text import plain_number
from outreach.contactpoints.models import ContactPoint
from outreach.contactpoints.panels import Line, Panel, Words, panels
from outreach.contactpoints.profiles import Condition, Series, condition_of
from outreach.contactpoints.signs import Sign, witnesses
from outreach.documents.paper import EASY_PAGE, FULL_PAGE, Heading, fits_one_page, sheet
from outreach.org.scoping import Rights

#: So many lines of each part that all of it stays on one sheet of A4.
_MOST_LINES, _MOST_INDICATORS = 6, 6
#: What the unit's description says first to whoever goes there, and how many signs of it.
_TOLD: tuple[tuple[str, Promise, int], ...] = (
    ("asked_for", gettext_lazy("希望上级帮什么"), 160),
    ("hard_problems", gettext_lazy("突出困难"), 200),
    ("mood", gettext_lazy("职工情绪"), 120),
    ("key_posts", gettext_lazy("关键岗位"), 120),
)
#: So many lines stay free for what is noted there.
_SPARE_LINES = 6
#: First easy to read; then smaller, with ever fewer lines of each part.
_TRIES = [(EASY_PAGE, _MOST_LINES), *((FULL_PAGE, most) for most in range(_MOST_LINES, 0, -1))]


@dataclass(frozen=True)
class Brief:
    """How the unit is doing, what is open, who was there; ``hidden`` are figures kept from this reader."""

    point: ContactPoint
    condition: Condition
    series: list[Series]
    figures: list[tuple[Words, int]]
    hidden: list[Sign]
    panels: list[tuple[Panel, tuple[Line, ...]]]
    today: date

    @property
    def told(self) -> list[tuple[Words, str]]:
        """The unit's description in short, with what each part is about."""
        said = ((label, getattr(self.condition.profile, name, ""), most) for name, label, most in _TOLD)
        return [(label, Truncator(text).chars(most)) for label, text, most in said if text]


def brief_of(point: ContactPoint, rights: Rights) -> Brief:
    """Everything as this reader may see it."""
    seen = witnesses.ask(rights, clock.today(), point.unit.path)
    whole = seen.whole()
    condition = condition_of(point.unit, rights)
    return Brief(
        point=point,
        condition=condition,
        series=condition.series[:_MOST_INDICATORS],
        figures=[(sign.label, whole[sign.key]) for sign in seen.signs],
        hidden=seen.hidden,
        panels=[(panel, panel.lines[:_MOST_LINES]) for panel in panels.of(point, rights)],
        today=clock.today(),
    )


def as_word(brief: Brief) -> bytes:
    """The brief on one sheet; where it would not fit it is set smaller, then each part gives up its last lines."""
    for form, most in _TRIES:
        blocks = list(_blocks(brief, most))
        if fits_one_page(blocks, form, spare_lines=_SPARE_LINES):
            break
    return sheet(str(brief.point.unit), blocks, form)


def _blocks(brief: Brief, most: int) -> Iterator[str]:
    yield _head(brief)
    yield Heading(_("数字"))
    yield "\u3000".join(f"{label} {n}" for label, n in brief.figures)
    if brief.hidden:
        yield _("您的岗位看不到：") + _("、").join(str(sign.label) for sign in brief.hidden)
    yield Heading(_("企情"))
    if not brief.told:
        yield _("还没有写过情况。")
    yield from (_one_line(f"{label}{_('：')}{text}") for label, text in brief.told)
    if brief.series:
        yield "\u3000".join(_number(one) for one in brief.series)
    for panel, lines in brief.panels:
        yield Heading(panel.title)
        yield from (f"· {_said(line)}" for line in lines[:most])
        if not lines:
            yield str(panel.empty)
    yield Heading(_("现场记"))


def _head(brief: Brief) -> str:
    point = brief.point
    who = f"{_('联系领导')} {point.leader.user} {point.leader.title}"
    return " · ".join([str(point.unit.parent or ""), who, f"{_('联络员')} {point.liaison or '—'}", str(brief.today)])


def _number(one: Series) -> str:
    said = f"{one.indicator.name} {plain_number(one.latest.value)} {one.indicator.measure}"
    return _("%(said)s（%(month)s）") % {"said": said, "month": f"{one.latest.as_of:%Y-%m}"}


def _said(line: Line) -> str:
    day = str(line.on) if line.on else ""
    parts = (Truncator(str(line.title)).chars(40), day, str(line.words), Truncator(str(line.detail)).chars(60))
    return _one_line(" · ".join(part for part in parts if part))


def _one_line(text: str) -> str:
    return " ".join(text.split())
