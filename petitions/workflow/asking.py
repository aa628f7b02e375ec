"""A question to the petitioner, its withdrawal, and the answer, of which the officer hears at once.

The terms of the case run on all the while: no article lets the office wait for an answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from outreach.attachments.models import Attachment
from outreach.attachments.reading import read_all
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.org.scoping import Rights
from outreach.reminders.models import Notice
from petitions.models import CaseQuestion, Petition, Supplement
from petitions.workflow.machine import PETITIONS
from petitions.workflow.naming import mention
from petitions.workflow.petitioner import add_supplement

#: The sort of the notice that tells of an answer.
ANSWERED = "petition_answered"


@dataclass(frozen=True)
class Question:
    """What is asked, what for, and by when an answer would help."""

    text: str
    why: str
    answer_by: date | None = None


def ask_question(
    *, petition: Petition, question: Question, rights: Rights, cleared: str = "", version: int | None = None
) -> Petition:
    """The petitioner reads it on the query page and answers there; whoever it names keeps away."""
    with PETITIONS.moving(petition, "ask_question", rights, version) as move:
        if question.answer_by is not None and question.answer_by < clock.today():
            raise RefusedStepError(_("希望回答的日期不能早于今天。"))
        CaseQuestion.objects.create(
            petition=move.row, asked_by=rights.user, is_sealed=move.row.is_sealed, **vars(question)
        )
        mention(move.row, words=f"{question.text}\n{question.why}", rights=rights)
        move.detail = {"answer_by": str(question.answer_by or ""), "cleared": cleared}
        move.note = question.text
        return move.row


def withdraw_question(
    *, petition: Petition, question: CaseQuestion, note: str, rights: Rights, version: int | None = None
) -> Petition:
    """It need not be answered any more; ``note`` says why, to the office alone."""
    with PETITIONS.moving(petition, "withdraw_question", rights, version) as move:
        waiting = move.row.questions.waiting().filter(pk=question.pk)
        if not question.is_told_to(rights) or not waiting.update(withdrawn_at=clock.now()):
            raise RefusedStepError(_("这个问题已经回答或者收回了。"))
        move.note = note
        return move.row


def answer_question(*, question: CaseQuestion, text: str, files: Sequence[Attachment] = ()) -> Supplement:
    """Kept in every state, however late, also when it was withdrawn meanwhile; the same answer sent twice is one."""
    readings = read_all(files)  # before anything is locked
    with transaction.atomic():
        added = add_supplement(petition=question.petition, text=text, files=files, readings=readings, question=question)
        CaseQuestion.objects.filter(pk=question.pk, answered_at=None).update(answered_at=clock.now())
        _tell(added)
    return added


def _tell(answer: Supplement) -> None:
    """Whoever asked, and whoever has the case now, as far as they still see it."""
    petition = Petition.objects.visible_to(Rights.system()).select_related("officer").get(pk=answer.petition_id)
    asked_by = answer.question.asked_by if answer.question else None
    people = {one.pk: one for one in (asked_by, petition.officer) if one is not None and one.is_active}
    Notice.objects.bulk_create(
        [
            Notice(user=person, kind=ANSWERED, key=f"{ANSWERED}:{answer.pk}")
            for person in people.values()
            if Petition.objects.visible_to(Rights.of(person)).filter(pk=petition.pk).exists()
        ],
        ignore_conflicts=True,
    )
