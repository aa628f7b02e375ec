"""Keeping and reading who brought a petition; everybody else gets the masked form."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from outreach.common.text import clean_text
from outreach.org.scoping import Rights
from petitions import vault
from petitions.models import Petition, PetitionerIdentity


@dataclass(frozen=True)
class Contact:
    """Who somebody is and how to reach them; all empty for an anonymous petition."""

    name: str = ""
    phone: str = ""
    address: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.name or self.phone or self.address)

    @property
    def masked_name(self) -> str:
        """Such as ``张*``."""
        return self.name[:1] + "*" * max(1, len(self.name) - 1) if self.name else ""

    @property
    def masked_phone(self) -> str:
        """Such as ``138****5678``; a short number is hidden whole."""
        digits = "".join(c for c in self.phone if c.isdigit())
        return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= 11 else "*" * len(digits)

    def found_in(self, text: str) -> bool:
        """Whether ``text`` still tells who it was; digits are compared without blanks and hyphens."""
        plain = clean_text(text)
        digits = "".join(c for c in plain if c.isdigit())
        phone = "".join(c for c in self.phone if c.isdigit())
        parts = [part for part in (self.name, self.address) if len(part) > 1]
        return any(part in plain for part in parts) or bool(phone and phone in digits)


def keep_identity(petition: Petition, contact: Contact) -> None:
    """Seal ``contact`` for ``petition``, in place of what was known before."""
    if contact.is_empty:
        return
    row = PetitionerIdentity.objects.filter(petition=petition).first() or PetitionerIdentity(petition=petition)
    row.key_version, row.sealed = vault.seal(vars(contact), row=_row(row))
    row.phone_index = vault.blind_index(contact.phone)
    row.save()


def contact_of(petition: Petition) -> Contact:
    """The contact in clear, for checks inside the portal only; empty when anonymous or when it cannot be opened."""
    return _opened(PetitionerIdentity.objects.filter(petition=petition).first())


def contact_and_repeats(petition: Petition, rights: Rights) -> tuple[Contact, int]:
    """The contact, and how many other petitions from the same phone this reader may see, in one statement."""
    seen = Petition.objects.visible_to(rights).order_by().values("pk")
    same = PetitionerIdentity.objects.filter(phone_index=OuterRef("phone_index"), petition__in=seen)
    same = same.exclude(phone_index="").order_by()
    counted = Subquery(same.values("phone_index").annotate(n=Count("pk")).values("n"))
    row = PetitionerIdentity.objects.filter(petition=petition).annotate(same_phone=Coalesce(counted, 1)).first()
    return _opened(row), row.same_phone - 1 if row else 0


def _opened(row: PetitionerIdentity | None) -> Contact:
    if row is None:
        return Contact()
    try:
        return Contact(**vault.unseal(row.sealed, version=row.key_version, row=_row(row)))
    except vault.VaultError:
        return Contact()


def _row(row: PetitionerIdentity) -> str:
    """What the seal is bound to: moved to another row or petition, it does not open."""
    return f"identity:{row.pk}:{row.petition_id}"
