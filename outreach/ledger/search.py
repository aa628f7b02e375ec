"""The search index of the ledger: kept by intake, asked by lists."""

from collections.abc import Mapping

from django.db.models import Q

from outreach.accounts.models import User
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
    units = OrgUnit.objects.filter(name__contains=text).order_by()
    people = User.objects.filter(full_name=text).order_by()
    grams = sorted(bigrams(text))
    counts = capped_counts([units, people, *(IssueGram.objects.filter(gram=gram) for gram in grams)], cap=_COUNTED)
    meant = Q(number__startswith=text.upper()) | _words(text, dict(zip(grams, counts[2:], strict=True)))
    # A condition that nothing can meet would still let the database expect half the ledger.
    for field, rows, count in (("lead_unit", units, counts[0]), ("handler", people, counts[1])):
        if count:
            meant |= Q(**{f"{field}__among": rows.values("pk")})
    return issues.filter(meant)


def _words(text: str, held: Mapping[str, int]) -> Q:
    """Look up the rarest gram alone and check the rest with LIKE: asking for all of them misleads the planner.

    A rare one is fetched first; for a common one the list is walked in its own order until the page is full.
    """
    if not held:
        return Q(title__contains=text)
    rarest = min(held, key=held.__getitem__)
    holding = IssueGram.objects.filter(gram=rarest).values("issue")
    said = Q(title__contains=text) | Q(description__contains=text) | Q(place__contains=text)
    return (Q(pk__in=holding) if held[rarest] > _COUNTED else Q(pk__among=holding)) & said
