"""What became of entries on the server, counted without a line of the code that took them in."""

import hashlib
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.core.files.storage import default_storage
from PIL import Image, ImageChops

from benchmarks.proofs.phones import Entry
from fieldvisits.models import SentPhoto, Visit, VisitFinding
from outreach.attachments.models import Attachment
from outreach.audit.models import AuditRecord
from outreach.ledger.models import Issue

#: Of 255: drawing a smooth picture anew changes no pixel as much; a missing row, or another picture, does.
_DRAWN_ANEW = 48


@dataclass(frozen=True)
class Arrived:
    """Visits of the entries; how many twice; how many with each photo where it belongs; broken files; ledger items."""

    visits: int
    doubles: int
    right: int
    halves: int
    items: int
    double_items: int
    records: int


def look(entries: list[Entry]) -> Arrived:
    """Entries tell themselves apart by their purpose, findings by their words."""
    purposes = [dict(entry.answers)["purpose"] for entry in entries]
    photos = {found: photo for entry in entries for found, photo in _photos(entry)}
    visits = list(Visit.objects.filter(purpose__in=purposes).prefetch_related("findings__photos__attachment"))
    findings = [finding for visit in visits for finding in visit.findings.all()]
    marks = dict(SentPhoto.objects.values_list("attachment", "sha256"))
    wrong = {finding.visit_id for finding in findings if not _has_its_photo(finding, photos[finding.what], marks)}
    items = Counter(Issue.objects.filter(description__in=photos).values_list("description", flat=True))
    logged = AuditRecord.objects.filter(action="visit.logged", object_id__in=[str(visit.pk) for visit in visits])
    return Arrived(
        visits=len(visits),
        doubles=len(visits) - len({visit.purpose for visit in visits}),
        right=sum(visit.pk not in wrong and len(visit.findings.all()) == 2 for visit in visits),
        halves=broken_files(sorted({entry.owner for entry in entries})),
        items=len(items),
        double_items=items.total() - len(items),
        records=logged.count(),
    )


def broken_files(owners: list[int]) -> int:
    """Stored files of these people that are not what their rows say, whether a visit speaks of them or not."""
    return sum(not _is_whole(file) for file in Attachment.objects.filter(uploaded_by__in=owners))


def _is_whole(file: Attachment) -> bool:
    content = _stored(file)
    return len(content) == file.size and hashlib.sha256(content).hexdigest() == file.sha256


def _photos(entry: Entry) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """Each finding's words, and the photo that goes with it."""
    answers = dict(entry.answers)
    for place in range(2):
        checksum = answers[f"findings-{place}-held"]
        yield answers[f"findings-{place}-what"], (checksum, entry.photos[checksum])


def _has_its_photo(finding: VisitFinding, photo: tuple[str, bytes], marks: dict[UUID, str]) -> bool:
    checksum, sent = photo
    files = [photo.attachment for photo in finding.photos.all()]
    return [marks.get(file.pk) for file in files] == [checksum] and _look_alike(_stored(files[0]), sent)


def _stored(file: Attachment) -> bytes:
    with default_storage.open(str(file.file.name)) as stored:
        return bytes(stored.read())


def _look_alike(stored: bytes, sent: bytes) -> bool:
    """The server draws photos anew, so the bytes differ; the pictures must not."""
    one, other = (Image.open(io.BytesIO(content)).convert("RGB") for content in (stored, sent))
    if one.size != other.size:
        return False
    histogram = ImageChops.difference(one, other).convert("L").histogram()
    return not any(histogram[_DRAWN_ANEW:])
