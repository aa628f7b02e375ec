"""Keeping and reading who brought a petition; everybody else gets the masked form."""

import hmac
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace

from django.db.models import Exists, OuterRef, Q

from outreach.org.scoping import Rights
from petitions import keyring, vault
from petitions.contacts import PARTS, Contact, plain_id_number, plain_phone
from petitions.models import JointIndex, Petition, PetitionerIdentity, PetitionQuerySet, Reveal

#: A number that is a hotel's or a whole shift's tells nothing about one person.
_MOST_OTHERS = 200


@dataclass(frozen=True)
class Known:
    """What is known of a petitioner: the contact, or in ``trouble`` why it cannot be read now.

    ``other_petitions`` are the others of the same phone or identity number that this reader may see, the newest
    first and no more than anybody looks through; ``is_asked_for`` says that a request to see it is waiting or running.
    """

    contact: Contact = field(default_factory=Contact)
    is_kept: bool = False
    trouble: str = ""
    other_petitions: tuple[int, ...] = ()
    is_asked_for: bool = False

    @property
    def others(self) -> int:
        return len(self.other_petitions)


def add_identity(petition: Petition, contact: Contact) -> None:
    """Seal ``contact`` for a petition that has just come: nothing is known of it yet."""
    if not contact.is_empty:
        row = PetitionerIdentity(petition=petition)
        seal_into(row, contact)
        row.save(force_insert=True)
        _add_others(row, contact)


def keep_identity(petition: Petition, contact: Contact) -> None:
    """Seal ``contact`` for ``petition``, in place of what was known before."""
    if contact.is_empty:
        return
    row = PetitionerIdentity.objects.filter(petition=petition).first() or PetitionerIdentity(petition=petition)
    seal_into(row, contact)
    row.save()
    index_others(row, contact)


def seal_into(row: PetitionerIdentity, contact: Contact) -> None:
    """Fill ``row`` with the sealed contact and its blind indexes, made with the keys in use."""
    keyring.confirm()
    row.key_version, row.sealed = vault.seal(asdict(contact), row=keyring.row_name(row))
    row.index_key = vault.index_keys()[0].version
    row.phone_index = vault.blind_index("phone", plain_phone(contact.phone))
    row.id_number_index = vault.blind_index("id number", plain_id_number(contact.id_number))


def index_others(row: PetitionerIdentity, contact: Contact) -> None:
    """Let representatives and co-signers be found too, with the keys in use, in place of those found before."""
    row.joint.all().delete()
    _add_others(row, contact)


def _add_others(row: PetitionerIdentity, contact: Contact) -> None:
    digests = {digest for person in contact.others for digest in _digests(person.phone, person.id_number)}
    JointIndex.objects.bulk_create([JointIndex(identity=row, digest=digest) for digest in sorted(digests)], 500)


def _digests(phone: str, id_number: str) -> Iterator[str]:
    """The blind indexes of one person, without those of nothing."""
    found = (vault.blind_index("phone", plain_phone(phone)), vault.blind_index("id number", plain_id_number(id_number)))
    return (digest for digest in found if digest)


def open_identity(row: PetitionerIdentity) -> Contact:
    """The contact in clear; raises ``VaultError``. Whoever shows it to a person records that first."""
    return Contact(**vault.unseal(row.sealed, version=row.key_version, row=keyring.row_name(row)))


def contact_of(petition: Petition) -> Contact:
    """The contact in clear, for checks inside the portal only; empty when anonymous or when it cannot be opened."""
    return _known(PetitionerIdentity.objects.filter(petition=petition).first()).contact


def kept_parts(petition: Petition) -> set[str]:
    """Which parts of the contact were left; all of them where it cannot be opened, for then nobody can tell."""
    known = _known(PetitionerIdentity.objects.filter(petition=petition).first())
    return {part for part in PARTS if known.trouble or getattr(known.contact, part)}


def known_of(petition: Petition, rights: Rights) -> Known:
    """The contact behind the mask, and how many other petitions of this person the reader may see."""
    asked = Exists(Reveal.objects.filter(petition=OuterRef("petition")).open())
    row = PetitionerIdentity.objects.filter(petition=petition).annotate(is_asked_for=asked).first()
    if row is None:
        return Known()
    seen: PetitionQuerySet = Petition.objects.visible_to(rights)
    others = PetitionerIdentity.objects.filter(sharing_with(row), petition__in=seen.order_by().values("pk"))
    newest = others.exclude(pk=row.pk).order_by("-petition__received_at").values_list("petition", flat=True)
    return replace(_known(row), other_petitions=tuple(newest[:_MOST_OTHERS]), is_asked_for=row.is_asked_for)


def sharing_with(row: PetitionerIdentity) -> Q:
    """Identities in which somebody has the phone or the identity number of somebody in ``row``; asked of indexes."""
    digests = {row.phone_index, row.id_number_index} - {""}
    joint = JointIndex.objects.filter(Q(identity=row) | Q(digest__in=digests)).values_list("identity", "digest")
    own = digests | {digest for identity, digest in joint if identity == row.pk}
    found = {identity for identity, _digest in joint}
    if own != digests:
        found |= set(JointIndex.objects.filter(digest__in=own).values_list("identity", flat=True))
    return Q(pk__in=found) | Q(phone_index__in=own) | Q(id_number_index__in=own)


def is_kept(petition: Petition) -> bool:
    """Whether anything is known of who brought it."""
    return PetitionerIdentity.objects.filter(petition=petition).exists()


def is_proved(petition: Petition, typed: str) -> bool:
    """Whether ``typed`` is the phone or identity number kept with ``petition``, or the name where neither is kept."""
    row = PetitionerIdentity.objects.get(petition=petition)
    numbers = {row.phone_index, row.id_number_index} - {""}
    if not numbers:
        return hmac.compare_digest(open_identity(row).name.encode(), typed.strip().encode())
    asked = vault.blind_indexes("phone", plain_phone(typed)) + vault.blind_indexes("id number", plain_id_number(typed))
    return bool(numbers & set(asked))


def petitions_of(number: str, rights: Rights) -> PetitionQuerySet:
    """The petitions of a phone or identity number that this reader may see, however the number is written."""
    phones = vault.blind_indexes("phone", plain_phone(number)) if plain_phone(number) else []
    id_numbers = vault.blind_indexes("id number", plain_id_number(number))
    joint = JointIndex.objects.filter(digest__in=[*phones, *id_numbers]).values("identity__petition")
    found = Q(identity__phone_index__in=phones) | Q(identity__id_number_index__in=id_numbers) | Q(pk__in=joint)
    visible: PetitionQuerySet = Petition.objects.visible_to(rights)
    return visible.filter(found)


def of_same_person(petition: Petition, rights: Rights) -> PetitionQuerySet:
    """``petition`` and the others of the same phone or identity number, as far as this reader sees them."""
    visible: PetitionQuerySet = Petition.objects.visible_to(rights)
    row = PetitionerIdentity.objects.filter(petition=petition).first()
    if row is None:
        return visible.filter(pk=petition.pk)
    shared = PetitionerIdentity.objects.filter(sharing_with(row)).order_by().values("petition")
    return visible.filter(Q(pk=petition.pk) | Q(pk__in=shared))


def _known(row: PetitionerIdentity | None) -> Known:
    if row is None:
        return Known()
    try:
        return Known(open_identity(row), is_kept=True)
    except vault.VaultError as error:
        return Known(is_kept=True, trouble=keyring.trouble_of(error))
