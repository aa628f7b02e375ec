"""Who serves where as what, and who leaves: every change is a verb, and nobody grants to themselves."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from outreach.accounts.models import User
from outreach.accounts.sessions import end_sessions
from outreach.audit.workflow import record
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.org.duties import Handing, Heap, desks_left_empty, duties
from outreach.org.models import Posting
from outreach.org.roles import ENTRUSTED
from outreach.org.scoping import Rights

GRANT = "org.add_posting"
KEEP_ACCOUNTS = "accounts.change_user"

#: Who takes over each heap, by its key.
Successors = Mapping[str, User]


@transaction.atomic
def appoint(*, posting: Posting, rights: Rights) -> Posting:
    """Let somebody serve in a unit from a day on; it holds at their next request.

    ``ValidationError`` where it does not go with what else they are (``outreach.org.roles.conflict``);
    ``RefusedStepError`` where somebody else has to agree first (``outreach.org.confirming``).
    """
    refuse_to_grant(posting, rights)
    if posting.role in ENTRUSTED and not rights.is_system:
        raise RefusedStepError(_("这个岗位的任职要另一人复核后才生效。"))
    posting.save()
    record(action="posting.begun", actor=rights.user, obj=posting, detail=told(posting))
    return posting


@transaction.atomic
def settle(*, posting: Posting, rights: Rights) -> Posting:
    """Write where somebody sits (``posting.home``) beside what their post covers: matters about it keep them away.

    ``RefusedStepError`` where somebody else has to agree first (``outreach.org.confirming``).
    """
    refuse_to_grant(posting, rights)
    if posting.role in ENTRUSTED and not rights.is_system:
        raise RefusedStepError(_("这个岗位改所在单位要另一人复核后才生效。"))
    posting.save(update_fields=["home"])
    record(action="posting.settled", actor=rights.user, obj=posting, detail=told(posting))
    return posting


@transaction.atomic
def end_posting(*, posting: Posting, successors: Successors, rights: Rights) -> Posting:
    """Somebody serves there no longer, from now on; what only this posting let them do is handed over first.

    A posting that ended by itself is handed over the same way, and keeps its last day.
    """
    refuse_to_grant(posting, rights)
    lock_person(posting.user)
    ending = Posting.objects.begun().select_related("unit", "user").get(pk=posting.pk)
    handed = _hand_over(ending.user, [ending], successors, rights)
    yesterday = clock.today() - timedelta(days=1)
    ending.until = min(ending.until or yesterday, yesterday)
    ending.save()
    record(action="posting.ended", actor=rights.user, obj=ending, detail={**told(ending), "handed_over": handed})
    return ending


@transaction.atomic
def disable(*, user: User, successors: Successors, rights: Rights) -> User:
    """Somebody leaves: open work goes to others, sessions end, the account opens nothing any more."""
    refuse_to_keep(user, rights)
    lock_person(user)
    handed = _hand_over(user, postings_of(user), successors, rights)
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user=user, by=rights.user)
    record(action="account.disabled", actor=rights.user, obj=user, detail={"handed_over": handed})
    return user


@transaction.atomic
def enable(*, user: User, rights: Rights) -> User:
    """The account opens again, with the postings that still run but for the entrusted ones: those take two people."""
    refuse_to_keep(user, rights)
    lock_person(user)
    for posting in Posting.objects.entrusted().filter(user=user, awaits_second=False).select_related("unit"):
        posting.until = clock.today() - timedelta(days=1)
        posting.save()
        record(action="posting.ended", actor=rights.user, obj=posting, detail=told(posting))
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(action="account.enabled", actor=rights.user, obj=user)
    return user


def refuse_to_grant(posting: Posting, rights: Rights) -> None:
    """``PermissionDenied`` for whoever does not keep postings, ``RefusedStepError`` for one's own."""
    if not rights.everywhere(GRANT):
        raise PermissionDenied(_("任职由安全管理员登记。"))
    if rights.user is not None and posting.user_id == rights.user.pk:
        raise RefusedStepError(_("不能给自己任职或改自己的任职，请另一名安全管理员办理。"))


def postings_of(user: User) -> list[Posting]:
    """Where this person serves today, and from a later day on."""
    running = Posting.objects.filter(user=user, awaits_second=False).exclude(until__lt=clock.today())
    return list(running.select_related("unit", "user"))


def heaps(user: User, ending: Collection[Posting]) -> list[Heap]:
    """What has to be handed over before these postings end."""
    return list(duties.of(user, _left(user, ending)))


def refuse_to_keep(user: User, rights: Rights) -> None:
    """``PermissionDenied`` for whoever does not keep accounts, ``RefusedStepError`` for one's own."""
    if not rights.everywhere(KEEP_ACCOUNTS):
        raise PermissionDenied(_("账号由安全管理员管理。"))
    if rights.user is not None and user.pk == rights.user.pk:
        raise RefusedStepError(_("不能办理自己的账号，请另一名安全管理员办理。"))


def lock_person(user: User) -> None:
    """Two hands on one person wait for each other."""
    User.objects.select_for_update().get(pk=user.pk)


def _left(user: User, ending: Collection[Posting]) -> Rights:
    gone = {posting.pk for posting in ending}
    return Rights(user, [one for one in Rights.of(user).postings if one.pk not in gone])


def _hand_over(user: User, ending: Collection[Posting], successors: Successors, rights: Rights) -> dict[str, str]:
    """``RefusedStepError`` where a desk would stay empty, or something has no successor."""
    for posting in desks_left_empty(user, ending):
        told = {"unit": posting.unit, "role": posting.get_role_display()}
        raise RefusedStepError(_("%(unit)s的%(role)s只有这一人，请先任命接手的人。") % told)
    handed = {}
    for heap in heaps(user, ending):
        to = successors.get(heap.key)
        if to is None or not heap.takers.filter(pk=to.pk).exists():
            raise RefusedStepError(_("还有没移交的工作，请给每一项选接手的人。"))
        heap.duty.hand_over(Handing(user, heap.unit, to, _left(user, ending), Rights.system(acting=rights.user)))
        handed[heap.key] = f"{heap.count} → {to.username}"
    return handed


def told(posting: Posting) -> dict[str, str]:
    """A posting as the log keeps it."""
    until = str(posting.until) if posting.until else ""
    home = {"home": str(posting.home)} if posting.home else {}
    return {"role": posting.role, "unit": str(posting.unit), **home, "since": str(posting.since), "until": until}
