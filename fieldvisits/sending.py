"""What a device sends by itself: entries frozen in its queue, and their photos ahead of them.

The entry carries the answers exactly as the form of the log would send them, so the same forms judge it.
"""

import hashlib
import json
import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from fieldvisits.forms import FindingFormSet, VisitForm
from fieldvisits.forms.held import MISSING
from fieldvisits.intake import Logged, already_here, log_once
from fieldvisits.models import SentPhoto
from fieldvisits.models.sent import MOST_BYTES_AHEAD
from outreach.accounts.models import User
from outreach.attachments.pipeline import store
from outreach.attachments.refusals import RefusedUpload
from outreach.common.once import fingerprint
from outreach.common.text import clean_text
from outreach.org.scoping import Rights

#: Twenty findings of every length allowed, three times over.
MOST_BYTES = 512 * 1024
_MOST_ANSWERS = 1_000
_CHECKSUM = re.compile(r"[0-9a-f]{64}")
#: Outside these years a device's clock says nothing that a database should keep.
_YEARS = range(1970, 2200)


@dataclass(frozen=True)
class SentEntry:
    """An entry as it lies in the queue of a device, frozen; ``sent_at`` alone is said anew with every try."""

    client_uuid: UUID
    owner_id: int
    answers: tuple[tuple[str, str], ...]
    finished_at: datetime | None
    sent_at: datetime | None

    @property
    def content_hash(self) -> str:
        said = {"answers": self.answers, "finished_at": self.finished_at, "owner": self.owner_id}
        return fingerprint(said)


@dataclass(frozen=True)
class Wrong:
    """One thing that has to be changed: which field of which card (none: of the visit), and why."""

    field: str
    label: str
    card: int | None
    words: str


class RefusedEntryError(Exception):
    """An entry that the forms do not accept; it stays where it is until its author has changed it."""

    def __init__(self, wrongs: list[Wrong], *, lacks_photos: bool) -> None:
        super().__init__(f"{len(wrongs)} things to change")
        self.wrongs = wrongs
        self.lacks_photos = lacks_photos


class NoRoomAheadError(RefusedUpload):
    """So many photos of this person wait for their entries that no more are taken; the device keeps them."""


def read_entry(said: Any) -> SentEntry:
    """The entry in this JSON; ``BadRequest`` where it is none."""
    try:
        answers = tuple((clean_text(str(name)), clean_text(str(value))) for name, value in said["answers"])
        entry = SentEntry(
            client_uuid=UUID(str(said["client_uuid"])),
            owner_id=int(said["owner"]),
            answers=answers,
            finished_at=_moment(said.get("finished_at")),
            sent_at=_moment(said.get("sent_at")),
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise BadRequest(_("这份记录读不懂，没有收下。")) from None
    if len(answers) > _MOST_ANSWERS:
        raise BadRequest(_("这份记录太长，没有收下。"))
    return entry


def _moment(text: Any) -> datetime | None:
    """What a device's clock said; nothing where it said no moment at all."""
    try:
        moment = parse_datetime(text) if isinstance(text, str) else None
    except ValueError:  # written like a moment, and on no calendar
        return None
    return moment if moment and moment.tzinfo and moment.year in _YEARS else None


def take_in(entry: SentEntry, *, rights: Rights, importer: User | None = None) -> Logged:
    """Write the entry once: known ones first, whatever has changed since, then through the forms of the log."""
    if (first := already_here(entry.client_uuid, entry.content_hash, rights)) is not None:
        return Logged(first, is_new=False)
    form, cards = judge(entry, rights=rights)
    visit = replace(
        form.entry(cards.entries),
        device_finished_at=entry.finished_at,
        device_sent_at=entry.sent_at,
        frozen_hash=entry.content_hash,
    )
    return log_once(entry=visit, rights=rights, importer=importer)


def judge(entry: SentEntry, *, rights: Rights) -> tuple[VisitForm, Any]:
    """The forms filled with the entry and found valid, or ``RefusedEntryError``."""
    answers = QueryDict(mutable=True)
    for name, value in entry.answers:
        answers.appendlist(name, value)
    answers["client_uuid"] = str(entry.client_uuid)
    form = VisitForm(answers, rights=rights)
    cards = FindingFormSet(data=answers, files=None, prefix="findings", form_kwargs={"author": rights.user})
    if not all([form.is_valid(), cards.is_valid()]):
        raise _refusal(form, cards)
    return form, cards


def _refusal(form: VisitForm, cards: Any) -> RefusedEntryError:
    wrongs = _wrongs(form, None)
    wrongs += [Wrong("", "", None, str(words)) for words in cards.non_form_errors()]
    for place, card in enumerate(cards.forms):
        wrongs += _wrongs(card, place)
    codes = {error.code for card in cards.forms for errors in card.errors.as_data().values() for error in errors}
    return RefusedEntryError(wrongs, lacks_photos=MISSING in codes)


def _wrongs(form: forms.Form, card: int | None) -> list[Wrong]:
    return [
        Wrong(form.add_prefix(name), str(form.fields[name].label) if name in form.fields else "", card, str(words))
        for name, errors in form.errors.items()
        for words in errors
    ]


def lacking(owner: User, checksums: list[str]) -> list[str]:
    """Those of these photos that this person has not sent yet."""
    asked = [mark for mark in dict.fromkeys(checksums) if _CHECKSUM.fullmatch(mark)]
    here = set(SentPhoto.objects.filter(owner=owner, sha256__in=asked).values_list("sha256", flat=True))
    return [mark for mark in asked if mark not in here]


def take_photo(*, owner: User, checksum: str, upload: UploadedFile[Any], taken_at: str = "") -> SentPhoto:
    """Keep a photo once under the checksum it has on the device; ``BadRequest`` when it arrived as something else."""
    sha256 = hashlib.sha256()
    for chunk in upload.chunks():
        sha256.update(chunk)
    upload.seek(0)
    if sha256.hexdigest() != checksum:
        raise BadRequest(_("照片在路上变了样，没有收下，会再传一次。"))
    if (first := SentPhoto.objects.filter(owner=owner, sha256=checksum).first()) is not None:
        return first
    if SentPhoto.objects.filter(owner=owner).waiting_bytes() + (upload.size or 0) > MOST_BYTES_AHEAD:
        raise NoRoomAheadError(_("您先传的照片太多，还没有等到走访记录。本机的照片都在，过一会儿再传。"))
    attachment = store(upload, uploaded_by=owner)
    try:
        with transaction.atomic():
            return SentPhoto.objects.create(
                owner=owner, sha256=checksum, attachment=attachment, taken_at=_moment(taken_at)
            )
    except IntegrityError:  # the same photo came twice at the same moment
        attachment.discard()
        return SentPhoto.objects.get(owner=owner, sha256=checksum)


def sweep_photos() -> int:
    """Let go of photos whose entry has been here for long, or never came; how many. The files of the latter follow."""
    return SentPhoto.objects.stale().delete()[0]


def parse(body: bytes) -> Any:
    """JSON as a device sends it."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise BadRequest(_("这份记录读不懂，没有收下。")) from None
