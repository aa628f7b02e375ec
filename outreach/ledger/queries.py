"""Questions about the ledger that span models."""

from dataclasses import dataclass

from django.db.models import Count
from rapidfuzz import fuzz

from outreach.common.text import bigrams
from outreach.ledger.models import Issue, IssueGram, IssueQuerySet
from outreach.ledger.states import ACTIVE
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights

#: Only the best hits of the index are compared closely.
_COMPARED = 50
#: Measured on real titles: a similar pair scores about 80, an unrelated one near 0.
_SIMILAR = 45


@dataclass(frozen=True)
class Similar:
    """An open item that looks like the same matter; ``score`` from 0 to 100."""

    issue: Issue
    score: int
    is_same_unit: bool


def similar_open(title: str, *, unit: OrgUnit, rights: Rights, leave_out: int | None = None) -> list[Similar]:
    """Open items this person may see whose title reads like ``title``, the most similar first, at most five."""
    pieces = sorted(bigrams(title))
    hits = (
        IssueGram.objects.filter(gram__in=pieces, issue__status__in=ACTIVE, issue__is_sealed=False)
        .values("issue")
        .annotate(shared=Count("gram"))
        .order_by("-shared", "-issue")[:_COMPARED]
    )
    near: IssueQuerySet = Issue.objects.visible_to(rights).filter(pk__in=[hit["issue"] for hit in hits])
    scored = [
        Similar(
            issue,
            round(fuzz.token_set_ratio(" ".join(pieces), " ".join(bigrams(issue.title)))),
            issue.unit_id == unit.pk,
        )
        for issue in near.exclude(pk__in=[leave_out or 0]).for_list()
    ]
    best = sorted(scored, key=lambda one: (-one.score, not one.is_same_unit, one.issue.pk))
    return [one for one in best if one.score >= _SIMILAR][:5]
