"""What becomes of a finding."""

from collections import Counter
from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """What became of a finding before the visitors left."""

    SOLVED_ON_SPOT = "solved_on_spot", _("当场解决了")
    TO_LEDGER = "to_ledger", _("交台账办")
    TO_UNIT = "to_unit", _("转别的单位办")
    INFORMATION_ONLY = "information_only", _("只作记录")


#: Those that become an item of the ledger.
HANDED_ON = (Outcome.TO_LEDGER, Outcome.TO_UNIT)


def outcome_words(outcomes: Iterable[str]) -> str:
    """What became of a visit's findings, in one line: how many, solved on the spot, handed to the ledger."""
    counts = Counter(outcomes)
    if not counts:
        return gettext("没有发现问题")
    labels = [
        (Outcome.SOLVED_ON_SPOT, gettext("当场解决 %(n)d")),
        (Outcome.TO_LEDGER, gettext("交台账 %(n)d")),
        (Outcome.TO_UNIT, gettext("转别的单位 %(n)d")),
        (Outcome.INFORMATION_ONLY, gettext("只作记录 %(n)d")),
    ]
    parts = gettext("，").join(words % {"n": counts[outcome]} for outcome, words in labels if counts[outcome])
    n = counts.total()
    return ngettext("发现 %(n)d 件：%(parts)s", "发现 %(n)d 件：%(parts)s", n) % {"n": n, "parts": parts}
