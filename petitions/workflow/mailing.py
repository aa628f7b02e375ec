"""A petitioner asks for e-mail notices, confirms the mailbox by a link, or wants no more of them."""

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from outreach.audit.workflow import record
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.org.scoping import Rights
from petitions.mailing import CONFIRM_WITHIN, may_be_mailed, put_mail, seal_address, waits_for_word
from petitions.models import MailWish, Petition
from petitions.states import State


@transaction.atomic
def agree_to_mails(*, petition: Petition, address: str, knows_who_sees: bool = False) -> MailWish:
    """Keep the address in place of an earlier one, and send a mail there that asks to confirm it.

    ``knows_who_sees``: of an accusation only with a word that they know who may see that a mail came.
    """
    locked = Petition.objects.visible_to(Rights.system()).select_for_update(of=("self",)).get(pk=petition.pk)
    if locked.status == State.ARCHIVED:
        raise RefusedStepError(_("这件事已经归档，不再发邮件提醒。"))
    if locked.is_sealed and not knows_who_sees:
        raise RefusedStepError(_("检举控告不发邮件提醒，除非你看过提示，自己选择要。"))
    MailWish.objects.filter(petition=locked).delete()
    wish = MailWish(petition=locked, is_despite_seal=locked.is_sealed, language=get_language())
    seal_address(wish, address)
    wish.save(force_insert=True)
    put_mail(locked, asks_to_confirm=True)
    record(action="petition.mails_wanted", obj=locked)
    return wish


@transaction.atomic
def confirm_mails(*, wish: MailWish) -> bool:
    """Whoever reads the mailbox wants the notices; False, with nothing changed, where the link came too late.

    Doing it twice changes nothing.
    """
    if wish.confirmed_at is not None:
        return True
    if not waits_for_word(wish) or not may_be_mailed(wish.petition, wish):
        return False
    if MailWish.objects.filter(pk=wish.pk, confirmed_at=None).update(confirmed_at=clock.now()):
        record(action="petition.mails_confirmed", obj=wish.petition)
    return True


@transaction.atomic
def end_mails(*, petition: Petition) -> None:
    """No more: the address is gone, and what was on its way is not sent."""
    wishes = MailWish.objects.filter(petition=petition)
    if wishes.exists():
        wishes.delete()
        record(action="petition.mails_ended", obj=petition)


def drop_unconfirmed() -> int:
    """Delete the addresses that nobody confirmed in time; how many went. Safe to run twice."""
    late = MailWish.objects.filter(confirmed_at=None, agreed_at__lt=clock.now() - CONFIRM_WITHIN)
    petitions = [wish.petition for wish in late.select_related("petition")]
    for petition in petitions:
        end_mails(petition=petition)
    return len(petitions)
