"""The search index of the ledger: kept by intake, asked by lists."""

from typing import Any

from django.db.models import Q, QuerySet

from outreach.common.counting import capped_counts
from outreach.common.text import bigrams, clean_text
from outreach.ledger.models import Issue, IssueGram, IssueQuerySet
from outreach.org.models import OrgUnit

#: Grams of a phrase are compared by how many items hold them, counted no further than this.
_COUNTED = 2000


def index(issue: Issue) -> None:
    """Bring the index of one item up to date with its words."""
    wanted = bigrams(f"{issue.title}\n{issue.place}\n{issue.description}")
    have = set(issue.grams.values_list("gram", flat=True))
    issue.grams.filter(gram__in=have - wanted).delete()
    IssueGram.objects.bulk_create([IssueGram(gram=gram, issue=issue) for gram in sorted(wanted - have)])


def find(issues: IssueQuerySet, text: str) -> IssueQuerySet:
    """The items among ``issues`` with this number, or whose words, unit or handler hold ``text``."""
    text = clean_text(text).strip()
    if not text:
        return issues
    return issues.filter(
        Q(number__startswith=text.upper())
        | _words(text)
        | Q(lead_unit__in=_units_named(text))
        | Q(handler__full_name=text)
    )


def _words(text: str) -> Q:
    """Look up the rarest gram alone and check the rest with LIKE: asking for all of them misleads the planner."""
    grams = sorted(bigrams(text))
    if not grams:
        return Q(title__contains=text)
    held = capped_counts([IssueGram.objects.filter(gram=gram) for gram in grams], cap=_COUNTED)
    _count, rarest = min(zip(held, grams, strict=True))
    holding = IssueGram.objects.filter(gram=rarest).values("issue")
    said = Q(title__contains=text) | Q(description__contains=text) | Q(place__contains=text)
    return Q(pk__in=holding) & said


def _units_named(text: str) -> QuerySet[OrgUnit, Any]:
    return OrgUnit.objects.filter(name__contains=text).order_by().values("pk")
