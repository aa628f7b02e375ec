"""From the device to the record, and from a finding to the ledger."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from fieldvisits import searching
from fieldvisits.models import Meal, SentPhoto, Visit, VisitFinding, VisitKind, VisitPhoto
from fieldvisits.models.outcome import HANDED_ON
from fieldvisits.permissions import RECORD
from outreach.accounts.models import User
from outreach.attachments.models import Attachment
from outreach.audit.workflow import record
from outreach.common.once import SentBeforeError, fingerprint
from outreach.contactpoints.models import ContactPoint
from outreach.ledger.intake import Finding, open_issue
from outreach.ledger.models import Issue, SupportRequest
from outreach.ledger.states import Horizon, Stage, Topic
from outreach.ledger.workflow import note_support
from outreach.org.models import Cadre, OrgUnit
from outreach.org.scoping import Rights

SOURCE = "fieldvisit"
_TITLE_LENGTH = 80
_SENTENCE_END = re.compile(r"[。！？!?\n]")


@dataclass(frozen=True)
class PhotoEntry:
    """A stored photo: before or after something was done, when it was taken where the device knows, and of what."""

    attachment: Attachment
    stage: str = Stage.BEFORE
    taken_at: datetime | None = None
    caption: str = ""

    @property
    def mark(self) -> tuple[str, ...]:
        """What tells it from another: its content and not the row that keeps it, and what is said of it."""
        return (self.attachment.sha256, self.stage, *filter(None, [self.caption]))


@dataclass(frozen=True)
class FindingEntry:
    """One fact as written down; its photos are stored already."""

    what: str
    outcome: str
    place: str = ""
    topic: str = Topic.OTHER
    is_major: bool = False
    horizon: str = Horizon.TIME_BOUND
    solution: str = ""
    solved_by: str = ""
    target_unit: OrgUnit | None = None
    support_kind: str = ""
    support_text: str = ""
    support_from: str = ""
    support_by: date | None = None
    photos: Sequence[PhotoEntry] = ()

    @property
    def words(self) -> dict[str, Any]:
        """Everything but the photos, under the names of the model."""
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name != "photos"}


@dataclass(frozen=True)
class VisitEntry:
    """A visit as written down; ``client_uuid`` is the device's own mark of this entry."""

    client_uuid: UUID
    unit: OrgUnit
    visited_on: date
    kind: str = VisitKind.DESK
    started_at: time | None = None
    leader: Cadre | None = None
    companions_above: int = 0
    companions_level: int = 0
    companions_local: int = 0
    people_met: int = 0
    spoke_workers: int = 0
    spoke_team_leaders: int = 0
    spoke_managers: int = 0
    is_unannounced: bool = False
    is_problem_rich: bool = False
    purpose: str = ""
    policy_heard: str = ""
    summary: str = ""
    letter_number: str = ""
    vehicles: int = 0
    meal: str = Meal.NONE
    meal_visitors: int = 0
    meal_companions: int = 0
    is_meal_paid: bool = False
    lodging_nights: int = 0
    has_welcome: bool = False
    has_alcohol: bool = False
    conduct_reason: str = ""
    findings: Sequence[FindingEntry] = field(default=())
    device_finished_at: datetime | None = None
    device_sent_at: datetime | None = None
    #: Of an entry frozen on a device: the fingerprint of exactly what it sent. Empty where the form came by itself.
    frozen_hash: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        """Everything but the findings, under the names of the model."""
        beside = {"findings", "frozen_hash"}
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name not in beside}

    @property
    def content_hash(self) -> str:
        """The same for the same words and photos; a photo counts by its content, not by the row that keeps it."""
        if self.frozen_hash:
            return self.frozen_hash
        findings = [fingerprint({**one.words, "photos": [photo.mark for photo in one.photos]}) for one in self.findings]
        return fingerprint({**self.facts, "findings": findings})


@dataclass(frozen=True)
class Logged:
    """What came of an entry: its visit, and whether it is written just now."""

    visit: Visit
    is_new: bool


def log_visit(*, entry: VisitEntry, rights: Rights, importer: User | None = None) -> Visit:
    """Write the visit once, however often it is sent; see ``log_once``."""
    return log_once(entry=entry, rights=rights, importer=importer).visit


def log_once(*, entry: VisitEntry, rights: Rights, importer: User | None = None) -> Logged:
    """Write the visit once, however often it is sent, and hand the findings for the ledger in.

    The same entry sent again gives the visit written first; other content under the same mark
    raises ``SentBeforeError`` with that visit, and nothing is written. ``rights`` are the author's,
    also where the office brings the entry in from a file: ``importer`` is then beside the author.
    """
    if rights.user is None or not rights.covers(RECORD, entry.unit.path):
        raise PermissionDenied(_("您的岗位不能记录这个单位的走访。"))
    if (first := already_here(entry.client_uuid, entry.content_hash, rights)) is not None:
        return Logged(first, is_new=False)
    try:
        with transaction.atomic():
            return Logged(_write(entry, rights, rights.user, importer), is_new=True)
    except IntegrityError:
        # The same entry came twice at the same moment: the other one won.
        if (first := already_here(entry.client_uuid, entry.content_hash, rights)) is not None:
            return Logged(first, is_new=False)
        raise


