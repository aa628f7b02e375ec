"""How visits are conducted (中央八项规定、国内公务接待管理规定): the rules, each once.

One table says the same of a visit on a page, of all visits in a count, and of what is being typed on a device
(static/js/conduct.js). A breach warns and asks for a reason; it never blocks and never hides. Its numbers are in the
table of limits; after a change all visits are judged by the new ones, earlier visits too.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fieldvisits.limits import BESIDE_ONE_IN, MOST_BESIDE, SMALL_PARTY
from fieldvisits.models import Meal, Visit
from outreach.calendars.limits import limits

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "≠": operator.ne,
    ">": operator.gt,
    "≤": operator.le,
}
_LOOKUPS = {"=": "", ">": "__gt", "≤": "__lte"}


@dataclass(frozen=True)
class Number:
    """A number of the table of limits, by its key there."""

    key: str

    @property
    def now(self) -> int:
        return limits.length(self.key)


@dataclass(frozen=True)
class Condition:
    """What was answered to ``field`` compared with ``value``."""

    field: str
    compare: str
    value: Any

    @property
    def bound(self) -> Any:
        """The value, or the number now in force."""
        return self.value.now if isinstance(self.value, Number) else self.value

    def holds(self, answers: Mapping[str, Any]) -> bool:
        return _COMPARE[self.compare](answers[self.field], self.bound)

    @property
    def q(self) -> Q:
        """The same of all visits at once."""
        if self.compare == "≠":
            return ~Q(**{self.field: self.bound})
        return Q(**{f"{self.field}{_LOOKUPS[self.compare]}": self.bound})

    @property
    def row(self) -> dict[str, Any]:
        """The same as a device reads it."""
        return {"field": self.field, "compare": self.compare, "value": self.bound}

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.field,)


@dataclass(frozen=True)
class MoreThanShare:
    """``field`` is more than one in ``one_in`` of what was answered to ``whole``."""

    field: str
    one_in: Number
    whole: str

    def holds(self, answers: Mapping[str, Any]) -> bool:
        return bool(answers[self.field] * self.one_in.now > answers[self.whole])

    @property
    def q(self) -> Q:
        """The same of all visits at once."""
        return Q(**{f"{self.whole}__lt": F(self.field) * self.one_in.now})

    @property
    def row(self) -> dict[str, Any]:
        """The same as a device reads it."""
        return {"field": self.field, "one_in": self.one_in.now, "whole": self.whole}

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.field, self.whole)


#: All of these at once.
Way = tuple[Condition | MoreThanShare, ...]


@dataclass(frozen=True)
class Rule:
    """One rule, and the ways in which it can be broken. ``warning`` may name answers in braces, and ``numbers``."""

    key: str
    label: Promise
    warning: Promise
    article: Promise
    ways: tuple[Way, ...]
    numbers: Mapping[str, Number] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The warning with the numbers now in force; the answers still to be filled in."""
        return str(self.warning) % {name: number.now for name, number in self.numbers.items()}

    def is_broken_by(self, answers: Mapping[str, Any]) -> bool:
        return any(all(condition.holds(answers) for condition in way) for way in self.ways)

    def is_broken(self, visit: Visit) -> bool:
        return self.is_broken_by(_answers(visit))

    @property
    def condition(self) -> Q:
        """The same of all visits at once."""
        ways = (reduce(operator.and_, (condition.q for condition in way)) for way in self.ways)
        return reduce(operator.or_, ways)


@dataclass(frozen=True)
class Breach:
    """A rule that is not kept, in words for whoever did not keep it."""

    key: str
    words: str
    article: str


_ATE = Condition("meal", "≠", Meal.NONE.value)
#: Up to so many visitors, so many may eat along; above that one in so many of their number (Art. 10).
_BESIDE = {"small_party": Number(SMALL_PARTY), "most_beside": Number(MOST_BESIDE), "one_in": Number(BESIDE_ONE_IN)}
_LEVELS = ("companions_above", "companions_level", "companions_local")
RULES = (
    Rule(
        "companions",
        _("陪餐超人数"),
        _(
            "陪餐 {meal_companions} 人：来的人不超过 %(small_party)d 人时最多 %(most_beside)d 人，"
            "超过时最多是来人的 1/%(one_in)d。"
        ),
        _("国内公务接待管理规定第十条：十人以内陪餐不超过三人，超过十人的不超过三分之一"),
        (
            (
                _ATE,
                Condition("meal_visitors", "≤", _BESIDE["small_party"]),
                Condition("meal_companions", ">", _BESIDE["most_beside"]),
            ),
            (
                _ATE,
                Condition("meal_visitors", ">", _BESIDE["small_party"]),
                MoreThanShare("meal_companions", _BESIDE["one_in"], "meal_visitors"),
            ),
        ),
        _BESIDE,
    ),
    Rule(
        "alcohol",
        _("有烟酒"),
        _("有烟酒。工作餐不上烟，不上酒。"),
        _("国内公务接待管理规定第十条：工作餐不上烟酒"),
        ((Condition("has_alcohol", "=", value=True),),),
    ),
    Rule(
        "unpaid",
        _("餐费没交"),
        _("吃了饭，餐费还没有交。"),
        _("厉行节约反对浪费条例，国有企业参照执行"),
        ((_ATE, Condition("is_meal_paid", "=", value=False)),),
    ),
    Rule(
        "letter",
        _("用工作餐没有公函"),
        _("用了工作餐，没有写公函编号。"),
        _("国内公务接待管理规定：没有公函不接待"),
        ((Condition("meal", "=", Meal.WORKING.value), Condition("letter_number", "=", "")),),
    ),
    Rule(
        "welcome",
        _("有横幅、欢迎、鲜花"),
        _("有横幅、欢迎或鲜花。"),
        _("中央八项规定：简化接待"),
        ((Condition("has_welcome", "=", value=True),),),
    ),
    Rule(
        "tiers",
        _("层层陪同"),
        _("上级、同级、当地都有人陪同，像是层层陪同。"),
        _("中央八项规定：轻车简从、减少陪同"),
        (tuple(Condition(level, ">", 0) for level in _LEVELS),),
    ),
)
BY_KEY = {rule.key: rule for rule in RULES}
#: The answers that the rules look at.
FIELDS = tuple(
    dict.fromkeys(name for rule in RULES for way in rule.ways for condition in way for name in condition.fields)
)


def is_breach() -> Q:
    """Any of the rules."""
    broken = Q()
    for rule in RULES:
        broken |= rule.condition
    return broken


def breaches(visit: Visit) -> list[Rule]:
    """The rules this visit breaks, in their order."""
    return [rule for rule in RULES if rule.is_broken(visit)]


def warnings(answers: Mapping[str, Any]) -> list[Breach]:
    """The rules that these answers do not keep, in words."""
    return [
        Breach(rule.key, rule.words.format_map(answers), str(rule.article))
        for rule in RULES
        if rule.is_broken_by(answers)
    ]


def warnings_of(visit: Visit) -> list[Breach]:
    """The same of a visit that was written down."""
    return warnings(_answers(visit))


def table() -> list[dict[str, Any]]:
    """The rules as a device reads them, in the reader's language."""
    return [{"key": rule.key, "words": rule.words, "article": str(rule.article), "ways": _ways(rule)} for rule in RULES]


def _ways(rule: Rule) -> list[list[dict[str, Any]]]:
    return [[condition.row for condition in way] for way in rule.ways]


def _answers(visit: Visit) -> dict[str, Any]:
    return {field: getattr(visit, field) for field in FIELDS}
