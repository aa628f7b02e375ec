"""The verbs of choosing: judge a unit by the five criteria, set what weighs how much in the ranking."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from outreach.audit.workflow import record
from outreach.common import clock
from outreach.contactpoints.models import Criterion, RankingWeights, UnitAssessment
from outreach.contactpoints.permissions import EDIT
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights


@transaction.atomic
def assess_unit(*, unit: OrgUnit, scores: Mapping[str, tuple[int, str]], rights: Rights) -> UnitAssessment:
    """Judge a unit, criterion → score and reason; earlier judgements stay, the newest counts."""
    if not rights.covers(EDIT, unit.path):
        raise PermissionDenied(_("五项标准由台账办评定。"))
    told = {
        criterion: {"score": scores[criterion][0], "reason": scores[criterion][1]}
        for criterion in Criterion.values
        if criterion in scores
    }
    total = sum(score for score, _reason in scores.values())
    made = UnitAssessment.objects.create(unit=unit, scores=told, total=total, made_by=rights.user)
    record(action="unit.assessed", actor=rights.user, obj=made, detail=told)
    return made


@transaction.atomic
def set_weights(*, weights: Mapping[str, int], basis: str, rights: Rights) -> RankingWeights:
    """Figure → weight from 0 to 100, and where these weights come from; the log keeps what they were before."""
    if not rights.everywhere(EDIT):
        raise PermissionDenied(_("权重由集团台账办设定。"))
    before = RankingWeights.objects.select_for_update().filter(pk=1).first()
    kept = {**(before.weights if before else {}), **weights}
    row, _is_new = RankingWeights.objects.update_or_create(
        pk=1, defaults={"weights": kept, "basis": basis, "set_by": rights.user, "set_at": clock.now()}
    )
    detail = {"before": before.weights if before else {}, "after": kept, "basis": basis}
    record(action="ranking.weights_set", actor=rights.user, obj=row, detail=detail)
    return row
