"""Looking behind the mask: asked with a reason, agreed to by a second person, seen for some minutes, all on record."""

from collections.abc import Sequence
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from outreach.accounts.models import User
from outreach.audit.workflow import record
from outreach.calendars.limits import limits
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.org.scoping import Rights
from petitions import keyring, vault
from petitions.contacts import PARTS, Contact
from petitions.identities import open_identity
from petitions.limits import REVEAL as REVEAL_LIMIT
from petitions.models import Petition, PetitionerIdentity, Reveal
from petitions.permissions import REVEAL, REVEAL_APPROVE

#: 个人信息保护法 asks for a purpose; fewer signs than this say none.
SHORTEST_REASON = 10
#: However an administrator sets the limit.
_MOST_MINUTES = 60
ACTIONS: dict[str, Promise] = {
    "identity.reveal_asked": gettext_lazy("申请查看信访人身份"),
    "identity.reveal_withdrawn": gettext_lazy("撤回查看身份的申请"),
    "identity.reveal_granted": gettext_lazy("批准查看信访人身份"),
    "identity.reveal_declined": gettext_lazy("不批准查看信访人身份"),
    "identity.revealed": gettext_lazy("查看信访人身份"),
}


def may_ask(petition: Petition, rights: Rights) -> bool:
    """Whether this person may ask to see who brought ``petition``, which they see already."""
    return _covers(REVEAL, petition, rights)


def may_decide(reveal: Reveal, rights: Rights) -> bool:
    """Whether the decision is this person's: a right to approve here, and somebody else's request."""
    return _covers(REVEAL_APPROVE, reveal.petition, rights) and _who(rights).pk != reveal.asked_by_id


@transaction.atomic
def ask_reveal(*, petition: Petition, parts: Sequence[str], reason: str, rights: Rights) -> Reveal:
    """Ask to see ``parts`` of the identity. The same request sent twice is one; one at a time for each person."""
    locked = Petition.objects.visible_to(rights).select_for_update(of=("self",)).get(pk=petition.pk)
    if not may_ask(locked, rights):
        raise PermissionDenied(_("您的岗位不能申请查看信访人身份。"))
    chosen = [part for part in PARTS if part in parts]
    if not chosen or len(reason.strip()) < SHORTEST_REASON:
        raise RefusedStepError(_("请选要看的内容，并写明理由（至少 10 个字）。"))
    if not PetitionerIdentity.objects.filter(petition=locked).exists():
        raise RefusedStepError(_("这件信访没有留身份。"))
    mine = Reveal.objects.open().filter(petition=locked, asked_by=_who(rights)).first()
    if mine is not None and (mine.parts, mine.reason) == (chosen, reason.strip()):
        return mine
    if mine is not None:
        raise RefusedStepError(_("您已有一个申请在等批准或正在生效，先撤回或用完再申请。"))
    facts = {"parts": chosen, "reason": reason.strip(), "is_sealed": locked.is_sealed}
    reveal = Reveal.objects.create(petition=locked, asked_by=_who(rights), **facts)
    _record("asked", reveal, rights)
    return reveal


@transaction.atomic
def withdraw_reveal(*, reveal: Reveal, rights: Rights) -> Reveal:
    """Take back one's own request, waiting or running."""
    locked = _locked(reveal, rights)
    if locked.asked_by_id != _who(rights).pk:
        raise PermissionDenied(_("只有申请人能撤回。"))
    if not (locked.is_granted is None or locked.is_running):
        raise RefusedStepError(_("这个申请已经结束。"))
    if locked.is_granted is None:
        locked.is_granted, locked.decided_at = False, clock.now()
    else:
        locked.expires_at = clock.now()
    locked.save()
    _record("withdrawn", locked, rights)
    return locked


@transaction.atomic
def grant_reveal(*, reveal: Reveal, rights: Rights) -> Reveal:
    """Agree, as a second person: from now on it holds for some minutes, for who asked and for nobody else."""
    locked = _to_decide(reveal, rights)
    locked.is_granted, locked.decided_by, locked.decided_at = True, _who(rights), clock.now()
    locked.expires_at = locked.decided_at + timedelta(minutes=minutes())
    locked.save()
    _record("granted", locked, rights)
    return locked


@transaction.atomic
def decline_reveal(*, reveal: Reveal, refusal: str, rights: Rights) -> Reveal:
    """Refuse, with the reason that the asker reads."""
    locked = _to_decide(reveal, rights)
    locked.is_granted, locked.decided_by, locked.decided_at = False, _who(rights), clock.now()
    locked.refusal = refusal
    locked.save()
    _record("declined", locked, rights)
    return locked


def see_identity(*, reveal: Reveal, rights: Rights) -> Contact:
    """The granted parts in clear, for one look. The record is written first: where it fails, nothing is opened."""
    try:
        with transaction.atomic():
            locked = _locked(reveal, rights)
            refuse_unless_running(locked, rights)
            row = PetitionerIdentity.objects.get(petition=locked.petition)
            locked.views += 1
            locked.save(update_fields=["views"])
            _record("revealed", locked, rights)
            contact = open_identity(row)
    except vault.VaultError as error:
        raise RefusedStepError(keyring.trouble_of(error)) from error
    return Contact(**{part: getattr(contact, part) for part in PARTS if part in locked.parts})


def refuse_unless_running(reveal: Reveal, rights: Rights) -> None:
    """Only who asked, only where they still may, only until the time is up: asked of the server's clock each time."""
    if reveal.asked_by_id != _who(rights).pk or not may_ask(reveal.petition, rights):
        raise PermissionDenied(_("只有申请人能看。"))
    if not reveal.is_running:
        raise RefusedStepError(_("没有批准，或者时间已经过了。还需要看的话，请重新申请。"))


def minutes() -> int:
    """How long a request that was agreed to holds."""
    return min(limits.length(REVEAL_LIMIT), _MOST_MINUTES)


def minutes_in_words() -> str:
    return ngettext("%(count)d 分钟", "%(count)d 分钟", minutes()) % {"count": minutes()}


def _to_decide(reveal: Reveal, rights: Rights) -> Reveal:
    locked = _locked(reveal, rights)
    if locked.asked_by_id == _who(rights).pk:
        raise PermissionDenied(_("不能批准自己的申请，要由另一个人决定。"))
    if not may_decide(locked, rights):
        raise PermissionDenied(_("您的岗位不能决定这个申请。"))
    if locked.is_granted is not None:
        raise RefusedStepError(_("这个申请已经有人决定过了，或者已经撤回。"))
    return locked


def _locked(reveal: Reveal, rights: Rights) -> Reveal:
    """The request as it is now, as far as this person sees it; ``Reveal.DoesNotExist`` otherwise."""
    visible = Reveal.objects.visible_to(rights).select_for_update(of=("self",))
    return visible.select_related("petition__unit", "petition__referred_to").get(pk=reveal.pk)


def _covers(permission: str, petition: Petition, rights: Rights) -> bool:
    return any(rights.covers(permission, path) for path in petition.paths_of("any"))


def _who(rights: Rights) -> User:
    if rights.user is None:
        raise PermissionDenied
    return rights.user


def _record(what: str, reveal: Reveal, rights: Rights) -> None:
    """On the petition's record; the words of a sealed one stay with it."""
    action = "identity.revealed" if what == "revealed" else f"identity.reveal_{what}"
    detail: dict[str, object] = {"reveal": reveal.pk, "parts": reveal.parts}
    if what == "asked" and not reveal.petition.is_sealed:
        detail["reason"] = reveal.reason
    record(action=action, actor=rights.user, obj=reveal.petition, detail=detail)
