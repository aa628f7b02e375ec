"""Visits that could not be sent and come as a file: the office brings them in, and their author stays their author."""

import base64
import binascii
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from fieldvisits import sending
from fieldvisits.forms import VisitForm
from fieldvisits.intake import already_here
from fieldvisits.models import Visit
from fieldvisits.permissions import IMPORT
from fieldvisits.sending import RefusedEntryError, SentEntry
from outreach.accounts.models import User
from outreach.attachments.names import clean_name
from outreach.attachments.refusals import RefusedUpload
from outreach.common.once import SentBeforeError
from outreach.common.transitions import RefusedStepError
from outreach.org.scoping import Rights

FORMAT, VERSION = "outreach-visits", 1
_MOST_ENTRIES = 500
_HELD = ("-held", "-held_after")


@dataclass(frozen=True)
class SavedPhoto:
    name: str
    taken_at: str
    content: bytes


@dataclass(frozen=True)
class SavedFile:
    """What a device saved: entries of one author, their photos by checksum, and how many it could not read itself."""

    author: User
    entries: tuple[SentEntry, ...]
    photos: Mapping[str, SavedPhoto]
    unreadable: int = 0


@dataclass(frozen=True)
class Line:
    """What becomes of one entry of the file, or would: a visit, or the words why not."""

    place: int
    title: str
    visit: Visit | None = None
    is_new: bool = False
    faults: tuple[str, ...] = ()


def read_file(content: bytes) -> SavedFile:
    """The file that a device saved; ``BadRequest`` says what is wrong with it."""
    said = sending.parse(content)
    if not isinstance(said, dict) or said.get("format") != FORMAT or said.get("version") != VERSION:
        raise BadRequest(_("这不是从“本机的走访”导出的文件。"))
    entries, photos = said.get("entries"), said.get("photos")
    if not isinstance(entries, list) or not isinstance(photos, dict) or len(entries) > _MOST_ENTRIES:
        raise BadRequest(_("文件不完整，请在那台设备上重新导出。"))
    owner = said.get("owner")
    author = User.objects.filter(pk=owner, is_active=True).first() if isinstance(owner, int) and owner < 2**31 else None
    if author is None:
        raise BadRequest(_("找不到写这些走访的人，或者他的账号已经停用。"))
    read = tuple(sending.read_entry(one) for one in entries)
    if any(one.owner_id != author.pk for one in read):
        raise BadRequest(_("文件里混着不同的人写的走访，没有导入。"))
    unreadable = said.get("unreadable")
    lost = len(unreadable[:_MOST_ENTRIES]) if isinstance(unreadable, list) else 0
    return SavedFile(author, read, {mark: _photo(one) for mark, one in photos.items()}, lost)


def _photo(said: Any) -> SavedPhoto:
    try:
        return SavedPhoto(
            str(said["name"]), str(said.get("taken_at", "")), base64.b64decode(said["data"], validate=True)
        )
    except (KeyError, TypeError, ValueError, AttributeError, binascii.Error):
        raise BadRequest(_("文件不完整，请在那台设备上重新导出。")) from None


def look_over(saved: SavedFile, *, rights: Rights) -> list[Line]:
    """What bringing the file in would do; nothing is written."""
    author = Rights.of(saved.author)
    lines = [_tried(place, one, saved, author, rights) for place, one in enumerate(saved.entries, start=1)]
    return [*lines, *_unread(saved)]


def bring_in(saved: SavedFile, *, rights: Rights) -> list[Line]:
    """Every entry that can be written, once; the others stay in the file and say why. Safe to repeat."""
    author, lines = Rights.of(saved.author), []
    for place, one in enumerate(saved.entries, start=1):
        line = _tried(place, one, saved, author, rights)
        lines.append(_written(line, one, saved, author, rights) if line.visit is None and not line.faults else line)
    return [*lines, *_unread(saved)]


def _unread(saved: SavedFile) -> Iterator[Line]:
    """The office has to hear of those that only the device, or the author's memory, can still bring back."""
    words = _("写的人的设备上已经读不出来，文件里也没有内容；请和写的人核对，记得的另记一次。")
    for place in range(saved.unreadable):
        yield Line(len(saved.entries) + place + 1, _("读不出来的一条"), faults=(words,))


def _tried(place: int, entry: SentEntry, saved: SavedFile, author: Rights, rights: Rights) -> Line:
    line = Line(place, _title(entry))
    try:
        if (here := already_here(entry.client_uuid, entry.content_hash, author)) is not None:
            return replace(line, visit=here)
        form, _cards = sending.judge(_without_photos(entry), rights=author)
    except (SentBeforeError, RefusedEntryError) as refused:
        return replace(line, faults=tuple(_faults(refused)))
    faults = tuple(_("照片不全或者变了样：%(mark)s") % {"mark": mark[:8]} for mark in _broken(entry, saved))
    return replace(line, title=_named(form), faults=(*_out_of_reach(form, rights), *faults))


def _out_of_reach(form: VisitForm, rights: Rights) -> tuple[str, ...]:
    if rights.covers(IMPORT, form.cleaned_data["unit"].path):
        return ()
    return (_("这个单位不归您代为导入。"),)


def _written(line: Line, entry: SentEntry, saved: SavedFile, author: Rights, rights: Rights) -> Line:
    try:
        for mark in _marks(entry):
            photo = saved.photos[mark]
            upload = SimpleUploadedFile(clean_name(photo.name, ("",)), photo.content)
            sending.take_photo(owner=saved.author, checksum=mark, upload=upload, taken_at=photo.taken_at)
        logged = sending.take_in(entry, rights=author, importer=rights.user)
    except (RefusedUpload, RefusedStepError) as refused:
        return replace(line, faults=(str(refused.reason),))
    except (PermissionDenied, BadRequest) as refused:
        return replace(line, faults=(str(refused),))
    except (SentBeforeError, RefusedEntryError) as refused:
        return replace(line, faults=tuple(_faults(refused)))
    return replace(line, visit=logged.visit, is_new=logged.is_new)


def _faults(refused: SentBeforeError | RefusedEntryError) -> Iterator[str]:
    if isinstance(refused, SentBeforeError):
        yield _("这份记录已经报过一次，内容和现在的不一样；先前那份没有改动。")
        return
    for wrong in refused.wrongs:
        card = _("第 %(n)d 件") % {"n": wrong.card + 1} if wrong.card is not None else ""
        yield " · ".join(part for part in (card, wrong.label, wrong.words) if part)


def _marks(entry: SentEntry) -> list[str]:
    marks = [mark for name, value in entry.answers if name.endswith(_HELD) for mark in value.split()]
    return list(dict.fromkeys(marks))


def _broken(entry: SentEntry, saved: SavedFile) -> list[str]:
    held = saved.photos
    return [mark for mark in _marks(entry) if mark not in held or _sha256(held[mark]) != mark]


def _sha256(photo: SavedPhoto) -> str:
    return hashlib.sha256(photo.content).hexdigest()


def _without_photos(entry: SentEntry) -> SentEntry:
    return replace(entry, answers=tuple(one for one in entry.answers if not one[0].endswith(_HELD)))


def _title(entry: SentEntry) -> str:
    return dict(entry.answers).get("visited_on", "")


def _named(form: VisitForm) -> str:
    return f"{form.cleaned_data['unit']} · {form.cleaned_data['visited_on']}"
