"""Looking for what was answered before."""

from dataclasses import dataclass

from outreach.common.text import bigrams
from outreach.org.scoping import Rights
from petitions.models import PublishedAnswer, PublishedAnswerQuerySet
from petitions.permissions import CHECK_ANSWERS
from petitions.states import Publication

#: Questions that a new matter is compared with, the latest first; an office publishes some hundred in years.
_COMPARED = 1000
#: Of a question's pairs of characters, how many must be in what was typed.
_ALIKE = 0.4
_MOST = 3


@dataclass(frozen=True)
class _Scored:
    score: float
    pk: int


def answers_like(text: str) -> list[PublishedAnswer]:
    """Published answers whose question is about what ``text`` tells, the nearest first, three at most."""
    told = bigrams(text)
    latest = PublishedAnswer.objects.published().order_by("-published_on", "-pk").values_list("pk", "question")
    scored = [_Scored(_share(bigrams(question), told), pk) for pk, question in latest[:_COMPARED]]
    best = sorted((one for one in scored if one.score >= _ALIKE), key=lambda one: (-one.score, -one.pk))[:_MOST]
    found = PublishedAnswer.objects.in_bulk([one.pk for one in best])
    return [found[one.pk] for one in best]


def _share(question: set[str], told: set[str]) -> float:
    """How much of the question is said in the text; word order does not matter."""
    return len(question & told) / len(question) if question else 0.0


def answers_to_check(rights: Rights) -> PublishedAnswerQuerySet:
    """What waits for this person's eyes, the oldest first."""
    if rights.user is None or not rights.may(CHECK_ANSWERS):
        return PublishedAnswer.objects.none()
    waiting: PublishedAnswerQuerySet = PublishedAnswer.objects.visible_to(rights).filter(status=Publication.CHECKING)
    return waiting.exclude(written_by=rights.user).select_related("petition").order_by("pk")
