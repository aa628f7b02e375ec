"""The verbs of a unit's condition 企情: describe it anew, write down what an indicator was."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from outreach.accounts.models import User
from outreach.audit.workflow import record
from outreach.common.transitions import RefusedStepError
from outreach.contactpoints.models import Indicator, IndicatorValue, UnitProfile
from outreach.contactpoints.permissions import WRITE_PROFILE
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights


@dataclass(frozen=True)
class Words:
    """How a unit is doing: posts and facts, never names of persons."""

    mood: str = ""
    key_posts: str = ""
    hard_problems: str = ""
    asked_for: str = ""


@transaction.atomic
def describe_unit(*, unit: OrgUnit, words: Words, based_on: int | None, rights: Rights) -> UnitProfile:
    """Write the condition down anew; ``based_on`` is the description it was written over, by its key.

    ``RefusedStepError`` where somebody else wrote another one meanwhile: nobody's words disappear unseen.
    """
    writer = _writer(unit, rights)
    OrgUnit.objects.select_for_update().get(pk=unit.pk)  # one description of a unit at a time
    newest = UnitProfile.objects.filter(unit=unit).select_related("written_by").first()
    if newest is not None and Words(**{name: getattr(newest, name) for name in asdict(words)}) == words:
        return newest
    if newest is not None and newest.pk != based_on:
        raise RefusedStepError(_("%(who)s刚刚改过这份企情，请先看看再改。") % {"who": newest.written_by})
    profile = UnitProfile.objects.create(unit=unit, written_by=writer, **asdict(words))
    record(action="unit_profile.described", actor=rights.user, obj=profile, detail=asdict(words))
    return profile


@transaction.atomic
def write_value(
    *, unit: OrgUnit, indicator: Indicator, as_of: date, value: Decimal, source: str, rights: Rights
) -> IndicatorValue:
    """Write down what an indicator was; the same said twice is one row, another value of the same day corrects it."""
    writer = _writer(unit, rights)
    OrgUnit.objects.select_for_update().get(pk=unit.pk)
    before = IndicatorValue.objects.filter(unit=unit, indicator=indicator, as_of=as_of).order_by("-pk").first()
    if before is not None and (before.value, before.source) == (value, source):
        return before
    written = IndicatorValue.objects.create(
        unit=unit, indicator=indicator, as_of=as_of, value=value, source=source, written_by=writer
    )
    told = {"as_of": str(as_of), "value": str(value), "source": source, "before": str(before.value) if before else ""}
    record(action="unit_profile.value_written", actor=rights.user, obj=written, detail=told)
    return written


def _writer(unit: OrgUnit, rights: Rights) -> User:
    if rights.user is None or not rights.covers(WRITE_PROFILE, unit.path):
        raise PermissionDenied(_("企情由台账办和本单位的负责人、基层干部填写。"))
    return rights.user
