"""E-mails to petitioners: when one is owed, whom it goes to, and the little that it says.

A mail carries the number and a link. The address is opened only while the mail is being handed to the mail server.
"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from outreach.reminders.letters import letters
from outreach.reminders.models import Delivery, DeliveryState
from petitions import keyring, vault
from petitions.models import CaseMail, MailWish, Petition

#: Steps after which the petitioner finds something new on the query page.
NEWS = frozenset(
    {
        *("accept", "refer", "refer_on", "not_own", "route_legally", "not_accept", "refuse_repeat"),
        *("ask_question", "grant_extension", "call_hearing", "answer", "mediate", "issue_opinion", "deliver"),
        *("decide_review", "decide_final", "deliver_review", "admit_review", "admit_final", "decline_review"),
        *("outside_review", "outside_final"),
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


def is_wanted(petition: Petition, wish: MailWish | None) -> bool:
    """Of a sealed matter only by whoever asked for it knowing what that means."""
    return wish is not None and (wish.is_despite_seal or not petition.is_sealed)


def owe_mail(petition: Petition, step: str) -> None:
    """Called in a step: one mail waits, however much there is that is new."""
    if step in NEWS and is_wanted(petition, MailWish.objects.filter(petition=petition).first()):
        put_mail(petition)


def put_mail(petition: Petition) -> None:
    if not CaseMail.objects.filter(petition=petition, delivery__state=DeliveryState.PENDING).exists():
        CaseMail.objects.create(petition=petition, delivery=Delivery.objects.create())


def compose(mail: Delivery) -> EmailMessage | None:
    """None where it is no longer wanted, or its address cannot be opened now."""
    told = CaseMail.objects.filter(delivery=mail).select_related("petition").first()
    wish = MailWish.objects.filter(petition=told.petition).first() if told else None
    if told is None or wish is None or not is_wanted(told.petition, wish):
        return None
    try:
        address = address_of(wish)
    except vault.VaultError:
        return None
    said = {"number": told.petition.number, "link": f"{settings.SITE_URL}{reverse('petitions:track')}"}
    return EmailMessage(
        _("%(number)s 有新的进展") % said,
        render_to_string("petitions/mail.txt", said),
        to=[address],
        headers={"Message-ID": f"<{mail.pk}@outreach>", "Auto-Submitted": "auto-generated"},
    )


def declare() -> None:
    """Called once when the channel starts."""
    letters.register(compose)