def already_here(client_uuid: UUID, content_hash: str, rights: Rights) -> Visit | None:
    """The visit that an entry became earlier; ``SentBeforeError`` when its mark stands for anything else."""
    first = Visit.objects.filter(client_uuid=client_uuid).first()
    if first is not None and (first.author != rights.user or first.content_hash != content_hash):
        raise SentBeforeError(first)
    return first


def _write(entry: VisitEntry, rights: Rights, author: User, importer: User | None) -> Visit:
    visit = Visit.objects.create(
        **entry.facts,
        author=author,
        imported_by=importer,
        contact_point=_point_of(entry.unit, entry.visited_on),
        content_hash=entry.content_hash,
    )
    for position, one in enumerate(entry.findings, start=1):
        _write_finding(visit, position, one, rights)
    searching.index(visit)
    detail = {"unit": str(visit.unit), "visited_on": str(visit.visited_on), "findings": len(entry.findings)}
    if importer is None:
        record(action="visit.logged", actor=author, obj=visit, detail=detail)
    else:
        record(action="visit.imported", actor=importer, obj=visit, detail={**detail, "author": str(author)})
    return visit


def _point_of(unit: OrgUnit, day: date) -> ContactPoint | None:
    """The contact point this visit counts for: the unit itself, or the nearest one above it."""
    above = [int(part) for part in unit.path.split("/") if part]
    points = ContactPoint.objects.active(day).filter(unit__in=above)
    return points.select_related("unit").order_by("-unit__path").first()


def _write_finding(visit: Visit, position: int, one: FindingEntry, rights: Rights) -> None:
    finding = VisitFinding(visit=visit, position=position, **one.words)
    if one.outcome in HANDED_ON:
        finding.issue = _hand_to_ledger(visit, one, rights)
        finding.support_request = _ask_for_support(finding.issue, one, rights)
    finding.save()
    VisitPhoto.objects.bulk_create(
        VisitPhoto(
            finding=finding,
            attachment=photo.attachment,
            stage=photo.stage,
            taken_at=photo.taken_at,
            caption=photo.caption,
        )
        for photo in _free(one.photos, rights)
    )


def _free(photos: Sequence[PhotoEntry], rights: Rights) -> list[PhotoEntry]:
    """A form sent again brings rows that are linked already; those stay where they are, but for one's photos ahead."""
    ids = [photo.attachment.pk for photo in photos]
    free = set(Attachment.objects.unlinked().filter(pk__in=ids).values_list("pk", flat=True))
    free |= set(SentPhoto.objects.filter(owner=rights.user, attachment__in=ids).values_list("attachment", flat=True))
    return [photo for photo in photos if photo.attachment.pk in free]


def _hand_to_ledger(visit: Visit, one: FindingEntry, rights: Rights) -> Issue:
    """One fact becomes one item, found at the front line 发现问题在一线."""
    return open_issue(
        finding=Finding(
            source=SOURCE,
            title=_title(one.what),
            description=_described(one),
            unit=visit.unit,  # where it is; nobody reports for a unit out of their scope
            proposed_unit=one.target_unit,
            place=one.place,
            topic=one.topic,
            raised_on=visit.visited_on,
            horizon=one.horizon,
            is_major=one.is_major,
            is_found_on_site=True,
        ),
        rights=rights,
    )


def _ask_for_support(issue: Issue, one: FindingEntry, rights: Rights) -> SupportRequest | None:
    """Support asked for or promised goes with the item as a request for it, where somebody says when it has come."""
    if not one.support_kind:
        return None
    return note_support(
        issue=issue,
        kind=one.support_kind,
        text=one.support_text,
        promised_by=one.support_from,
        needed_by=one.support_by,
        rights=Rights.system(rights.user),
    )


def _described(one: FindingEntry) -> str:
    """The fact, and whom it was said on the spot to be for: the office assigns by it."""
    if one.target_unit is None:
        return one.what
    return "\n".join([one.what, _("现场意见：请%(unit)s办。") % {"unit": one.target_unit}])


def _title(what: str) -> str:
    """The first sentence, as long as a title may be."""
    first = next((part for part in _SENTENCE_END.split(what.strip()) if part.strip()), what)
    return Truncator(first.strip()).chars(_TITLE_LENGTH)
