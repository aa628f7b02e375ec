"""A petitioner asks for e-mail notices on the query page, or wants no more of them."""

from django.db import transaction
from django.utils.translation import gettext as _

from outreach.audit.workflow import record
from outreach.common.transitions import RefusedStepError
from outreach.org.scoping import Rights
from petitions.mailing import put_mail, seal_address
from petitions.models import MailWish, Petition
from petitions.states import State


@transaction.atomic
def agree_to_mails(*, petition: Petition, address: str, knows_who_sees: bool = False) -> MailWish:
    """Keep the address in place of an earlier one, and send a first mail there.

    ``knows_who_sees``: of an accusation only with a word that they know who may see that a mail came.
    """
    locked = Petition.objects.visible_to(Rights.system()).select_for_update(of=("self",)).get(pk=petition.pk)
    if locked.status == State.ARCHIVED:
        raise RefusedStepError(_("这件事已经归档，不再发邮件提醒。"))
    if locked.is_sealed and not knows_who_sees:
        raise RefusedStepError(_("检举控告不发邮件提醒，除非你看过提示，自己选择要。"))
    MailWish.objects.filter(petition=locked).delete()
    wish = MailWish(petition=locked, is_despite_seal=locked.is_sealed)
    seal_address(wish, address)
    wish.save(force_insert=True)
    put_mail(locked)
    record(action="petition.mails_wanted", obj=locked)
    return wish


@transaction.atomic
def end_mails(*, petition: Petition) -> None:
    """No more: the address is gone, and what was on its way is not sent."""
    wishes = MailWish.objects.filter(petition=petition)
    if wishes.exists():
        wishes.delete()
        record(action="petition.mails_ended", obj=petition)
