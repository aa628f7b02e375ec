"""What people bring to the enterprise, and who they are, kept apart."""

from petitions.models.above import AboveEntry
from petitions.models.accused import Accused
from petitions.models.answers import PublishedAnswer, PublishedAnswerQuerySet
from petitions.models.counted import CountedCase, CountedCaseQuerySet
from petitions.models.draft import DraftFile, PetitionDraft
from petitions.models.extension import CaseExtension
from petitions.models.further import FurtherItem
from petitions.models.identity import JointIndex, PetitionerIdentity, VaultKey
from petitions.models.job import JobPiece, JobRemark, RegisterJob, RegisterJobQuerySet
from petitions.models.mailing import CaseMail, MailWish
from petitions.models.opinion import HandlingOpinion
from petitions.models.petition import Petition, PetitionQuerySet
from petitions.models.phrases import Phrase, PhraseQuerySet
from petitions.models.proceedings import ContactEntry, Hearing, Mediation
from petitions.models.questions import CaseQuestion, CaseQuestionQuerySet
from petitions.models.reception import ReceptionDay, ReceptionDayQuerySet, ReceptionSlot, ReceptionSlotQuerySet
from petitions.models.records import PetitionEvent, PetitionFile, Supplement
from petitions.models.referral import Referral
from petitions.models.repeats import NotRepeat, PetitionGram
from petitions.models.report import UrgentReport
from petitions.models.reveal import Reveal, RevealQuerySet
from petitions.models.review import ReviewRequest
from petitions.models.sponsoring import SponsoredCase, SponsoredCaseQuerySet, SponsorNote, SponsorStep
from petitions.models.supervision import CaseReminder, CaseSupervision
from petitions.models.wayin import WayIn
from petitions.models.withdrawal import Withdrawal

__all__ = [
    "AboveEntry",
    "Accused",
    "CaseExtension",
    "CaseMail",
    "CaseQuestion",
    "CaseQuestionQuerySet",
    "CaseReminder",
    "CaseSupervision",
    "ContactEntry",
    "CountedCase",
    "CountedCaseQuerySet",
    "DraftFile",
    "FurtherItem",
    "HandlingOpinion",
    "Hearing",
    "JobPiece",
    "JobRemark",
    "JointIndex",
    "MailWish",
    "Mediation",
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
    "ReceptionDayQuerySet",
    "ReceptionSlot",
    "ReceptionSlotQuerySet",
    "Referral",
    "RegisterJob",
    "RegisterJobQuerySet",
    "Reveal",
    "RevealQuerySet",
    "ReviewRequest",
    "SponsorNote",
    "SponsorStep",
    "SponsoredCase",
    "SponsoredCaseQuerySet",
    "Supplement",
    "UrgentReport",
    "VaultKey",
    "WayIn",
    "Withdrawal",
]
