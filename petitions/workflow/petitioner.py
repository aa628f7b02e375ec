"""What the petitioner does after handing in, written down by the portal on their behalf."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from outreach.attachments.models import Attachment
from outreach.attachments.reading import Reading, read_all
from outreach.common.transitions import RefusedStepError
from outreach.ledger import workflow as ledger
from outreach.ledger.states import State as IssueState
from outreach.ledger.workflow import Judgement
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights
from petitions import vault
from petitions.casefile import last_opinion
from petitions.identities import contact_of
from petitions.leaks import check
from petitions.models import CaseQuestion, Petition, PetitionFile, Supplement
from petitions.states import AT_THE_DESK, Kind, State
from petitions.statute import Outcome, Waits
from petitions.workflow.inspectors import give_to_inspectors
from petitions.workflow.items import name_in_items
from petitions.workflow.machine import PETITIONS
from petitions.workflow.naming import keep_mentioned_out, left_without, name_from, people_in
from petitions.workflow.sealing import seal
from petitions.workflow.waiting import wait_for

#: The raiser may judge while the office waits for the word, and after striking off.
RATEABLE = (IssueState.AWAITING_RATING, IssueState.CLOSED)
_UNREAD: Mapping[UUID, Reading] = MappingProxyType({})


def supplement(*, petition: Petition, text: str, files: Sequence[Attachment] = ()) -> Supplement:
    """Add what the petitioner sends later, in every state; the same content sent twice is added once."""
    return add_supplement(petition=petition, text=text, files=files, readings=read_all(files))


@transaction.atomic
def add_supplement(
    *,
    petition: Petition,
    text: str,
    files: Sequence[Attachment],
    readings: Mapping[UUID, Reading],
    question: CaseQuestion | None = None,
) -> Supplement:
    """The same with the words of the files, which were read before anything is locked; maybe to answer a question."""
    content: dict[str, Any] = {"text": text, "files": sorted(file.sha256 for file in files)}
    content |= {"question": question.pk} if question else {}
    digest = vault.content_digest(content)
    locked = Petition.objects.visible_to(Rights.system()).select_for_update(of=("self",)).get(pk=petition.pk)
    if found := locked.supplements.filter(content_hash=digest).first():
        return found
    with PETITIONS.moving(locked, "answer_question" if question else "supplement", Rights.system()) as move:
        added = Supplement.objects.create(petition=move.row, question=question, text=text, content_hash=digest)
        link_files(move.row, files, readings, added)
        if question is not None and not move.row.is_sealed:
            wait_for(move.row, Waits.ANSWER)
        elif move.row.status not in AT_THE_DESK and not move.row.is_sealed:  # nobody would look for it there
            wait_for(move.row, Waits.SUPPLEMENT)
        move.detail = {"supplement": added.pk, "files": len(files)}
    heed_names(petition=move.row, words="\n".join([text, words_of(files, readings)]))
    return added


@transaction.atomic
def rate(*, petition: Petition, judgement: Judgement) -> Petition:
    """Judge the handling in three parts; dissatisfied with the result, the ledger takes the matter up again.

    Nobody has looked through the words: what names somebody, or tells who the petitioner is, stays with the office.
    """
    if petition.status == State.RATED:
        raise RefusedStepError(_("你已经评价过了，谢谢。还有话要说，可以补充材料。"))
    names_nobody = not people_in(judgement.words) and not check("", judgement.words, contact_of(petition)).leaks
    with PETITIONS.moving(petition, "rate", Rights.system()) as move:
        if why := refusal_to_rate(move.row):
            raise RefusedStepError(why)
        if move.row.issue is not None and move.before == State.DELIVERED:
            told = judgement if names_nobody else replace(judgement, words="")
            ledger.rate(issue=move.row.issue, judgement=told)
        move.detail = {"attitude": judgement.attitude, "speed": judgement.speed, "result": judgement.result}
        move.note = judgement.words
    return heed_names(petition=move.row, words=judgement.words)


def refusal_to_rate(petition: Petition) -> str:
    """Why the handling cannot be judged now, in words for the petitioner; empty when it can.

    Once a round: what was taken up again may be judged again.
    """
    is_reply = petition.status == State.DELIVERED
    if is_reply and petition.issue is not None and petition.issue.status not in RATEABLE:
        return _("这件事还没有办完，办完后再评价。")
    if not is_reply and (why := _review_to_come(petition)):
        return why
    rounds = (
        petition.events.filter(step__in=["rate", "resume", "redo", "redo_ordinary"])
        .order_by("version")
        .values_list("step", flat=True)
    )
    if petition.status == State.RATED or (rounds and list(rounds)[-1] == "rate"):
        return _("你已经评价过了，谢谢。还有话要说，可以补充材料。")
    return ""


def _review_to_come(petition: Petition) -> str:
    """A judgement ends the case: not before its opinion has come, nor while what it revoked is not done anew."""
    last = last_opinion(petition)
    if last is not None and last.delivered_on is None:
        return _("意见还没有送达，收到后再评价。")
    if last is not None and last.outcome == Outcome.REVOKE:
        return _("原来的意见撤销了，重新办完后再评价。")
    return ""


@transaction.atomic
def heed_names(*, petition: Petition, words: str) -> Petition:
    """Whoever is named in what the petitioner says keeps away; the others deal with it as before.

    Where nobody would be left to decide on it, or on its item, it goes to the inspectors instead. Of a sealed one
    whoever is named is taken from its inspectors, and the next who are left get it.
    """
    people = people_in(words)
    if not people:
        return petition
    if petition.is_sealed:
        with PETITIONS.moving(petition, "heed_names", Rights.system()) as move:
            name_from(move.row, words=words, unit=move.row.unit)
            name_in_items(move.row)
            give_to_inspectors(move.row)
            return move.row
    if not left_without(petition, people) or (petition.issue and ledger.is_lost_without(petition.issue, people)):
        return seal_by_itself(petition=petition, kind=petition.kind, words=words, unit=petition.unit)
    keep_mentioned_out(petition, people)
    return petition


def seal_by_itself(*, petition: Petition, kind: str, words: str, unit: OrgUnit) -> Petition:
    """An accusation, or what names a person, goes to discipline inspection before anybody else could see it.

    Art. 30 and 46. ``words`` is everything said; who is named there, or serves in the accused ``unit``, keeps away.
    """
    with PETITIONS.moving(petition, "seal_by_itself", Rights.system()) as move:
        move.row.kind = Kind(kind)
        seal(move.row, words=words, unit=unit)
        return move.row


def words_of(files: Iterable[Attachment], readings: Mapping[UUID, Reading]) -> str:
    """The names of files and what stands in them, to look for names in."""
    return "\n".join(f"{file.original_name}\n{readings.get(file.pk, Reading()).words}" for file in files)


def link_files(
    petition: Petition,
    files: Sequence[Attachment],
    readings: Mapping[UUID, Reading] = _UNREAD,
    added: Supplement | None = None,
) -> None:
    """Tie stored files to the petition, each once."""
    if not files:
        return
    have = set(petition.files.values_list("attachment_id", flat=True))
    PetitionFile.objects.bulk_create(
        PetitionFile(
            petition=petition,
            supplement=added,
            attachment=file,
            is_searched=readings.get(file.pk, Reading()).is_whole,
        )
        for file in files
        if file.pk not in have
    )
