"""The one way into the ledger, for every channel."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from outreach.audit.workflow import record
from outreach.common import clock
from outreach.common.once import SentBeforeError, fingerprint
from outreach.ledger import search
from outreach.ledger.models import Issue, SentForm
from outreach.ledger.models.numbering import drawn_number, next_number
from outreach.ledger.permissions import REPORT
from outreach.ledger.sources import Source, sources
from outreach.ledger.states import Horizon, Topic
from outreach.ledger.workflow import hand_in
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights


@dataclass(frozen=True)
class Finding:
    """What a channel found: one fact, where, and what is known of it.

    ``raised_by`` is a role, never an identity; ``proposed_unit`` whose job it is in the eyes of whoever found it.
    """

    source: str
    title: str
    description: str
    unit: OrgUnit
    place: str = ""
    topic: str = Topic.OTHER
    raised_by: str = ""
    raised_on: date | None = None
    proposed_unit: OrgUnit | None = None
    horizon: str = Horizon.TIME_BOUND
    is_major: bool = False
    is_urgent: bool = False
    is_legacy: bool = False
    is_found_on_site: bool = False


@transaction.atomic
def note_issue(*, finding: Finding, rights: Rights) -> Issue:
    """Write a draft item with its number; its author, who must be able to, hands it in later."""
    if not rights.covers(REPORT, finding.unit.path):
        raise PermissionDenied(_("您的岗位不能登记这个单位的台账事项。"))
    facts = {name: value for name, value in vars(finding).items() if name != "raised_on"}
    issue = Issue.objects.create(
        number=_number_for(sources.get(finding.source)),
        author=rights.user,
        raised_on=finding.raised_on or clock.today(),
        **facts,
    )
    search.index(issue)
    record(action="issue.noted", actor=rights.user, obj=issue)
    return issue


def _number_for(source: Source) -> str:
    year = clock.today().year
    if source.is_numbered_by_lot:
        return drawn_number(source.number_prefix, year, Issue.objects.all())
    return next_number(source.number_prefix, year)


@transaction.atomic
def open_issue(*, finding: Finding, rights: Rights) -> Issue:
    """Write an item and hand it in to the ledger office at once."""
    return hand_in(issue=note_issue(finding=finding, rights=rights), rights=rights)


@transaction.atomic
def write_once(*, finding: Finding, token: uuid.UUID, is_draft: bool, rights: Rights) -> Issue:
    """The item of a form that may arrive twice: handed in at once, or kept as a draft.

    ``SentBeforeError`` when the token already stands for other content, or for somebody else's form.
    """
    if rights.user is None:
        raise PermissionDenied(_("您的岗位不能登记台账事项。"))
    content = fingerprint({**vars(finding), "is_draft": is_draft})
    sent = SentForm.objects.select_related("issue").filter(token=token).first()
    if sent is None:
        try:
            with transaction.atomic():
                issue = (note_issue if is_draft else open_issue)(finding=finding, rights=rights)
                SentForm.objects.create(token=token, author=rights.user, content_hash=content, issue=issue)
        except IntegrityError:  # the same form came by another way at the same moment
            sent = SentForm.objects.select_related("issue").get(token=token)
        else:
            return issue
    if sent.author != rights.user or sent.content_hash != content:
        raise SentBeforeError(sent.issue)
    return sent.issue
