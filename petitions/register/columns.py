"""The columns of a register, as registers elsewhere have them, and the words that may stand in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from petitions.states import Arrival, Kind, State


@dataclass(frozen=True)
class Column:
    """``longest`` is how many signs a cell may hold; ``is_needed`` columns cannot be empty."""

    key: str
    label: Promise
    width: int
    longest: int
    is_needed: bool = False


COLUMNS = (
    Column("number", _("编号"), 18, 40),
    Column("title", _("标题"), 36, 80, is_needed=True),
    Column("kind", _("类别"), 10, 20, is_needed=True),
    Column("arrival", _("信访形式"), 10, 20, is_needed=True),
    Column("received_on", _("收到日期"), 12, 20, is_needed=True),
    Column("name", _("姓名"), 10, 40),
    Column("id_number", _("身份证号"), 20, 24),
    Column("phone", _("电话"), 14, 30),
    Column("address", _("住址"), 24, 120),
    Column("people_count", _("人数"), 6, 6),
    Column("where", _("事发地"), 18, 141, is_needed=True),
    Column("facts", pgettext_lazy("登记册的列", "内容"), 50, 5000, is_needed=True),
    Column("request", _("诉求"), 30, 1000),
    Column("purpose", _("信访目的"), 12, 200),
    Column("registering_unit", _("登记单位"), 16, 60),
    Column("referred_to", _("转送单位"), 16, 60),
    Column("way_of_handling", _("办理方式"), 12, 60),
    Column("handling_unit", _("办理单位"), 16, 60),
    Column("due_on", _("办理期限"), 12, 20),
    Column("status", _("状态"), 12, 20),
    Column("opinion", _("办理意见"), 40, 5000),
    Column("rating", _("评价"), 10, 20),
    Column("repeat_of", _("重复信访"), 18, 40),
    Column("sponsor", _("包案领导"), 10, 40),
)
BY_KEY = {column.key: column for column in COLUMNS}
REMARKS = _("检查结果")
#: Of the register of another system, what has no place of its own here; kept as it was written.
TOLD = (
    "purpose",
    "registering_unit",
    "referred_to",
    "way_of_handling",
    "handling_unit",
    "due_on",
    "status",
    "rating",
    "repeat_of",
    "sponsor",
)
#: How other registers call the same.
_KINDS = {
    Kind.APPEAL: _("申诉、求决、投诉求决"),
    Kind.SUGGESTION: _("意见建议、建议、意见"),
    Kind.ACCUSATION: _("举报、检举、控告、揭发控告"),
}
_ARRIVALS = {
    Arrival.WEB: _("网络、网信、网上信访"),
    Arrival.LETTER: _("信件、写信"),
    Arrival.VISIT: _("走访、上访"),
    Arrival.CALL: _("电话"),
    Arrival.RECEPTION: _("接访、领导接待"),
    Arrival.TRANSFERRED: _("转送、上级交办、上级转办"),
}
_CLOSED = _("已办结、办结、结案、已结案、归档、终结")
_OPEN = _("未办结、在办、待办、已登记、登记、已受理、受理、待受理")
_RATINGS = _("满意、基本满意、不满意、未评价")


def plain(words: object) -> str:
    """A word of a list as it is compared: without blanks, in small letters."""
    return "".join(str(words).split()).lower()


@cache
def kinds() -> Mapping[str, str]:
    return _known({value: (Kind(value).label, *_split(_KINDS[Kind(value)])) for value in Kind.values})


@cache
def arrivals() -> Mapping[str, str]:
    return _known({value: (Arrival(value).label, *_split(_ARRIVALS[Arrival(value)])) for value in Arrival.values})


@cache
def statuses() -> Mapping[str, str]:
    """Each word for a state; ``State.ARCHIVED`` for cases that are over, the others begin here anew."""
    known = {value: (State(value).label,) for value in State.values}
    return {**_known(known), **_known({State.ARCHIVED: _split(_CLOSED), State.REGISTERED: _split(_OPEN)})}


@cache
def ratings() -> frozenset[str]:
    return frozenset(_known({"": _split(_RATINGS)}))


@cache
def headings() -> Mapping[str, str]:
    """Each heading, in every language of the portal, with the key of its column."""
    return _known({column.key: (column.label,) for column in COLUMNS})


def _split(words: Promise) -> tuple[str, ...]:
    """The words of a list in both languages."""
    found: list[str] = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            found += str(words).replace(",", "、").split("、")
    return tuple(found)


def _known(words: Mapping[str, Iterable[object]]) -> dict[str, str]:
    known: dict[str, str] = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            known |= {plain(word): value for value, some in words.items() for word in some}
    return known
