"""Work on registers, from the request to the file: the table of jobs is the queue, whoever comes round works it off.

A worker holds a job for some minutes and says with every step that it still does; one that was killed loses it to the
next, which goes on where the rows say that it stopped.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from outreach.attachments import kinds, refusals
from outreach.attachments.refusals import RefusedUpload
from outreach.audit.workflow import record
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.org.scoping import Rights
from petitions import keyring, vault
from petitions.models import JobPiece, RegisterJob
from petitions.models.job import Stage, Work
from petitions.permissions import EXPORT, IMPORT
from petitions.register import exporting, importing, pieces
from petitions.register.reading import UnreadableError

logger = logging.getLogger(__name__)
MOST_BYTES = 20 * 1024 * 1024
#: How long a worker may be silent before another one takes over.
LEASE = timedelta(minutes=5)
KEPT_FOR = timedelta(days=1)
MOST_TRIES = 5
#: A register of so many bytes, and an export of so many rows, is done while one waits.
SMALL_BYTES = 60 * 1024
SMALL_ROWS = 1_000
_NEEDED = {Work.IMPORT: IMPORT, Work.EXPORT: EXPORT}


class LostError(Exception):
    """Somebody else has the job now."""


def start_import(*, upload: UploadedFile[Any], token: UUID, rights: Rights) -> RegisterJob:
    """Keep the register and have it checked; ``RefusedUpload`` says in words why it is not taken."""
    _refuse_unless_may(Work.IMPORT, rights)
    size, file = upload.size or 0, cast("BinaryIO", upload.file)
    if not size:
        raise RefusedUpload(refusals.EMPTY)
    if size > MOST_BYTES:
        raise RefusedUpload(_("登记册最大 20 MB，请分成几份。"))
    if not _is_workbook(file, upload.name or "", size):
        raise RefusedUpload(_("登记册要用 xlsx 格式。"))
    with transaction.atomic():
        job, is_new = _new(Work.IMPORT, Stage.TO_CHECK, token, rights)
        if is_new:
            pieces.keep(job, JobPiece.Part.UPLOAD, file)
    if is_new and size <= SMALL_BYTES:
        work_on(job)
    return job


def _is_workbook(file: BinaryIO, name: str, size: int) -> bool:
    """Whether it is an xlsx workbook; ``RefusedUpload`` for one that is broken, locked or dangerous."""
    try:
        return kinds.recognise(file, name, size) is kinds.XLSX
    except RefusedUpload as refused:
        if refused.reason is refusals.UNKNOWN:  # its words would offer all that other forms take
            return False
        raise


def go_on_with(*, job: RegisterJob, rights: Rights) -> None:
    """Enter the lines that nothing is wrong with; asked twice it is done once."""
    _refuse_unless_may(Work.IMPORT, rights)
    mine = RegisterJob.objects.visible_to(rights).filter(pk=job.pk, stage=Stage.CHECKED)
    if not mine.update(stage=Stage.TO_DO, rows_done=0, tries=0, lease_until=None):
        raise RefusedStepError(_("这份登记册还没有检查完，或者已经在导入。"))


def start_export(*, query: str, rows: int, token: UUID, rights: Rights) -> RegisterJob:
    """Have the list of petitions that ``query`` finds written to a workbook: at once where it is short."""
    _refuse_unless_may(Work.EXPORT, rights)
    job, is_new = _new(Work.EXPORT, Stage.TO_DO, token, rights, query=query, rows=rows)
    if is_new and rows <= SMALL_ROWS:
        work_on(job)
    return job


def work_off() -> int:
    """Work on everything that waits; on how many jobs. Any number of workers may do it at once."""
    n = 0
    while job := RegisterJob.objects.to_work_on().first():
        n += work_on(job)
    return n


def work_on(job: RegisterJob) -> bool:
    """Do what the job asks for, unless somebody else does already."""
    lease = clock.now() + LEASE
    free = RegisterJob.objects.to_work_on().filter(pk=job.pk)
    if not free.update(lease_until=lease, tries=F("tries") + 1):
        return False
    job.refresh_from_db()
    with translation.override(job.language):
        try:
            _do(job)
        except LostError:
            logger.info("register job %s is somebody else's now", job.pk)
        except (UnreadableError, RefusedStepError, PermissionDenied) as refused:
            _fail(job, str(refused))
        except vault.VaultError as error:
            _fail(job, keyring.trouble_of(error))
        except Exception:  # one job that cannot be done must not hold up those behind it
            logger.exception("register job %s did not end", job.pk)
            if job.tries >= MOST_TRIES:
                _fail(job, _("处理时出错，已记录。请稍后再试，还不行请联系系统管理员。"))
    return True


def _do(job: RegisterJob) -> None:
    rights = Rights.of(job.asked_by)  # as they are now, not as they were when it was asked for
    _refuse_unless_may(Work(job.work), rights)
    steps: dict[tuple[str, str], Callable[[RegisterJob, Rights, Callable[..., None], IO[bytes]], None]] = {
        (Work.IMPORT, Stage.TO_CHECK): importing.check,
        (Work.IMPORT, Stage.TO_DO): importing.enter,
        (Work.EXPORT, Stage.TO_DO): exporting.write,
    }
    is_check = job.stage == Stage.TO_CHECK
    with TemporaryFile() as made:
        steps[job.work, job.stage](job, rights, lambda **changes: _note(job, **changes), made)
        _end(job, rights, made, is_check=is_check)


def _end(job: RegisterJob, rights: Rights, made: IO[bytes], *, is_check: bool) -> None:
    """Keep what was made, and say that the step is over; entering a register makes nothing to fetch."""
    with transaction.atomic():
        if is_check or job.work == Work.EXPORT:
            pieces.keep(job, JobPiece.Part.REPORT if is_check else JobPiece.Part.RESULT, made)
        if is_check:
            _note(job, stage=Stage.CHECKED, lease=None, tries=0)
            return
        job.pieces.filter(part=JobPiece.Part.UPLOAD).delete()
        _note(job, stage=Stage.DONE, lease=None, ended_at=clock.now())
        _record(job, rights)


def _record(job: RegisterJob, rights: Rights) -> None:
    if job.work == Work.IMPORT:
        detail: dict[str, Any] = {"rows": job.rows, "taken": job.rows_taken, "refused": job.rows_refused}
        record(action="register.imported", actor=rights.user, obj=job, detail=detail)
    else:
        detail = {"rows": job.rows_done, "filter": job.query}
        record(action="register.exported", actor=rights.user, obj=job, detail=detail)


_SAME: Any = object()


def _note(job: RegisterJob, *, lease: datetime | None = _SAME, **changes: Any) -> None:
    """Write how far it is, and hold the job some minutes more; ``LostError`` when somebody else has it."""
    changes["lease_until"] = clock.now() + LEASE if lease is _SAME else lease
    if not RegisterJob.objects.filter(pk=job.pk, lease_until=job.lease_until).update(**changes):
        raise LostError
    for name, value in changes.items():
        setattr(job, name, value)


def _fail(job: RegisterJob, words: str) -> None:
    longest = RegisterJob._meta.get_field("trouble").max_length
    RegisterJob.objects.filter(pk=job.pk).update(
        stage=Stage.FAILED, trouble=words[:longest], ended_at=clock.now(), lease_until=None
    )
    job.pieces.filter(part=JobPiece.Part.UPLOAD).delete()


def sweep() -> int:
    """Take away what is older than a day; how many jobs went."""
    return RegisterJob.objects.filter(asked_at__lt=clock.now() - KEPT_FOR).delete()[1].get("petitions.RegisterJob", 0)


def _new(work: Work, stage: Stage, token: UUID, rights: Rights, **facts: Any) -> tuple[RegisterJob, bool]:
    defaults = {
        "work": work,
        "stage": stage,
        "asked_by": rights.user,
        "language": translation.get_language() or "zh-hans",
        **facts,
    }
    job, is_new = RegisterJob.objects.get_or_create(form_token=token, defaults=defaults)
    if job.asked_by_id != (rights.user and rights.user.pk) or job.work != work:
        raise PermissionDenied
    return job, is_new


def _refuse_unless_may(work: Work, rights: Rights) -> None:
    if rights.user is None or not rights.may(_NEEDED[work]):
        raise PermissionDenied(_("您的岗位不能导入或导出登记册。"))
