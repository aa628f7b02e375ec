"""What a line of a register says, and what is wrong with it, in words and by column.

A wrong line is refused; what a register of many years simply is like (an identity number with a slip of the pen) is
flagged and taken over as it stands.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.common import clock
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights
from petitions import vault
from petitions.contacts import Contact, id_number_slip, plain_phone
from petitions.forms.public import MOST_PEOPLE
from petitions.forms.register import EARLIEST, NOT_YET
from petitions.models import Petition
from petitions.permissions import REGISTER
from petitions.register.columns import BY_KEY, COLUMNS, TOLD, arrivals, kinds, plain, ratings, statuses
from petitions.register.reading import HIDDEN, Row
from petitions.register.repeating import key_of, named
from petitions.states import State

#: The day that Excel counts as 0 (ECMA-376, 18.17.4.1, as its 1900 system really counts).
_EXCEL_DAY_0 = date(1899, 12, 30)
_LAST_EXCEL_DAY = 2_958_465
_DATE = re.compile(
    r"(\d{4})\s*[-./\u5e74]\s*(\d{1,2})\s*[-./\u6708]\s*(\d{1,2})\s*\u65e5?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
)
_PACKED_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_OURS = re.compile(r"(?:XFJ|JJJ)-\d{4}-\d{6,9}")
_PLACE = re.compile(r"[，,]")
_LEAST_PHONE_DIGITS = 7
LONGEST_PLACE = 80

#: Nothing is told of a petition that this person does not see.
NO_FIRST = gettext_lazy("前面的行和您看得到的信访件里，没有唯一的、更早收到的这一件，照原样保留成文字。")
UNKNOWN_UNIT = gettext_lazy("没有这个单位。按本系统的单位名称写，同名的写成“上级单位/单位”。")


@dataclass(frozen=True)
class Remark:
    """One thing about one cell; ``is_refusal`` ones keep the line out."""

    row: int
    key: str
    words: str
    is_refusal: bool = True

    @property
    def column(self) -> str:
        return str(BY_KEY[self.key].label) if self.key in BY_KEY else ""


@dataclass(frozen=True)
class Line:
    """A line that was looked at: what it says, as far as it can be understood, and the remarks."""

    row: int
    key: str
    content: str
    said: Mapping[str, Any] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    is_known: bool = False

    @property
    def is_refused(self) -> bool:
        return any(remark.is_refusal for remark in self.remarks)

    @property
    def contact(self) -> Contact:
        return Contact(*(self.said[part] for part in ("name", "phone", "address", "id_number")))

    @property
    def is_over(self) -> bool:
        return bool(self.said["state"] == State.ARCHIVED)


class Checker:
    """Looks at one line after the other; remembers what came before, so that a line does not come twice."""

    def __init__(self, rights: Rights) -> None:
        self.rights = rights
        self._seen: dict[str, int] = {}

    @cached_property
    def _units(self) -> dict[str, list[OrgUnit]]:
        """By name, and by the name of the unit above before a stroke."""
        found: dict[str, list[OrgUnit]] = {}
        for unit in OrgUnit.objects.active().select_related("parent"):
            for name in (unit.name, *([f"{unit.parent.name}/{unit.name}"] if unit.parent else [])):
                found.setdefault(plain(name), []).append(unit)
        return found

    def line(self, row: Row) -> Line:
        """What ``row`` says, with everything that is wrong with it."""
        told = row.all_text()
        content = vault.content_digest(told)
        key = key_of(told["registering_unit"], told["number"] or content)
        remarks = list(self._odd_cells(row, told))
        said: dict[str, Any] = dict(told)
        for name, understand in _UNDERSTOOD.items():
            if name not in row.odd and (told[name] or not BY_KEY[name].is_needed):
                said[name] = self._ask(understand, row, name, remarks)
        said["state"], said["status"] = said["status"], told["status"]
        remarks += self._between(row, said)
        is_known, twice = self._came_before(row.number, told, key, content)
        return Line(row.number, key, content, said, tuple(remarks + twice), is_known)

    def _odd_cells(self, row: Row, told: Mapping[str, str]) -> Iterator[Remark]:
        for key, why in row.odd.items():
            yield Remark(row.number, key, str(why))
        for key in sorted(row.cleaned - row.odd.keys()):
            yield Remark(row.number, key, str(HIDDEN), is_refusal=False)
        for column in COLUMNS:
            text = told[column.key]
            if column.key in row.odd:
                continue
            if column.is_needed and not text:
                yield Remark(row.number, column.key, _("不能空着。"))
            elif len(text) > column.longest:
                words = _("太长：最多 %(most)d 个字，现在 %(n)d 个。") % {"most": column.longest, "n": len(text)}
                yield Remark(row.number, column.key, words)

    def _ask(self, understand: "_Understand", row: Row, name: str, remarks: list[Remark]) -> Any:
        value, words, is_refusal = understand(self, row, row.text(name))
        if words and len(row.text(name)) <= BY_KEY[name].longest:
            remarks.append(Remark(row.number, name, str(words), is_refusal))
        return value

    def _between(self, row: Row, said: Mapping[str, Any]) -> Iterator[Remark]:
        """What only shows when two cells are read together."""
        came_on, due_on = said.get("received_on"), said.get("due_on")
        if isinstance(came_on, date) and isinstance(due_on, date) and came_on >= EARLIEST and due_on < came_on:
            yield Remark(row.number, "due_on", _("比收到日期早，照原样保留。"), is_refusal=False)

    def _came_before(self, number: int, told: Mapping[str, str], key: str, content: str) -> tuple[bool, list[Remark]]:
        """Whether this line is in the portal already, and what to say where it is there, or in the file, otherwise."""
        if (first := self._seen.setdefault(key, number)) != number:
            words = _("和第 %(row)d 行重复。") % {"row": first}
            return False, [Remark(number, "number", words)]
        if _OURS.fullmatch(told["number"]):
            return False, [Remark(number, "number", self._ours(told["number"]))]
        known = Petition.objects.filter(form_token=key).values_list("content_hash", flat=True).first()
        if known is None or known == content:
            return known is not None, []
        return False, [Remark(number, "number", _("这个编号已经导入过，内容不一样。要改请在办理页补充。"))]

    def _ours(self, number: str) -> str:
        """One's own numbers are not taken in; whether one exists is told only of those that this person sees."""
        if Petition.objects.visible_to(self.rights).filter(number=number).exists():
            return _("本系统里已经有这一件，不用导入。")
        return _("这是本系统的编号样式，导入的请用原登记册的编号。")

    # Each gives the value, what is wrong in words, and whether that keeps the line out.

    def day(self, row: Row, text: str) -> "_Understood":
        day = day_of(row.cells.get("received_on"))
        if day is None:
            return None, _("看不懂这个日期，写成 2026-03-05 的样子。"), True
        if day > clock.today():
            return day, NOT_YET, True
        if day < EARLIEST:
            return day, _("%(year)d 年太早，可能是录错了。照原样保留，期限不从这天算。") % {"year": day.year}, False
        return day, "", False

    def due_day(self, row: Row, text: str) -> "_Understood":
        day = day_of(row.cells.get("due_on"))
        return (day, "", False) if day or not text else (None, _("看不懂这个日期，照原样保留。"), False)

    def unit(self, row: Row, text: str) -> "_Understood":
        name, *place = _PLACE.split(text, maxsplit=1)
        found = self._units.get(plain(name), [])
        if len(found) > 1:
            return None, _("有几个单位叫这个名字，写成“上级单位/单位”。"), True
        if not found:
            return None, UNKNOWN_UNIT, True
        if not self.rights.covers(REGISTER, found[0].path):
            return None, _("这个单位的信访不由您登记。"), True
        where = place[0].strip() if place else ""
        if len(where) > LONGEST_PLACE:
            return None, _("逗号后面的地点最多 %(most)d 个字。") % {"most": LONGEST_PLACE}, True
        return (found[0], where), "", False

    def other_unit(self, row: Row, text: str) -> "_Understood":
        is_known = not text or plain(text) in self._units
        return text, "" if is_known else _("本系统没有这个单位，照原样保留。"), False

    def kind(self, row: Row, text: str) -> "_Understood":
        value = kinds().get(plain(text))
        return value, "" if value else _("只能是申诉求决、建议意见、检举控告。"), True

    def arrival(self, row: Row, text: str) -> "_Understood":
        value = arrivals().get(plain(text))
        return value, "" if value else _("只能是网上、来信、来访、来电、领导接访、上级转送。"), True

    def state(self, row: Row, text: str) -> "_Understood":
        value = statuses().get(plain(text)) if text else State.REGISTERED
        return value, "" if value else _("看不懂这个状态。已经了结的写“已办结”，其他写“在办”。"), True

    def people(self, row: Row, text: str) -> "_Understood":
        number = int(text) if re.fullmatch(r"[0-9]{1,4}", text) else 0 if text else 1
        words = "" if 1 <= number <= MOST_PEOPLE else _("人数是 1 到 %(most)d 的整数。") % {"most": MOST_PEOPLE}
        return number, words, True

    def id_number(self, row: Row, text: str) -> "_Understood":
        if isinstance(row.cells.get("id_number"), (int, float)):
            return text, _("存成了数字，末几位可能已经变成 0。照原样保留，请对照原件。"), False
        slip = id_number_slip(text) if text else ""
        return text, _("%(slip)s照原样保留。") % {"slip": slip} if slip else "", False

    def phone(self, row: Row, text: str) -> "_Understood":
        is_odd = bool(text) and len(plain_phone(text)) < _LEAST_PHONE_DIGITS
        return text, _("不像电话号码，照原样保留。") if is_odd else "", False

    def rating(self, row: Row, text: str) -> "_Understood":
        is_odd = bool(text) and plain(text) not in ratings()
        return text, _("不是满意、基本满意、不满意，照原样保留。") if is_odd else "", False

    def first(self, row: Row, text: str) -> "_Understood":
        """What it repeats: a line above, or a petition in sight."""
        register = row.text("registering_unit")
        is_above = key_of(register, text) in self._seen and text != row.text("number")
        is_found = not text or is_above or named(text, register, self.rights) is not None
        return text, "" if is_found else NO_FIRST, False


