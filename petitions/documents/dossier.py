"""How documents hang on a petition: who sees them, whose name stands in them, and the vault that keeps them."""

from outreach.documents.kinds import Dossier, Values
from outreach.org.scoping import Rights
from petitions import keyring, vault
from petitions.documents.papers import NOBODY, SERIES
from petitions.identities import contact_of, open_identity
from petitions.models import Petition, PetitionerIdentity, Reveal


class Vault:
    """Documents are sealed with the keys of the identities that stand in them, and rotated with those."""

    def seal(self, content: bytes, *, row: str) -> tuple[str, bytes]:
        keyring.confirm()
        return vault.seal_bytes(content, row=row)

    def unseal(self, sealed: bytes, *, version: str, row: str) -> bytes:
        return vault.unseal_bytes(sealed, version=version, row=row)


def identity_of(petition: Petition) -> Values:
    """The name in clear, to be sealed into a document as it is issued; ``VaultError`` where it does not open."""
    row = PetitionerIdentity.objects.filter(petition=petition).first()
    return {"petitioner": (open_identity(row).name if row else "") or NOBODY}


def masked(petition: Petition) -> Values:
    return {"petitioner": contact_of(petition).masked_name or NOBODY}


def sees_identity(petition: Petition, rights: Rights) -> bool:
    """Whoever a second person let see the name, while that holds; see ``petitions.workflow.revealing``."""
    mine = Reveal.objects.visible_to(rights).running().filter(petition=petition, asked_by=rights.user)
    return any("name" in reveal.parts for reveal in mine)


DOSSIER = Dossier(
    key="petition",
    seen=Petition.objects.visible_to,
    url=lambda petition: petition.get_absolute_url(),
    # Sealed petitions have a series of their own: no missing number tells that something was taken out of sight.
    series=lambda petition: SERIES[petition.is_sealed],
    identity=identity_of,
    masked=masked,
    sees_identity=sees_identity,
    safe=Vault(),
)
