"""公开答复: what one person asked, answered once for everybody; two people look at it, and nobody is known by it."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.audit.workflow import record
from outreach.common import clock
from outreach.common.transitions import Machine, Move, RefusedStepError, Transition, Words
from outreach.org.scoping import Rights
from petitions.models import Petition, PublishedAnswer
from petitions.permissions import CHECK_ANSWERS, PUBLISH
from petitions.states import Publication


def is_anothers(answer: PublishedAnswer, rights: Rights) -> Words | None:
    """Two pairs of eyes: what one person overlooks in one's own words, another sees."""
    if rights.user is not None and rights.user.pk == answer.written_by_id:
        return _("自己起草的要请另一个人核对。")
    return None


def is_not_sealed(answer: PublishedAnswer, _rights: Rights) -> Words | None:
    """Nothing of what only inspectors see goes out."""
    return _("这件信访件已转纪检，不能公开。") if answer.petition.is_sealed else None


def _from(*states: Publication) -> frozenset[str]:
    return frozenset(states)


def _record(move: Move[PublishedAnswer], rights: Rights) -> None:
    detail = {"before": move.before, "after": move.row.status, "version": move.row.version, **move.detail}
    record(action=f"answer.{move.step.name}", actor=rights.user, obj=move.row, detail=detail)


_WRITING = _from(Publication.DRAFT, Publication.CHECKING)
STEPS: list[Transition[PublishedAnswer]] = [
    Transition(
        "publish",
        gettext_lazy("核对无误，公开"),
        _from(Publication.CHECKING),
        Publication.PUBLISHED,
        CHECK_ANSWERS,
        needs=(is_anothers, is_not_sealed),
    ),
    Transition(
        "send_back",
        gettext_lazy("退回修改"),
        _from(Publication.CHECKING),
        Publication.DRAFT,
        CHECK_ANSWERS,
        needs=(is_anothers,),
    ),
    Transition("revise", gettext_lazy("修改"), _WRITING, Publication.CHECKING, PUBLISH, needs=(is_not_sealed,)),
    Transition("withdraw", gettext_lazy("撤下"), _WRITING | {Publication.PUBLISHED}, Publication.WITHDRAWN, PUBLISH),
]
PUBLISHING: Machine[PublishedAnswer] = Machine(lambda: PublishedAnswer, STEPS, _record)


@dataclass(frozen=True)
class Text:
    """What everybody will read."""

    topic: str
    question: str
    answer: str
    basis: str = ""


@transaction.atomic
def write_answer(*, petition: Petition, text: Text, rights: Rights, cleared: str = "") -> PublishedAnswer:
    """Put a question and its answer up for somebody else to look at.

    ``cleared`` says why words that look like somebody's stay in. Raises ``RefusedStepError``, or
    ``Petition.DoesNotExist`` when the petition is out of this person's sight.
    """
    petition = Petition.objects.visible_to(rights).select_for_update(of=("self",)).get(pk=petition.pk)
    if reason := refusal_to_write(petition, rights):
        raise RefusedStepError(reason)
    answer = PublishedAnswer(petition=petition, written_by=rights.user, status=Publication.CHECKING)
    _put(answer, text)
    answer.save()
    record(action="answer.written", actor=rights.user, obj=answer, detail={"of": petition.number, "cleared": cleared})
    return answer


def refusal_to_write(petition: Petition, rights: Rights) -> Words | None:
    """Why nothing can be published of this petition, in words; None when it can."""
    if not any(rights.covers(PUBLISH, path) for path in petition.paths_of("any")):
        return _("公开答复由信访专员起草。")
    if petition.is_sealed:
        return _("纪检密件的内容不公开。")
    if petition.delivered_at is None:
        return _("答复信访人以后才能公开。")
    return None


def revise_answer(
    *, answer: PublishedAnswer, text: Text, rights: Rights, cleared: str = "", version: int | None = None
) -> PublishedAnswer:
    """New words, to be looked at anew; whoever wrote them last counts as the writer."""
    with PUBLISHING.moving(answer, "revise", rights, version) as move:
        _put(move.row, text)
        if rights.user is not None:
            move.row.written_by = rights.user
        move.row.remark = ""
        move.detail = {"cleared": cleared}
        return move.row


def publish_answer(*, answer: PublishedAnswer, rights: Rights, version: int | None = None) -> PublishedAnswer:
    """From now on everybody reads it."""
    with PUBLISHING.moving(answer, "publish", rights, version) as move:
        move.row.checked_by = rights.user
        move.row.published_on = clock.today()
        return move.row


def send_back_answer(
    *, answer: PublishedAnswer, remark: str, rights: Rights, version: int | None = None
) -> PublishedAnswer:
    """Something in it has to change before anybody else reads it."""
    with PUBLISHING.moving(answer, "send_back", rights, version) as move:
        move.row.remark = remark
        return move.row


def withdraw_answer(
    *, answer: PublishedAnswer, remark: str, rights: Rights, version: int | None = None
) -> PublishedAnswer:
    """Out of date, or wrong: nobody finds it any more, and why stays on record."""
    with PUBLISHING.moving(answer, "withdraw", rights, version) as move:
        move.row.remark = remark
        return move.row


def _put(answer: PublishedAnswer, text: Text) -> None:
    answer.topic, answer.question, answer.answer, answer.basis = text.topic, text.question, text.answer, text.basis
