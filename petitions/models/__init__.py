"""What people bring to the enterprise, and who they are, kept apart."""

from petitions.models.accused import Accused
from petitions.models.answers import PublishedAnswer, PublishedAnswerQuerySet
from petitions.models.counted import CountedCase, CountedCaseQuerySet
from petitions.models.draft import DraftFile, PetitionDraft
from petitions.models.identity import JointIndex, PetitionerIdentity, VaultKey
from petitions.models.job import JobPiece, JobRemark, RegisterJob, RegisterJobQuerySet
from petitions.models.petition import Petition, PetitionQuerySet
from petitions.models.phrases import Phrase, PhraseQuerySet
from petitions.models.reception import ReceptionDay, ReceptionSlot, ReceptionSlotQuerySet
from petitions.models.records import PetitionEvent, PetitionFile, Supplement
from petitions.models.repeats import NotRepeat, PetitionGram
from petitions.models.reveal import Reveal, RevealQuerySet
from petitions.models.sponsoring import SponsoredCase, SponsoredCaseQuerySet, SponsorNote, SponsorStep
from petitions.models.wayin import WayIn

__all__ = [
    "Accused",
    "CountedCase",
    "CountedCaseQuerySet",
    "DraftFile",
    "JobPiece",
    "JobRemark",
    "JointIndex",
    "NotRepeat",
    "Petition",
    "PetitionDraft",
    "PetitionEvent",
    "PetitionFile",
    "PetitionGram",
    "PetitionQuerySet",
    "PetitionerIdentity",
    "Phrase",
    "PhraseQuerySet",
    "PublishedAnswer",
    "PublishedAnswerQuerySet",
    "ReceptionDay",
    "ReceptionSlot",
    "ReceptionSlotQuerySet",
    "RegisterJob",
    "RegisterJobQuerySet",
    "Reveal",
    "RevealQuerySet",
    "SponsorNote",
    "SponsorStep",
    "SponsoredCase",
    "SponsoredCaseQuerySet",
    "Supplement",
    "VaultKey",
    "WayIn",
]
