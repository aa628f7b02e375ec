"""Two people make an inspector, and two get into an inspector's account: one asks, another agrees (复核).

A security administrator alone could otherwise appoint a second account of their own, or set an inspector's password,
and read what is sealed. The second person is another security administrator or an audit administrator, and whoever
makes one of those is held to the same.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from outreach.accounts import secondfactor
from outreach.accounts.models import User
from outreach.audit.workflow import record
from outreach.common import clock
from outreach.common.sealing import seal, unseal
from outreach.common.transitions import RefusedStepError
from outreach.org.changing import apply, in_words, wanted_of
from outreach.org.enrolling import first_half, new_password
from outreach.org.models import Act, Confirmation, OrgUnit, Posting
from outreach.org.scoping import Rights
from outreach.org.signals import confirmation_asked
from outreach.org.workflow import lock_person, refuse_to_grant, refuse_to_keep, told

CONFIRM = "org.confirm"
#: Comes to the page of what waits: whoever agrees, and whoever may have asked.
WAITING = "org.see_waiting"
CHANGE_UNITS = "org.change_orgunit"
#: Of a unit, what decides who sees the matters about it: under whom it lies, whether there are any, and by which name
#: people bring them.
DECIDING = frozenset({"name", "parent", "is_active"})
_HALF = "half a password"


def is_entrusted(user: User) -> bool:
    """Whether a new password or factor of theirs takes two people."""
    return Posting.objects.entrusted().filter(user=user).exists()


def waiting_for_a_second(rights: Rights) -> QuerySet[Confirmation]:
    """What waits for somebody to agree: all of it for those who do, to others what they asked for themselves."""
    waiting = Confirmation.objects.filter(is_granted=None)
    if not rights.everywhere(CONFIRM):
        waiting = waiting.filter(asked_by=rights.user) if rights.may(WAITING) else waiting.none()
    return waiting.select_related(
        "user", "asked_by", "unit", "posting__unit", "posting__home", "posting__user"
    ).order_by("asked_at", "pk")


def may_agree(confirmation: Confirmation, rights: Rights) -> bool:
    """Neither who asked nor whom it is about."""
    mine = {confirmation.asked_by_id, confirmation.user_id}
    return rights.user is not None and rights.everywhere(CONFIRM) and rights.user.pk not in mine


@transaction.atomic
def propose(*, posting: Posting, rights: Rights) -> Confirmation:
    """Ask that somebody serves in an entrusted role; it gives them nothing until a second person agrees."""
    refuse_to_grant(posting, rights)
    posting.awaits_second = True
    posting.save()
    return _ask(Confirmation(act=Act.APPOINT, user=posting.user, posting=posting), rights)


@transaction.atomic
def propose_home(*, posting: Posting, rights: Rights) -> Confirmation:
    """Ask that somebody in an entrusted role sits elsewhere: it decides which accusations they see."""
    refuse_to_grant(posting, rights)
    lock_person(posting.user)
    refuse_while_waiting(posting)
    wanted = wanted_of(posting, ["home"])
    return _ask(Confirmation(act=Act.HOME, user=posting.user, posting=posting, wanted=wanted), rights)


@transaction.atomic
def propose_unit(*, unit: OrgUnit, rights: Rights) -> Confirmation:
    """Ask that a unit moves under another, is closed or opened again, or bears another name.

    Its heads, and those of the units it comes under, then see other matters than before.
    """
    if not rights.everywhere(CHANGE_UNITS):
        raise PermissionDenied(_("单位由系统管理员维护。"))
    OrgUnit.objects.select_for_update().get(pk=unit.pk)
    refuse_while_unit_waits(unit)
    return _ask(Confirmation(act=Act.UNIT, unit=unit, wanted=wanted_of(unit, sorted({*DECIDING, "kind"}))), rights)


@transaction.atomic
def ask_factor(*, user: User, rights: Rights) -> Confirmation:
    """Ask for a new second factor of an entrusted account; asking again changes nothing."""
    return _waiting_reset(user, Act.FACTOR, rights) or _ask(Confirmation(act=Act.FACTOR, user=user), rights)


@transaction.atomic
def ask_password(*, user: User, rights: Rights) -> str:
    """Ask for a new password of an entrusted account; returns its first half, to be handed over in person.

    Only whoever asks first gets it, and once: asking again changes nothing and returns nothing.
    """
    if _waiting_reset(user, Act.PASSWORD, rights):
        return ""
    asked = _ask(Confirmation(act=Act.PASSWORD, user=user), rights)
    first = first_half(user)
    asked.first_half = seal(first.encode(), use=_HALF, owner=str(asked.pk))
    asked.save(update_fields=["first_half"])
    return first


def refuse_while_waiting(posting: Posting) -> None:
    """``RefusedStepError`` while something about this posting waits for a second person: one thing at a time."""
    if Confirmation.objects.filter(posting=posting, is_granted=None).exists():
        raise RefusedStepError(_("这项任职还有一项等复核，请先决定那一项。"))


def refuse_while_unit_waits(unit: OrgUnit) -> None:
    """``RefusedStepError`` while a change of this unit waits for a second person."""
    if Confirmation.objects.filter(unit=unit, is_granted=None).exists():
        raise RefusedStepError(_("这个单位还有一项变动等复核，请先决定那一项。"))


@transaction.atomic
def agree(*, confirmation: Confirmation, rights: Rights) -> str:
    """Let it hold, as a second person; returns the second half of a password where one was asked for, else nothing.

    Whoever asked has the first half. Only the owner gets both, so that neither of the two can sign in as them.
    """
    locked = _locked(confirmation, rights)
    if not may_agree(locked, rights):
        raise RefusedStepError(_("复核要由另一个人做：不能是提出的人，也不能是本人。"))
    if locked.user is not None:
        lock_person(locked.user)
    to_hand_over = _EFFECTS[Act(locked.act)](locked, rights)
    _decide(locked, rights, is_granted=True)
    return to_hand_over


@transaction.atomic
def decline(*, confirmation: Confirmation, rights: Rights) -> Confirmation:
    """Let it be; whoever asked takes it back the same way."""
    locked = _locked(confirmation, rights)
    posting = locked.posting
    _decide(locked, rights, is_granted=False)
    if locked.act == Act.APPOINT and posting is not None:
        posting.delete()
    return locked


def asked_in_words(confirmation: Confirmation) -> list[str]:
    """What becomes of what, for whoever is to agree."""
    if confirmation.unit is not None:
        return in_words(confirmation.unit, confirmation.wanted)
    posting = confirmation.posting
    if posting is None:
        return []
    if confirmation.act == Act.APPOINT:
        return [_("本人所在单位：%s") % posting.home] if posting.home else []
    return in_words(posting, confirmation.wanted)


def _waiting_reset(user: User, act: Act, rights: Rights) -> Confirmation | None:
    refuse_to_keep(user, rights)
    lock_person(user)
    return Confirmation.objects.filter(user=user, act=act, is_granted=None).first()


def _ask(new: Confirmation, rights: Rights) -> Confirmation:
    new.asked_by = _who(rights)
    new.save()
    _record("asked", new, rights)
    confirmation_asked.send(Confirmation, confirmation=new)
    return new


def _begin(confirmation: Confirmation, rights: Rights) -> str:
    posting = _posting_of(confirmation)
    if posting.user.must_change_password:
        raise RefusedStepError(_("此人还没有改过第一个密码，别人可能知道它。请本人先登录改密码，再来复核。"))
    posting.since = max(posting.since, clock.today())
    if posting.until is not None and posting.until < posting.since:
        raise RefusedStepError(_("任职的期限已经过了，请另行提请。"))
    posting.awaits_second = False
    posting.save()
    record(action="posting.begun", actor=rights.user, obj=posting, detail=told(posting))
    return ""


def _settle(confirmation: Confirmation, rights: Rights) -> str:
    posting = _posting_of(confirmation)
    apply(posting, confirmation.wanted)
    posting.save(update_fields=["home"])
    record(action="posting.settled", actor=rights.user, obj=posting, detail=told(posting))
    return ""


def _change_unit(confirmation: Confirmation, rights: Rights) -> str:
    OrgUnit.objects.select_for_update().get(parent=None)  # one change of the tree at a time, or it closes into a circle
    if confirmation.unit_id is None:
        raise RefusedStepError(_("这一项不是关于哪个单位的。"))
    unit = OrgUnit.objects.select_for_update().get(pk=confirmation.unit_id)
    changes = in_words(unit, confirmation.wanted)
    apply(unit, confirmation.wanted)
    try:
        unit.full_clean()
    except ValidationError as wrong:
        raise RefusedStepError("；".join(wrong.messages)) from wrong
    unit.save()
    record(action="unit.changed", actor=rights.user, obj=unit, detail={"changes": changes})
    return ""


def _set_password(confirmation: Confirmation, _rights: Rights) -> str:
    first = unseal(confirmation.first_half, use=_HALF, owner=str(confirmation.pk))
    if first is None:  # the key was changed meanwhile
        raise RefusedStepError(_("前一半密码已经作废了，请撤回，重新提请。"))
    return new_password(user=_owner(confirmation), first=first.decode())[len(first) :]


def _reset_factor(confirmation: Confirmation, rights: Rights) -> str:
    secondfactor.reset(user=_owner(confirmation), by=_who(rights))
    return ""


#: What agreeing does; returns half a password to hand over, or nothing.
_EFFECTS: Mapping[Act, Callable[[Confirmation, Rights], str]] = {
    Act.APPOINT: _begin,
    Act.PASSWORD: _set_password,
    Act.FACTOR: _reset_factor,
    Act.HOME: _settle,
    Act.UNIT: _change_unit,
}


def _owner(confirmation: Confirmation) -> User:
    if confirmation.user is None:
        raise RefusedStepError(_("这一项不是关于哪个人的。"))
    return confirmation.user


def _posting_of(confirmation: Confirmation) -> Posting:
    if confirmation.posting is None:
        raise RefusedStepError(_("这项任职已经不在了。"))
    return confirmation.posting


def _locked(confirmation: Confirmation, rights: Rights) -> Confirmation:
    locked = Confirmation.objects.select_for_update().get(pk=confirmation.pk)
    if not (rights.everywhere(CONFIRM) or locked.asked_by_id == _who(rights).pk):
        raise PermissionDenied(_("复核由安全管理员或审计管理员做。"))
    if locked.is_granted is not None:
        raise RefusedStepError(_("这一项已经有人决定过了。"))
    return locked


def _decide(locked: Confirmation, rights: Rights, *, is_granted: bool) -> None:
    locked.is_granted, locked.decided_by, locked.decided_at = is_granted, _who(rights), clock.now()
    locked.first_half = ""
    locked.save()
    _record("granted" if is_granted else "declined", locked, rights)


def _who(rights: Rights) -> User:
    if rights.user is None:
        raise PermissionDenied
    return rights.user


def _record(what: str, confirmation: Confirmation, rights: Rights) -> None:
    detail: dict[str, Any] = {"act": confirmation.act, **(told(confirmation.posting) if confirmation.posting else {})}
    if confirmation.unit is not None:
        detail["wanted"] = confirmation.wanted
    record(action=f"confirmation.{what}", actor=rights.user, obj=confirmation.user or confirmation.unit, detail=detail)
