"""Two people make an inspector, and two get into an inspector's account: one asks, another agrees (复核).

A security administrator alone could otherwise appoint a second account of their own, or set an inspector's password,
and read what is sealed. The second person is another security administrator or an audit administrator, and whoever
makes one of those is held to the same.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from outreach.accounts import secondfactor
from outreach.accounts.models import User
from outreach.audit.workflow import record
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.org.enrolling import new_password
from outreach.org.models import Act, Confirmation, Posting
from outreach.org.scoping import Rights
from outreach.org.signals import confirmation_asked
from outreach.org.workflow import lock_person, refuse_to_grant, refuse_to_keep, told

CONFIRM = "org.confirm"


def is_entrusted(user: User) -> bool:
    """Whether a new password or factor of theirs takes two people."""
    return Posting.objects.entrusted().filter(user=user).exists()


def waiting_for_a_second(rights: Rights) -> QuerySet[Confirmation]:
    """What waits for somebody to agree, for those who keep accounts or read the log."""
    waiting = (
        Confirmation.objects.filter(is_granted=None) if rights.everywhere(CONFIRM) else Confirmation.objects.none()
    )
    return waiting.select_related("user", "asked_by", "posting__unit", "posting__user").order_by("asked_at", "pk")


def may_agree(confirmation: Confirmation, rights: Rights) -> bool:
    """Neither who asked nor whom it is about."""
    return rights.user is not None and rights.user.pk not in {confirmation.asked_by_id, confirmation.user_id}


@transaction.atomic
def propose(*, posting: Posting, rights: Rights) -> Confirmation:
    """Ask that somebody serves in an entrusted role; it gives them nothing until a second person agrees."""
    refuse_to_grant(posting, rights)
    posting.awaits_second = True
    posting.save()
    return _ask(Confirmation(act=Act.APPOINT, user=posting.user, posting=posting), rights)


@transaction.atomic
def ask_reset(*, user: User, act: Act, rights: Rights) -> Confirmation:
    """Ask for a new password or a new factor of an entrusted account; asking again changes nothing."""
    refuse_to_keep(user, rights)
    lock_person(user)
    waiting = Confirmation.objects.filter(user=user, act=act, is_granted=None).first()
    return waiting or _ask(Confirmation(act=act, user=user), rights)


@transaction.atomic
def agree(*, confirmation: Confirmation, rights: Rights) -> str:
    """Let it hold, as a second person; returns the password to hand over where one was asked for, else nothing.

    Whoever asked never learns that password, and whoever hands it over did not ask.
    """
    locked = _locked(confirmation, rights)
    if not may_agree(locked, rights):
        raise RefusedStepError(_("复核要由另一个人做：不能是提出的人，也不能是本人。"))
    lock_person(locked.user)
    password = ""
    if locked.posting is not None:
        _begin(locked.posting, rights)
    elif locked.act == Act.PASSWORD:
        password = new_password(user=locked.user)
    else:
        secondfactor.reset(user=locked.user, by=_who(rights))
    _decide(locked, rights, is_granted=True)
    return password


@transaction.atomic
def decline(*, confirmation: Confirmation, rights: Rights) -> Confirmation:
    """Let it be; whoever asked takes it back the same way."""
    locked = _locked(confirmation, rights)
    posting = locked.posting
    _decide(locked, rights, is_granted=False)
    if posting is not None:
        posting.delete()
    return locked


def _ask(new: Confirmation, rights: Rights) -> Confirmation:
    new.asked_by = _who(rights)
    new.save()
    _record("asked", new, rights)
    confirmation_asked.send(Confirmation, confirmation=new)
    return new


def _begin(posting: Posting, rights: Rights) -> None:
    if posting.user.must_change_password:
        raise RefusedStepError(_("此人还没有改过第一个密码，别人可能知道它。请本人先登录改密码，再来复核。"))
    posting.since = max(posting.since, clock.today())
    if posting.until is not None and posting.until < posting.since:
        raise RefusedStepError(_("任职的期限已经过了，请另行提请。"))
    posting.awaits_second = False
    posting.save()
    record(action="posting.begun", actor=rights.user, obj=posting, detail=told(posting))


def _locked(confirmation: Confirmation, rights: Rights) -> Confirmation:
    if not rights.everywhere(CONFIRM):
        raise PermissionDenied(_("复核由安全管理员或审计管理员做。"))
    locked = Confirmation.objects.select_for_update().get(pk=confirmation.pk)
    if locked.is_granted is not None:
        raise RefusedStepError(_("这一项已经有人决定过了。"))
    return locked


def _decide(locked: Confirmation, rights: Rights, *, is_granted: bool) -> None:
    locked.is_granted, locked.decided_by, locked.decided_at = is_granted, _who(rights), clock.now()
    locked.save()
    _record("granted" if is_granted else "declined", locked, rights)


def _who(rights: Rights) -> User:
    if rights.user is None:
        raise PermissionDenied
    return rights.user


def _record(what: str, confirmation: Confirmation, rights: Rights) -> None:
    detail = {"act": confirmation.act, **(told(confirmation.posting) if confirmation.posting else {})}
    record(action=f"confirmation.{what}", actor=rights.user, obj=confirmation.user, detail=detail)
