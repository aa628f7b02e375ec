"""Contact points 联系点: the units with the most trouble, each tied to one leader, and how these units are doing."""

from outreach.contactpoints.models.candidates import RankingWeights, UnitAssessment
from outreach.contactpoints.models.period import Conclusion, PointReview, PointTenure
from outreach.contactpoints.models.point import (
    HIGHEST,
    LOWEST,
    ContactPoint,
    ContactPointQuerySet,
    Criterion,
    CriterionScore,
)
from outreach.contactpoints.models.profile import Aspect, Indicator, IndicatorValue, UnitProfile

__all__ = [
    "HIGHEST",
    "LOWEST",
    "Aspect",
    "Conclusion",
    "ContactPoint",
    "ContactPointQuerySet",
    "Criterion",
    "CriterionScore",
    "Indicator",
    "IndicatorValue",
    "PointReview",
    "PointTenure",
    "RankingWeights",
    "UnitAssessment",
    "UnitProfile",
]
