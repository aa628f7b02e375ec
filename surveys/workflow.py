"""Begin an investigation, write down what was heard and seen, and decide what becomes of each finding."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from outreach.attachments.models import Attachment
from outreach.audit import workflow as audit
from outreach.calendars.limits import limits
from outreach.common.once import fingerprint, only_once
from outreach.common.transitions import RefusedStepError
from outreach.ledger.intake import Finding, open_issue
from outreach.ledger.models import Issue
from outreach.ledger.queries import similar_open
from outreach.ledger.states import Horizon, Topic
from outreach.org.models import Cadre, OrgUnit
from outreach.org.scoping import Rights
from surveys.methods import Method
from surveys.models import Investigation, Outcome, Record, RecordFile, RecordFinding
from surveys.permissions import RECORD


@dataclass(frozen=True)
class InvestigationDraft:
    """What somebody wants to find out, where it belongs, and until when."""

    title: str
    question: str
    lead_unit: OrgUnit
    since: date
    until: date
    leader: Cadre | None = None


@dataclass(frozen=True)
class FindingDraft:
    """One fact, as it was typed."""

    what: str
    detail: str = ""
    topic: str = Topic.OTHER
    place: str = ""
    horizon: str = Horizon.TIME_BOUND
    outcome: str = Outcome.TO_LEDGER


@dataclass(frozen=True)
class RecordDraft:
    """One forum, inspection, walk-round or interview, as it was typed."""

    method: str
    held_on: date
    unit: OrgUnit
    said: str
    place: str = ""
    people_count: int | None = None
    people_kind: str = ""
    is_unannounced: bool = False
    findings: tuple[FindingDraft, ...] = field(default=())


@transaction.atomic
def begin(*, draft: InvestigationDraft, token: uuid.UUID, rights: Rights) -> Investigation:
    """Write down a new investigation; ``SentBeforeError`` when the token already stands for another one."""
    if rights.user is None or not rights.covers(RECORD, draft.lead_unit.path):
        raise PermissionDenied(_("您的岗位不能为这个单位登记调研课题。"))
    if (draft.until - draft.since).days > limits.length("surveys.longest"):
        raise RefusedStepError(
            _("一个课题最长 %(days)d 天，请缩短或分成几个课题。") % {"days": limits.length("surveys.longest")}
        )
    content = fingerprint(vars(draft))
    investigation, is_new = Investigation.objects.get_or_create(
        client_token=token, defaults={**vars(draft), "author": rights.user, "content_hash": content}
    )
    if is_new:
        audit.record(action="investigation.begun", actor=rights.user, obj=investigation)
    return only_once(investigation, content)


@transaction.atomic
def write_record(
    *,
    investigation: Investigation,
    draft: RecordDraft,
    token: uuid.UUID,
    rights: Rights,
    files: Sequence[Attachment] = (),
) -> Record:
    """Keep a record with its findings.

    A finding for the ledger goes there at once, unless open items look like it: then it waits until
    somebody has looked at them. ``SentBeforeError`` when the token already stands for another record.
    """
    may = may_record(investigation, rights) and rights.covers(RECORD, draft.unit.path)
    if rights.user is None or not may:
        raise PermissionDenied(_("您的岗位不能为这个课题加记录。"))
    facts = {name: value for name, value in vars(draft).items() if name != "findings"}
    checksums = [file.sha256 for file in files]
    content = fingerprint({**vars(draft), "investigation": investigation.pk, "files": checksums})
    record, is_new = Record.objects.get_or_create(
        client_token=token,
        defaults={**facts, "investigation": investigation, "recorder": rights.user, "content_hash": content},
    )
    if is_new:
        new = Attachment.objects.unlinked().filter(pk__in=[file.pk for file in files])
        RecordFile.objects.bulk_create([RecordFile(record=record, attachment=file) for file in new])
        for one in draft.findings:
            finding = RecordFinding.objects.create(record=record, **vars(one))
            if finding.is_waiting and not similar_open(finding.what, unit=record.unit, rights=rights):
                _to_ledger(finding, rights)
        detail = {"method": draft.method, "findings": len(draft.findings), "files": len(new)}
        audit.record(action="investigation.recorded", actor=rights.user, obj=record, detail=detail)
    return only_once(record, content)


@transaction.atomic
def hand_to_ledger(*, finding: RecordFinding, rights: Rights) -> Issue:
    """The finding is a matter of its own: it becomes a ledger item."""
    return _to_ledger(_waiting(finding, rights), rights)


@transaction.atomic
def join_to_issue(*, finding: RecordFinding, issue: Issue, rights: Rights) -> RecordFinding:
    """The ledger has this matter already: the finding points to that item."""
    locked = _waiting(finding, rights)
    locked.issue = Issue.objects.visible_to(rights).active().get(pk=issue.pk)
    locked.save(update_fields=["issue"])
    audit.record(action="finding.joined", actor=rights.user, obj=locked, detail={"issue": issue.number})
    return locked


@transaction.atomic
def keep_as_information(*, finding: RecordFinding, rights: Rights) -> RecordFinding:
    """Nothing to rectify: the finding stays in the record only."""
    locked = _waiting(finding, rights)
    locked.outcome = Outcome.INFORMATION_ONLY
    locked.save(update_fields=["outcome"])
    audit.record(action="finding.kept", actor=rights.user, obj=locked)
    return locked


def may_record(investigation: Investigation, rights: Rights) -> bool:
    """Whoever serves the unit of the investigation, began it or leads it."""
    if not rights.may(RECORD):
        return False
    if rights.covers(RECORD, investigation.lead_unit.path):
        return True
    leader = investigation.leader
    return rights.user is not None and rights.user.pk in {investigation.author_id, leader.user_id if leader else None}


def may_decide(finding: RecordFinding, rights: Rights) -> bool:
    """Whoever wrote the record, or may add to its investigation."""
    is_recorder = rights.user is not None and finding.record.recorder_id == rights.user.pk
    return is_recorder or may_record(finding.record.investigation, rights)


def _waiting(finding: RecordFinding, rights: Rights) -> RecordFinding:
    """The finding, locked, still to be decided by this person."""
    rows = RecordFinding.objects.visible_to(rights).select_related("record__unit", "record__investigation__lead_unit")
    locked = rows.select_for_update(of=("self",)).get(pk=finding.pk)
    if not may_decide(locked, rights):
        raise PermissionDenied(_("您的岗位不能决定这条发现怎么办。"))
    if not locked.is_waiting:
        raise RefusedStepError(_("这条发现已经处理过了。"))
    return locked


def _to_ledger(finding: RecordFinding, rights: Rights) -> Issue:
    record = finding.record
    is_alone = record.method == Method.INTERVIEW
    words = _("来自调研“%(title)s”。") if is_alone else _("来自调研“%(title)s”，%(date)s %(method)s。")
    source = words % {
        "title": record.investigation.title,
        "date": record.held_on,
        "method": record.get_method_display(),
    }
    finding.issue = open_issue(
        finding=Finding(
            source="survey",
            title=finding.what,
            description=f"{finding.detail or finding.what}\n{source}",
            unit=record.unit,
            place=finding.place or record.place,
            topic=finding.topic,
            # The unit reads the item: neither that somebody was heard alone, nor who that may have been, nor when.
            raised_by="" if is_alone else record.people_kind[:40],
            raised_on=None if is_alone else record.held_on,
            horizon=finding.horizon,
            is_found_on_site=True,
        ),
        rights=rights,
    )
    finding.save(update_fields=["issue"])
    return finding.issue
