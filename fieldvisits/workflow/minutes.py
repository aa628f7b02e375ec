"""The verbs of minutes 纪要: write, send round, object, answer, confirm."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from fieldvisits.documents.kinds import MINUTES
from fieldvisits.limits import OBJECT_TO_MINUTES
from fieldvisits.models import Decision, Minutes, Objection, Visit
from fieldvisits.noticing import tell_the_writer, tell_whom_they_bind
from fieldvisits.permissions import CONFIRM_MINUTES, VIEW, WRITE_MINUTES
from fieldvisits.states import MinutesState
from outreach.audit.workflow import record
from outreach.calendars.limits import limits
from outreach.calendars.signals import Moved
from outreach.calendars.workdays import add_workdays
from outreach.common import clock
from outreach.common.transitions import Machine, Move, RefusedStepError, Transition, Words
from outreach.documents.workflow import issue_by_itself
from outreach.ledger.intake import Finding, open_issue
from outreach.ledger.models import Issue
from outreach.org.grants import grants
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights

_TITLE_LENGTH = 80
_DRAFT, _OUT = frozenset({MinutesState.DRAFT}), frozenset({MinutesState.CIRCULATED})


@dataclass(frozen=True)
class DecisionEntry:
    """One decision as written; ``issue`` is the item it belongs to, None where confirming opens one."""

    what: str
    unit: OrgUnit
    owner: str
    due_on: date
    issue: Issue | None = None


@dataclass(frozen=True)
class MinutesEntry:
    """What the minutes say."""

    attended: str
    facts: str
    decisions: Sequence[DecisionEntry] = ()


def _says_what_was_decided(minutes: Minutes, _rights: Rights) -> Words | None:
    return None if minutes.decisions.exists() else _("还没有写议定的事项：至少写一项，谁办、哪天以前。")


def _window_is_open(minutes: Minutes, _rights: Rights) -> Words | None:
    return None if minutes.is_open_to_objections() else _("征求意见已经结束，有不同意见请直接找整理人。")


def _window_has_passed(minutes: Minutes, _rights: Rights) -> Words | None:
    if not minutes.is_open_to_objections():
        return None
    return _("%(day)s 以前还可以提意见，次日起才能确认。") % {"day": minutes.objections_until}


def _objections_are_answered(minutes: Minutes, _rights: Rights) -> Words | None:
    return _("还有意见没有答复。") if minutes.objections.filter(answered_at=None).exists() else None


STEPS: list[Transition[Minutes]] = [
    Transition("revise", gettext_lazy("修改"), _DRAFT, None, WRITE_MINUTES),
    Transition(
        "circulate",
        gettext_lazy("发出征求意见"),
        _DRAFT,
        MinutesState.CIRCULATED,
        WRITE_MINUTES,
        needs=(_says_what_was_decided,),
    ),
    # Minutes bind other units than the one visited: they read them, and may say that it was otherwise.
    Transition("object", gettext_lazy("提意见"), _OUT, None, VIEW, "readers", (_window_is_open,)),
    Transition("answer", gettext_lazy("答复意见"), _OUT, None, WRITE_MINUTES),
    Transition("take_back", gettext_lazy("收回修改"), _OUT, MinutesState.DRAFT, WRITE_MINUTES),
    Transition(
        "confirm",
        gettext_lazy("确认并编号"),
        _OUT,
        MinutesState.CONFIRMED,
        CONFIRM_MINUTES,
        needs=(_window_has_passed, _objections_are_answered),
    ),
]


def _record(move: Move[Minutes], rights: Rights) -> None:
    told = {"before": move.before, "after": move.row.status, **move.detail}
    record(action=f"minutes.{move.step.name}", actor=rights.user, obj=move.row.visit, detail=told)


MACHINE: Machine[Minutes] = Machine(lambda: Minutes, STEPS, _record)


def write_minutes(*, visit: Visit, entry: MinutesEntry, rights: Rights) -> Minutes:
    """Begin the minutes of a visit; ``RefusedStepError`` where somebody else has begun them meanwhile."""
    if rights.user is None or not rights.covers(WRITE_MINUTES, visit.unit.path):
        raise PermissionDenied(_("您的岗位不能整理这次走访的纪要。"))
    try:
        with transaction.atomic():
            minutes = Minutes.objects.create(
                visit=visit, written_by=rights.user, attended=entry.attended, facts=entry.facts
            )
            _write_decisions(minutes, entry.decisions)
            record(action="minutes.written", actor=rights.user, obj=visit)
            return minutes
    except IntegrityError:
        raise RefusedStepError(_("这次走访的纪要刚有人动笔写了。请打开看过再改，你写的还在下面。")) from None


def revise_minutes(*, minutes: Minutes, entry: MinutesEntry, rights: Rights, version: int | None = None) -> Minutes:
    """Write a draft anew; ``StaleVersionError`` where somebody wrote since."""
    with MACHINE.moving(minutes, "revise", rights, version) as move:
        move.row.attended, move.row.facts = entry.attended, entry.facts
        _write_decisions(move.row, entry.decisions)
        return move.row


def circulate_minutes(*, minutes: Minutes, rights: Rights, version: int | None = None) -> Minutes:
    """Send them round; practice: objected to within 3 workdays."""
    with transaction.atomic():
        with MACHINE.moving(minutes, "circulate", rights, version) as move:
            move.row.circulated_at = clock.now()
            move.row.objections_until = add_workdays(clock.today(), limits.length(OBJECT_TO_MINUTES))
        tell_whom_they_bind(move.row, rights.user.pk if rights.user else None)
        return move.row


def recount_windows() -> list[Moved]:
    """After the calendar changed: until when minutes may be objected to, where that day is not over yet."""
    moved = []
    out = Minutes.objects.filter(status=MinutesState.CIRCULATED, objections_until__gte=clock.today())
    for row in out.select_related("visit__unit").select_for_update(of=("self",)):
        until = add_workdays(clock.day_of(row.circulated_at or clock.now()), limits.length(OBJECT_TO_MINUTES))
        if row.objections_until is None or until == row.objections_until:
            continue
        moved.append(Moved(str(row), row.objections_until, until, row.get_absolute_url()))
        record(
            action="minutes.window_moved", obj=row.visit, detail={"from": str(row.objections_until), "to": str(until)}
        )
        row.objections_until = until
        row.save(update_fields=["objections_until"])
    return moved


def take_back_minutes(*, minutes: Minutes, rights: Rights, version: int | None = None) -> Minutes:
    """Back to the desk, to be changed and sent round anew; objections and answers stay."""
    with MACHINE.moving(minutes, "take_back", rights, version) as move:
        move.row.circulated_at = move.row.objections_until = None
        return move.row


def object_to_minutes(*, minutes: Minutes, what: str, rights: Rights, version: int | None = None) -> Objection:
    """Say what is not as it was decided."""
    if rights.user is None:
        raise PermissionDenied(_("请先登录。"))
    with transaction.atomic():
        with MACHINE.moving(minutes, "object", rights, version) as move:
            objection: Objection = move.row.objections.create(raised_by=rights.user, what=what)
            move.detail = {"objection": objection.pk}
        tell_the_writer(move.row, rights.user.pk)
        return objection


def answer_objection(*, objection: Objection, answer: str, is_taken_in: bool, rights: Rights) -> Objection:
    """Say why not, or how it is taken in; once."""
    with MACHINE.moving(objection.minutes, "answer", rights) as move:
        locked = move.row.objections.select_for_update().get(pk=objection.pk)
        if locked.is_answered:
            raise RefusedStepError(_("这条意见已经答复过了。"))
        locked.answer, locked.is_taken_in = answer, is_taken_in
        locked.answered_by, locked.answered_at = rights.user, clock.now()
        locked.save(update_fields=["answer", "is_taken_in", "answered_by", "answered_at"])
        move.detail = {"objection": locked.pk, "is_taken_in": is_taken_in}
        return locked


def confirm_minutes(*, minutes: Minutes, rights: Rights, version: int | None = None) -> Minutes:
    """Fix them: every decision is an item of the ledger, and the document is numbered and cannot be changed."""
    with MACHINE.moving(minutes, "confirm", rights, version) as move:
        row = move.row
        for decision in row.decisions.select_related("unit").filter(issue=None):
            decision.issue = _open_item(row, decision, rights)
            decision.save(update_fields=["issue"])
        row.confirmed_at, row.confirmed_by = clock.now(), rights.user
        document = issue_by_itself(kind=MINUTES, about=row, unit=_office(row, rights), acting=rights.user)
        row.number = document.number or ""
        move.detail = {"number": row.number}
        return row


def _office(minutes: Minutes, rights: Rights) -> OrgUnit:
    """In whose name they go out: where whoever confirms them serves, nearest to the ground."""
    serving = [one.unit for one in rights.postings if CONFIRM_MINUTES in grants.of(one.role)]
    return max(serving, key=lambda unit: len(unit.path), default=minutes.visit.unit)


def _open_item(minutes: Minutes, decision: Decision, rights: Rights) -> Issue:
    with override("zh-hans"):  # it stands in the ledger, whatever language the leader reads
        said = _("%(what)s\n现场办公议定：%(owner)s负责，%(due)s 以前办好。")
    finding = Finding(
        source="fieldvisit",
        title=Truncator(decision.what).chars(_TITLE_LENGTH),
        description=said % {"what": decision.what, "owner": decision.owner, "due": decision.due_on},
        unit=minutes.visit.unit,  # where it is; who does it is for the office to assign
        proposed_unit=decision.unit,
        raised_on=minutes.visit.visited_on,
        is_found_on_site=True,
    )
    return open_issue(finding=finding, rights=Rights.system(rights.user))


def _write_decisions(minutes: Minutes, entries: Sequence[DecisionEntry]) -> None:
    minutes.decisions.all().delete()
    Decision.objects.bulk_create(
        Decision(minutes=minutes, position=position, **_words_of(entry)) for position, entry in enumerate(entries, 1)
    )


def _words_of(entry: DecisionEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in ("what", "unit", "owner", "due_on", "issue")}
