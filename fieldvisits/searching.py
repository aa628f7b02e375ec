"""The search index of visits: kept when one is written, asked by the list."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from fieldvisits.models import Visit, VisitFinding, VisitGram
from outreach.common.counting import capped_counts
from outreach.common.text import bigrams
from outreach.org.models import OrgUnit

#: Grams of a phrase are compared by how many visits hold them, counted no further than this.
_COUNTED = 2000


def index(visit: Visit) -> None:
    """Everything a visit tells, once it is written with its findings; nothing of it changes later."""
    findings = [f"{found.what}\n{found.place}\n{found.solution}" for found in visit.findings.all()]
    grams = bigrams("\n".join([visit.purpose, visit.summary, *findings]))
    VisitGram.objects.bulk_create([VisitGram(gram=gram, visit=visit) for gram in sorted(grams)], ignore_conflicts=True)


def found(text: str) -> Q:
    """The visits to units of that name, in characters or pinyin, and those whose words hold ``text``."""
    named = OrgUnit.objects.named_like(text).order_by().values("pk")
    return Q(unit__in=named) | words(text)


def words(text: str) -> Q:
    """The visits whose words hold ``text``: by its rarest pair in the index, and then checked word for word."""
    said = Q(purpose__contains=text) | Q(summary__contains=text) | Q(Exists(_findings_with(text)))
    grams = sorted(bigrams(text))
    if not grams:
        return said
    held = dict(zip(grams, _counted(grams), strict=True))
    rarest = min(held, key=held.__getitem__)
    holding = VisitGram.objects.filter(gram=rarest).values("visit")
    return (Q(pk__in=holding) if held[rarest] > _COUNTED else Q(pk__among=holding)) & said


def _counted(grams: Iterable[str]) -> list[int]:
    return capped_counts([VisitGram.objects.filter(gram=gram) for gram in grams], cap=_COUNTED)


def _findings_with(text: str) -> QuerySet[VisitFinding]:
    told = Q(what__contains=text) | Q(place__contains=text) | Q(solution__contains=text)
    return VisitFinding.objects.filter(told, visit=OuterRef("pk"))
