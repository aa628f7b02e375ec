"""The task sheet of a matter (任务单): what the handling unit gets of a petition, without who brought it."""

from dataclasses import dataclass
from pathlib import PurePath
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from outreach.attachments.models import Attachment
from outreach.documents.models import Document, DocumentQuerySet
from outreach.documents.states import State as DocumentState
from outreach.ledger.models import Issue
from outreach.ledger.states import ACTIVE
from outreach.org.scoping import Rights
from petitions.documents.dossier import DOSSIER
from petitions.models import Accused, Petition, PetitionFile

TASK = "petition.task"


@dataclass(frozen=True)
class SheetFile:
    """A file that the petition office chose for the sheet, under a name that tells nothing."""

    attachment: Attachment
    name: str


@dataclass(frozen=True)
class Sheet:
    """The words are those of the ledger item, which the petition office looked through before handing it over."""

    issue: Issue
    petitions: list[Petition]
    files: list[SheetFile]

    @property
    def with_names(self) -> list[Petition]:
        """Petitions whose petitioner agreed that the handling unit may know who it was, and says nothing of the reader.

        Who has the matter in hand goes on with it when a supplement mentions them; the petitioner agreed before that.
        """
        agreed = [one for one in self.petitions if one.may_be_seen_by_unit and not one.is_anonymous]
        return [one for one in agreed if not one.keeps_away]  # type: ignore[attr-defined]  # see sheet_of

    @property
    def are_all_anonymous(self) -> bool:
        return all(one.is_anonymous for one in self.petitions)


def sheet_of(number: str, rights: Rights) -> Sheet | None:
    """The sheet behind a ledger item that this reader sees; None where no petition that may be told of is behind it."""
    people = ("unit", "lead_unit", "handler", "accepting_unit")
    issue = Issue.objects.visible_to(rights).select_related(*people).filter(number=number).first()
    if issue is None:
        return None
    keeps_away = Exists(Accused.objects.against(rights).filter(petition=OuterRef("pk")).order_by())
    behind = Petition.objects.behind(issue.pk).filter(is_sealed=False).annotate(keeps_away=keeps_away)
    petitions = list(behind.order_by("received_at", "pk"))
    # Files were chosen for the item that the case follows, not for a further one.
    chosen = [one for one in petitions if one.issue_id == issue.pk]
    files = PetitionFile.objects.filter(petition__in=chosen, is_on_sheet=True).select_related("attachment")
    return Sheet(issue, petitions, [_named(place, file) for place, file in enumerate(files, 1)]) if petitions else None


def documents_of(sheet: Sheet) -> DocumentQuerySet:
    """The task sheets on paper (交办单) that were issued with the matter and still hold."""
    about = Document.objects.filter(dossier=DOSSIER.key, record_id__in=[one.pk for one in sheet.petitions])
    return about.filter(kind=TASK, status=DocumentState.ISSUED).defer("sealed")


def file_of(sheet: Sheet, pk: UUID) -> SheetFile | None:
    return next((file for file in sheet.files if file.attachment.pk == pk), None)


def may_see_names(sheet: Sheet, rights: Rights) -> bool:
    """The named handler, while the matter is in hand, where the petitioner agreed."""
    is_handler = rights.user is not None and sheet.issue.handler_id == rights.user.pk
    return is_handler and sheet.issue.status in ACTIVE and bool(sheet.with_names)


def _named(place: int, file: PetitionFile) -> SheetFile:
    ending = PurePath(file.attachment.original_name).suffix.lower()
    return SheetFile(file.attachment, _("材料 %(n)d") % {"n": place} + ending)