_Understood = tuple[Any, str | Promise, bool]
_Understand = Callable[[Checker, Row, str], _Understood]
_UNDERSTOOD: dict[str, _Understand] = {
    "received_on": Checker.day,
    "due_on": Checker.due_day,
    "where": Checker.unit,
    "registering_unit": Checker.other_unit,
    "referred_to": Checker.other_unit,
    "handling_unit": Checker.other_unit,
    "kind": Checker.kind,
    "arrival": Checker.arrival,
    "status": Checker.state,
    "people_count": Checker.people,
    "id_number": Checker.id_number,
    "phone": Checker.phone,
    "rating": Checker.rating,
    "repeat_of": Checker.first,
}


def day_of(value: Any) -> date | None:
    """The day in a cell: a date, a number of Excel, or text in one of the ways people write it."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, (int, float)) and 0 < value <= _LAST_EXCEL_DAY:
            return _EXCEL_DAY_0 + timedelta(days=int(value))
        text = str(value or "").strip()
        match = _DATE.fullmatch(text) or _PACKED_DATE.fullmatch(text)
        return date(*(int(part) for part in match.groups()[:3])) if match else None
    except ValueError:
        return None


def told_of(line: Line) -> dict[str, str]:
    """What has no place of its own in a petition, as it was written; the day too, where no limit counts from it."""
    told = {key: str(line.said[key]) for key in TOLD if line.said.get(key)}
    day = line.said["received_on"]
    odd = {"received_on": f"{day:%Y-%m-%d}"} if day < EARLIEST else {}
    opinion = {"opinion": line.said["opinion"]} if line.said["opinion"] and not line.is_over else {}
    return {**told, **odd, **opinion}
