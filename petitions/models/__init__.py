"""What people bring to the enterprise, and who they are, kept apart."""

from petitions.models.draft import DraftFile, PetitionDraft
from petitions.models.identity import PetitionerIdentity
from petitions.models.petition import Petition, PetitionQuerySet
from petitions.models.records import PetitionEvent, PetitionFile, Supplement

__all__ = [
    "DraftFile",
    "Petition",
    "PetitionDraft",
    "PetitionEvent",
    "PetitionFile",
    "PetitionQuerySet",
    "PetitionerIdentity",
    "Supplement",
]
