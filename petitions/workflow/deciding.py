"""What the petition office, or discipline inspection, decides."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from outreach.common.transitions import RefusedStepError
from outreach.ledger.intake import Finding, open_issue
from outreach.ledger.models import Issue
from outreach.ledger.states import ACTIVE
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights
from petitions.casefile import open_request
from petitions.completeness import GAPS, gaps
from petitions.models import Petition
from petitions.states import Kind, State
from petitions.statute import SEEN_ONLY, Stage, Term
from petitions.workflow.allotting import take_up
from petitions.workflow.clocks import (
    go_on,
    notify,
    run_again,
    settle,
    start,
    start_conclude_clock,
    start_notice_clock,
    start_notice_clock_anew,
    stop_clocks,
)
from petitions.workflow.machine import PETITIONS
from petitions.workflow.mailing import end_mails
from petitions.workflow.naming import keep_named_out, mention, refuse_if_nobody_is_left
from petitions.workflow.replying import replace_opinions
from petitions.workflow.sealing import all_words, seal, unseal
from petitions.workflow.waiting import stop_waiting

#: How many signs an explanation has at least.
SHORTEST_REASON = 5


def classify(
    *,
    petition: Petition,
    kind: str,
    unit: OrgUnit,
    rights: Rights,
    is_simple: bool = False,
    note: str = "",
    version: int | None = None,
) -> Petition:
    """Confirm the kind and where it happened; an accusation goes to discipline inspection instead.

    ``is_simple``: clear and small enough for the short procedure, with its own shorter terms.
    """
    if kind == Kind.ACCUSATION:
        return route_to_discipline(petition=petition, rights=rights, note=note, version=version)
    with PETITIONS.moving(petition, "classify", rights, version) as move:
        take_up(move.row, rights)
        move.row.kind = Kind(kind)
        move.row.unit = unit
        if is_simple:
            move.row.is_simple = True
            start_notice_clock(move.row)
        move.note = note
        move.detail = {"kind": kind, "unit": str(unit), "is_simple": is_simple}
        return move.row


def reconsider(*, petition: Petition, note: str, rights: Rights, version: int | None = None) -> Petition:
    """A wrong kind, or a refusal that does not hold: it is classified anew, and the petitioner told anew."""
    with PETITIONS.moving(petition, "reconsider", rights, version) as move:
        move.row.is_simple, move.row.referred_to = False, None
        move.row.legal_route = move.row.not_accept_ground = ""
        if move.before == State.CLASSIFIED:  # nothing has been told yet
            start_notice_clock(move.row)
        else:
            start_notice_clock_anew(move.row)
        move.note = note
        return move.row


def accept(*, petition: Petition, rights: Rights, note: str = "", version: int | None = None) -> Petition:
    """受理: from now on an appeal has 60 days. ``note`` is told to the petitioner."""
    with PETITIONS.moving(petition, "accept", rights, version) as move:
        notify(move.row)
        start_conclude_clock(move.row)
        move.note = note
        move.detail = {"due_on": str(move.row.due_on or "")}
        return move.row


@transaction.atomic
def hand_over(
    *,
    petition: Petition,
    finding: Finding,
    rights: Rights,
    files: Collection[str] = (),
    cleared: str = "",
    version: int | None = None,
) -> Petition:
    """Give the matter, without the petitioner, to the ledger as a new item.

    ``files`` are the keys of the petition's files that go with the task sheet, none unless they are named;
    ``cleared`` says why words that tell who the petitioner is are handed on all the same.
    """
    with PETITIONS.moving(petition, "hand_over", rights, version) as move:
        move.row.files.filter(pk__in=files).update(is_on_sheet=True)
        mention(move.row, words=f"{finding.title}\n{finding.description}\n{finding.place}", rights=rights)
        move.row.issue = open_issue(finding=finding, rights=rights)
        keep_named_out(move.row)
        move.detail = {"issue": move.row.issue.number, "files": len(files), "cleared": cleared}
        return move.row


def join(*, petition: Petition, issue: Issue, rights: Rights, version: int | None = None) -> Petition:
    """Let the petition go on with an open item about the same matter."""
    with PETITIONS.moving(petition, "join", rights, version) as move:
        if issue.status not in ACTIVE:
            raise RefusedStepError(_("%(number)s 不在办，不能并入。") % {"number": issue.number})
        move.row.issue = issue
        keep_named_out(move.row)
        move.detail = {"issue": issue.number}
        return move.row


def answer(*, petition: Petition, text: str, rights: Rights, cleared: str = "", version: int | None = None) -> Petition:
    """Answer without the ledger; the petitioner reads ``text``."""
    with PETITIONS.moving(petition, "answer", rights, version) as move:
        stop_clocks(move.row)
        replace_opinions(move.row)
        move.row.answer = text
        mention(move.row, words=text, rights=rights)
        move.detail = {"cleared": cleared}
        return move.row


def route_to_discipline(*, petition: Petition, rights: Rights, note: str = "", version: int | None = None) -> Petition:
    """转纪检: from now on only inspectors see it (Art. 30)."""
    with PETITIONS.moving(petition, "route_to_discipline", rights, version) as move:
        move.row.kind = Kind.ACCUSATION
        seal(move.row, words=all_words(move.row), unit=move.row.unit)
        move.note = note
        return move.row


def investigate(*, petition: Petition, rights: Rights, note: str = "", version: int | None = None) -> Petition:
    """Inspectors begin to look into it; the accuser reads that they do."""
    with PETITIONS.moving(petition, "investigate", rights, version) as move:
        move.note = note
        return move.row


@transaction.atomic
def release(*, petition: Petition, kind: str, rights: Rights, note: str = "", version: int | None = None) -> Petition:
    """An inspector finds that it accuses nobody: it goes to the petition office like any other."""
    with PETITIONS.moving(petition, "release", rights, version) as move:
        if kind == Kind.ACCUSATION:
            raise RefusedStepError(_("检举控告不能转回信访办理。"))
        move.row.kind = Kind(kind)
        unseal(move.row)
        refuse_if_nobody_is_left(move.row)
        move.note = note
    return _back_to(move.row)


def _back_to(petition: Petition) -> Petition:
    """Where it was before it was sealed: with those who review it, or in the ledger; else the office begins anew."""
    asked = open_request(petition)
    if asked is not None:
        term = Term.FINAL if asked.stage == Stage.FINAL else Term.REVIEW
        with PETITIONS.moving(petition, f"go_on_{term}", Rights.system()) as onward:
            run_again(onward.row, term)
            return onward.row
    if petition.issue is None:
        return petition
    with PETITIONS.moving(petition, "go_on", Rights.system()) as onward:
        go_on(onward.row)
        return onward.row


def to_ordinary(*, petition: Petition, note: str, rights: Rights, version: int | None = None) -> Petition:
    """It is not as simple as it looked: from now on the 60 days hold, still from its acceptance."""
    with PETITIONS.moving(petition, "to_ordinary", rights, version) as move:
        move.row.is_simple = False
        if held := move.row.clock_of(Term.CONCLUDE):
            start(move.row, Term.CONCLUDE, held.start_on)
        move.note = note
        return move.row


def redo_ordinary(*, petition: Petition, note: str, rights: Rights, version: int | None = None) -> Petition:
    """The petitioner is not content with a simple answer: handled anew, to a written opinion that may be reviewed.

    The 60 days still run from its acceptance, as in ``to_ordinary``.
    """
    with PETITIONS.moving(petition, "redo_ordinary", rights, version) as move:
        move.row.is_simple = False
        if held := move.row.clock_of(Term.CONCLUDE):
            start(move.row, Term.CONCLUDE, held.start_on)
        move.row.delivered_at = move.row.result_at = None
        move.note = note
        return move.row


def archive(
    *,
    petition: Petition,
    rights: Rights,
    seen: Collection[str] = (),
    note: str = "",
    version: int | None = None,
) -> Petition:
    """The case is over. ``seen`` are the gaps of its file that somebody has looked at, unless ``note`` says why."""
    with PETITIONS.moving(petition, "archive", rights, version) as move:
        lacking = gaps(move.row)
        unseen = [str(GAPS[key]) for key in lacking if key not in seen]
        if unseen and len(note.strip()) < SHORTEST_REASON:
            raise RefusedStepError(_("卷里还缺：%(what)s。请打勾确认，或写明为什么。") % {"what": _("；").join(unseen)})
        move.detail = {"lacking": lacking}
        settle(move.row)
        end_mails(petition=move.row)
        move.row.waits_for = ""
        move.note = note
        return move.row


def mark_seen(*, petition: Petition, rights: Rights, note: str = "", version: int | None = None) -> Petition:
    """What came in while nobody had it at the desk, or from one of a group, has been looked at."""
    with PETITIONS.moving(petition, "mark_seen", rights, version) as move:
        stop_waiting(move.row, *SEEN_ONLY)
        move.note = note
        return move.row
