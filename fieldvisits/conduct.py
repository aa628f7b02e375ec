"""How visits are conducted (中央八项规定、国内公务接待管理规定): the rules, each once, for a page and for a count.

A breach warns and asks for a reason; it never blocks and never hides.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fieldvisits.models import Meal, Visit

#: Up to so many visitors, so many may eat along; above that a third of their number (Art. 10).
SMALL_PARTY = 10
MOST_BESIDE_SMALL = 3
ONE_IN = 3


@dataclass(frozen=True)
class Rule:
    """One rule: ``is_broken`` asks it of a visit at hand, ``condition`` of all visits at once."""

    key: str
    label: Promise
    article: Promise
    is_broken: Callable[[Visit], bool]
    condition: Q


def _eats_along(visit: Visit) -> bool:
    if visit.meal == Meal.NONE:
        return False
    if visit.meal_visitors <= SMALL_PARTY:
        return visit.meal_companions > MOST_BESIDE_SMALL
    return visit.meal_companions * ONE_IN > visit.meal_visitors


_ATE = ~Q(meal=Meal.NONE)
RULES = (
    Rule(
        "companions",
        _("陪餐超人数"),
        _("国内公务接待管理规定第十条：十人以内陪餐不超过三人，超过十人的不超过三分之一"),
        _eats_along,
        _ATE
        & (
            Q(meal_visitors__lte=SMALL_PARTY, meal_companions__gt=MOST_BESIDE_SMALL)
            | Q(meal_visitors__gt=SMALL_PARTY, meal_visitors__lt=F("meal_companions") * ONE_IN)
        ),
    ),
    Rule(
        "alcohol",
        _("有烟酒"),
        _("国内公务接待管理规定第十条：工作餐不上烟酒"),
        lambda visit: visit.has_alcohol,
        Q(has_alcohol=True),
    ),
    Rule(
        "unpaid",
        _("餐费没交"),
        _("厉行节约反对浪费条例，国有企业参照执行"),
        lambda visit: visit.meal != Meal.NONE and not visit.is_meal_paid,
        _ATE & Q(is_meal_paid=False),
    ),
    Rule(
        "letter",
        _("用工作餐没有公函"),
        _("国内公务接待管理规定：没有公函不接待"),
        lambda visit: visit.meal == Meal.WORKING and not visit.letter_number,
        Q(meal=Meal.WORKING, letter_number=""),
    ),
    Rule(
        "welcome",
        _("有横幅、欢迎、鲜花"),
        _("中央八项规定：简化接待"),
        lambda visit: visit.has_welcome,
        Q(has_welcome=True),
    ),
    Rule(
        "tiers",
        _("层层陪同"),
        _("中央八项规定：轻车简从、减少陪同"),
        lambda visit: min(visit.companions_above, visit.companions_level, visit.companions_local) > 0,
        Q(companions_above__gt=0, companions_level__gt=0, companions_local__gt=0),
    ),
)
BY_KEY = {rule.key: rule for rule in RULES}


def is_breach() -> Q:
    """Any of the rules."""
    broken = Q()
    for rule in RULES:
        broken |= rule.condition
    return broken


def breaches(visit: Visit) -> list[Rule]:
    """The rules this visit breaks, in their order."""
    return [rule for rule in RULES if rule.is_broken(visit)]
