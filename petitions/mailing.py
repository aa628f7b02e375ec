"""E-mails to petitioners: when one is owed, whom it goes to, and the little that it says.

Whoever reads the mailbox confirms it first, by a link. A mail carries the number, where to look, and a link by which
it was the last one. The address is opened only while the mail is being handed to the mail server.
"""

from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from outreach.common import clock
from outreach.reminders.letters import letters
from outreach.reminders.models import Delivery, DeliveryState
from petitions import keyring, vault
from petitions.models import CaseMail, MailWish, Petition

#: So long an address is kept that nobody has confirmed [ours].
CONFIRM_WITHIN = timedelta(days=3)
#: Steps after which the petitioner finds something new on the query page.
NEWS = frozenset(
    {
        *("accept", "refer", "refer_on", "not_own", "route_legally", "not_accept", "refuse_repeat", "reconsider"),
        *("ask_question", "grant_extension", "call_hearing", "answer", "mediate", "issue_opinion", "deliver"),
        *("decide_review", "decide_final", "deliver_review", "admit_review", "admit_final", "decline_review"),
        *("outside_review", "outside_final", "redo", "redo_ordinary"),
        *("conclude", "resume", "follow_merger", "cancel_hearing"),
    }
)


def seal_address(wish: MailWish, address: str) -> None:
    """Keep the address; bound to this row, it does not open in another."""
    keyring.confirm()
    wish.key_version, wish.sealed = vault.seal_bytes(address.encode(), row=row_name(wish))


def address_of(wish: MailWish) -> str:
    """In clear; raises ``VaultError``."""
    return vault.unseal_bytes(wish.sealed, version=wish.key_version, row=row_name(wish)).decode()


def row_name(wish: MailWish) -> str:
    return f"mail:{wish.pk}"


def may_be_mailed(petition: Petition, wish: MailWish) -> bool:
    """Of a sealed matter only whoever asked for it knowing what that means."""
    return wish.is_despite_seal or not petition.is_sealed


def is_wanted(petition: Petition, wish: MailWish | None) -> bool:
    """The mailbox is confirmed to be theirs, and may be told of this matter."""
    return wish is not None and wish.confirmed_at is not None and may_be_mailed(petition, wish)


def waits_for_word(wish: MailWish) -> bool:
    """Asked to be confirmed, and the link still good."""
    return wish.confirmed_at is None and clock.now() < wish.agreed_at + CONFIRM_WITHIN


def owe_mail(petition: Petition, step: str) -> None:
    """Called in a step: one mail waits, however much there is that is new."""
    if step in NEWS:
        tell_of_news(petition)


def tell_of_news(petition: Petition) -> None:
    """Something is new on the query page that they did not do themselves."""
    if is_wanted(petition, MailWish.objects.filter(petition=petition).first()):
        put_mail(petition)


def put_mail(petition: Petition, *, asks_to_confirm: bool = False) -> None:
    waiting = CaseMail.objects.filter(petition=petition, asks_to_confirm=asks_to_confirm)
    if not waiting.filter(delivery__state=DeliveryState.PENDING).exists():
        CaseMail.objects.create(petition=petition, asks_to_confirm=asks_to_confirm, delivery=Delivery.objects.create())


class Act(StrEnum):
    """What a link in a mail leads to; a link for one opens nothing of the other."""

    CONFIRM = "confirm"
    END = "end"


def link_to(act: Act, wish: MailWish) -> str:
    """Where whoever reads the mailbox says yes, or no more; it opens nothing of the case."""
    key = _signer(act).sign(str(wish.pk))
    return f"{settings.SITE_URL}{reverse('petitions:mail_link', args=[act.value, key])}"


def wish_behind(act: Act, key: str) -> MailWish | None:
    """The wish that such a link stands for; None for one that was tampered with, or whose address is gone."""
    try:
        return MailWish.objects.select_related("petition").filter(pk=_signer(act).unsign(key)).first()
    except BadSignature:
        return None


def _signer(act: Act) -> Signer:
    return Signer(salt=f"petitions.mails.{act.value}", sep=".")


def compose(mail: Delivery) -> EmailMessage | None:
    """None where it is no longer wanted, or its address cannot be opened now."""
    told = CaseMail.objects.filter(delivery=mail).select_related("petition").first()
    wish = MailWish.objects.filter(petition=told.petition).first() if told else None
    if told is None or wish is None or not _is_true_now(told, wish):
        return None
    try:
        address = address_of(wish)
    except vault.VaultError:
        return None
    with override(wish.language):
        subject, body = _asking(wish) if told.asks_to_confirm else _telling(told.petition, wish)
    headers = {"Message-ID": f"<{mail.pk}@outreach>", "Auto-Submitted": "auto-generated"}
    if not told.asks_to_confirm:
        headers["List-Unsubscribe"] = f"<{link_to(Act.END, wish)}>"
    return EmailMessage(subject, body, to=[address], headers=headers)


def _is_true_now(told: CaseMail, wish: MailWish) -> bool:
    if told.asks_to_confirm:
        return waits_for_word(wish) and may_be_mailed(told.petition, wish)
    return is_wanted(told.petition, wish)


def _asking(wish: MailWish) -> tuple[str, str]:
    """Nobody knows yet whose mailbox it is: not even the number is told."""
    said = {"link": link_to(Act.CONFIRM, wish), "days": CONFIRM_WITHIN.days}
    return _("请确认这个邮箱要不要收提醒"), render_to_string("petitions/mail_confirm.txt", said)


def _telling(petition: Petition, wish: MailWish) -> tuple[str, str]:
    said = {
        "number": petition.number,
        "link": f"{settings.SITE_URL}{reverse('petitions:track')}",
        "end": link_to(Act.END, wish),
    }
    return _("%(number)s 有新的进展") % said, render_to_string("petitions/mail.txt", said)


def declare() -> None:
    """Called once when the channel starts."""
    letters.register(compose)
