"""How much anybody without an account may upload, so that nobody fills the disk."""

import math
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from outreach.door import tallies
from outreach.door.gates import Deed

#: In megabytes: four people behind one address with five full files each, then a question for every hundred.
UPLOADED = Deed("uploaded-mb", free=400, per_answer=100)
_ALL = "uploaded-mb:everybody"


class Unstored(UploadedFile[Any]):
    """An upload of a stranger for which there is no room in this hour: its name without its content."""


def megabytes(request: HttpRequest) -> int:
    """The size of all files of the request together, in whole megabytes rounded up."""
    return math.ceil(sum(upload.size or 0 for _name, upload in _uploads(request)) / 1024**2)


def take_files(request: HttpRequest) -> MultiValueDict[str, UploadedFile[Any]]:
    """The files of a stranger's request, each ``Unstored`` once all strangers together have sent enough in this hour.

    The words of the form are taken all the same.
    """
    if has_room(megabytes(request)):
        return request.FILES
    refused: MultiValueDict[str, UploadedFile[Any]] = MultiValueDict()
    for field, upload in _uploads(request):
        refused.appendlist(field, Unstored(name=upload.name))
    return refused


def has_room(wanted: int) -> bool:
    """Whether all strangers together may upload ``wanted`` more megabytes in this hour; counts them if so."""
    if not wanted:
        return True
    if tallies.read([_ALL])[_ALL] + wanted > settings.PUBLIC_UPLOAD_MB_PER_HOUR:
        return False
    tallies.add({_ALL: wanted})
    return True


def _uploads(request: HttpRequest) -> Iterator[tuple[str, UploadedFile[Any]]]:
    for field in request.FILES:
        for upload in request.FILES.getlist(field):
            yield field, upload
