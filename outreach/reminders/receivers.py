"""What the ledger's news means for people: whoever must act next finds it behind the bell."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.dispatch import receiver

from outreach.accounts.models import User
from outreach.contactpoints.models import ContactPoint
from outreach.ledger.models import Issue
from outreach.ledger.signals import issue_moved
from outreach.ledger.states import SupervisionLevel
from outreach.org.models import RESETS, Confirmation, OrgUnit, Posting
from outreach.org.roles import Role
from outreach.org.signals import confirmation_asked
from outreach.reminders.models import Notice


def holders(role: Role, unit: OrgUnit | None) -> QuerySet[User]:
    """Whoever serves in this role in the unit or above it; in any unit when none is given."""
    postings = Posting.objects.holding(role)
    if unit is not None:
        parts = [int(part) for part in unit.path.rstrip("/").split("/")]
        postings = postings.filter(unit__in=parts)
    return User.objects.filter(pk__in=postings.values("user"), is_active=True)


def _handler(issue: Issue) -> QuerySet[User]:
    return User.objects.filter(pk__in=[issue.handler_id or 0], is_active=True)


def _head(issue: Issue) -> QuerySet[User]:
    return holders(Role.UNIT_HEAD, issue.lead_unit)


def _acceptors(issue: Issue) -> QuerySet[User]:
    return holders(Role.ACCEPTOR, issue.accepting_unit)


def _office(issue: Issue) -> QuerySet[User]:
    return holders(Role.LEDGER_OFFICER, issue.unit)


def _handler_or_head(issue: Issue) -> QuerySet[User]:
    return _handler(issue) if issue.handler_id else _head(issue)


def _leaders(issue: Issue) -> QuerySet[User]:
    return holders(Role.LEADER, issue.unit)


def _contact_leader(issue: Issue) -> QuerySet[User]:
    """A red card is for the leader who goes there; where there is no contact point, for the leaders in charge."""
    if issue.supervision_level < SupervisionLevel.RED_CARD:
        return User.objects.none()
    above = [int(part) for part in issue.unit.path.rstrip("/").split("/")]
    points = ContactPoint.objects.active().filter(unit__in=above).order_by("-unit__path")
    point = points.select_related("leader").first()
    return User.objects.filter(pk=point.leader.user_id, is_active=True) if point else _leaders(issue)


def _author(issue: Issue) -> QuerySet[User]:
    return User.objects.filter(pk__in=[issue.author_id or 0], is_active=True)


def _co_units(issue: Issue) -> QuerySet[User]:
    asked = issue.co_units.filter(answered_at=None).values("unit")
    postings = Posting.objects.holding(Role.HANDLER).filter(Q(unit__in=asked))
    return User.objects.filter(pk__in=postings.values("user"), is_active=True)


#: After this step, these people are the next to act, or have waited for the answer.
AUDIENCES: dict[str, tuple[Callable[[Issue], QuerySet[User]], ...]] = {
    "hand_in": (_office,),
    "reject": (_author,),
    "merge": (_author,),
    "assign": (_handler,),
    "designate": (_handler,),
    "change_handler": (_handler,),
    "hand_over": (_handler_or_head,),
    "sign_by_itself": (_handler,),
    "request_return": (_office,),
    "agree_return": (_office,),
    "refuse_return": (_handler,),
    "ask_co_unit": (_co_units,),
    "answer_co_unit": (_handler,),
    "request_extension": (_head,),
    "agree_extension": (_office,),
    "grant_extension": (_handler,),
    "refuse_extension": (_handler,),
    "submit": (_head,),
    "check_back": (_handler,),
    "check_pass": (_acceptors,),
    "accept_result": (_office,),
    "reject_result": (_handler, _head),
    "send_back": (_handler, _head),
    "return_by_rating": (_handler, _head),
    "rate": (_office,),
    "reopen": (_handler, _head),
    "reopen_by_rating": (_handler, _head),
    "reopen_by_look_back": (_handler, _head, _leaders),
    "close": (_author, _handler),
    "close_with_reason": (_author, _handler),
    "suspend": (_handler,),
    "resume": (_handler,),
    "wake": (_handler,),
    "move_deadline": (_handler,),
    "recuse": (_office, _head),
    "recuse_other": (_head,),
    "lift_recusal": (_head,),
    "vacate": (_office,),
    "raise_supervision": (_handler, _head),
    "supervise": (_handler, _head, _contact_leader),
    "lift_supervision": (_handler,),
}


@receiver(confirmation_asked)
def tell_whom_a_reset_concerns(*, confirmation: Confirmation, **_kwargs: Any) -> None:
    """Whose account it is, and who serves as the same: somebody may be on the way into what is sealed."""
    if confirmation.act not in RESETS or confirmation.user_id is None:
        return
    roles = Posting.objects.entrusted().filter(user=confirmation.user).values("role")
    fellows = Posting.objects.current().filter(role__in=roles, user__is_active=True).values_list("user", flat=True)
    people = {confirmation.user_id, *fellows} - {confirmation.asked_by_id}
    Notice.objects.bulk_create(
        [Notice(user_id=one, kind="reset_asked", key=f"confirmation:{confirmation.pk}") for one in sorted(people)]
    )


@receiver(issue_moved)
def tell_who_acts_next(*, issue_id: int, step: str, version: int, actor_id: int | None, **_kwargs: Any) -> None:
    """One notice per step and person; whoever took the step knows it already."""
    audiences = AUDIENCES.get(step)
    if audiences is None:
        return
    issue = Issue.objects.select_related("unit", "lead_unit", "accepting_unit").get(pk=issue_id)
    if issue.is_sealed:
        return
    people = {user.pk for audience in audiences for user in audience(issue)} - {actor_id}
    people -= issue.exclusions.all().people()
    Notice.objects.bulk_create(
        [Notice(user_id=person, issue=issue, kind=step, key=f"step:{issue.pk}:{version}") for person in people],
        ignore_conflicts=True,
    )
