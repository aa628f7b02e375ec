"""The files of a job, kept in sealed pieces: they hold names and numbers of many people, in clear nowhere."""

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO

from django.db import transaction

from petitions import keyring, vault
from petitions.models import JobPiece, RegisterJob

_PIECE_BYTES = 1024 * 1024
#: Up to here a workbook is opened in memory; a larger one in an unnamed file, which goes as soon as it is closed.
IN_MEMORY_BYTES = 8 * _PIECE_BYTES


@transaction.atomic
def keep(job: RegisterJob, part: JobPiece.Part, file: IO[bytes]) -> None:
    """Seal ``file`` piece by piece, in place of what was kept as this part before."""
    keyring.confirm()
    job.pieces.filter(part=part).delete()
    file.seek(0)
    place = 0
    while content := file.read(_PIECE_BYTES):
        piece = JobPiece(job=job, part=part, place=place)
        piece.key_version, piece.sealed = vault.seal_bytes(content, row=name_of(piece))
        piece.save(force_insert=True)
        place += 1


def contents(job: RegisterJob, part: JobPiece.Part) -> Iterator[bytes]:
    """The pieces in clear, one at a time; raises ``VaultError``."""
    for piece in job.pieces.filter(part=part).order_by("place").iterator(chunk_size=1):
        yield vault.unseal_bytes(piece.sealed, version=piece.key_version, row=name_of(piece))


def opened(job: RegisterJob, part: JobPiece.Part) -> IO[bytes]:
    """The whole as a file to read from; close it."""
    file = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - closed by whoever reads it
    for content in contents(job, part):
        file.write(content)
    file.seek(0)
    return file


def name_of(piece: JobPiece) -> str:
    """What the seal is bound to: moved to another job or place, it does not open."""
    return f"job:{piece.job_id}:{piece.part}:{piece.place}"
