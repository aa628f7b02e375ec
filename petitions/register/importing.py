"""Checking a register, and entering it: line by line, each in a transaction of its own."""

from collections.abc import Callable
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from outreach.common.transitions import RefusedStepError
from outreach.org.scoping import Rights
from petitions.models import JobPiece, JobRemark, RegisterJob
from petitions.register import pieces
from petitions.register.checking import NO_FIRST, Checker, Line, Remark
from petitions.register.reading import rows_of
from petitions.register.repeating import link
from petitions.register.taking_over import take_over
from petitions.register.workbooks import register_sheet

#: So many are listed on the page; the report holds them all.
MOST_LISTED = 2_000
_ROWS_A_NOTE = 200
Note = Callable[..., None]


class _Tally:
    """What was found so far; remarks go to the database a few hundred at a time."""

    def __init__(self, job: RegisterJob) -> None:
        self.job = job
        self.rows = self.refused = self.known = self.remarks = 0
        self._waiting: list[JobRemark] = []

    def add(self, line: Line) -> None:
        self.rows += 1
        self.refused += line.is_refused
        self.known += line.is_known and not line.is_refused
        for remark in line.remarks:
            self.remarks += 1
            if self.remarks <= MOST_LISTED:
                self._waiting.append(_kept(self.job, remark))

    def write(self) -> dict[str, int]:
        JobRemark.objects.bulk_create(self._waiting)
        self._waiting.clear()
        facts = {"rows_refused": self.refused, "rows_known": self.known, "remarks": self.remarks}
        return {"rows_done": self.rows, **facts}


def check(job: RegisterJob, rights: Rights, note: Note, report: IO[bytes]) -> None:
    """Look at every line without entering any; ``report`` becomes the same sheet with what was found in it."""
    job.found.all().delete()
    tally, checker = _Tally(job), Checker(rights)
    with pieces.opened(job, JobPiece.Part.UPLOAD) as file, register_sheet(report, has_remarks=True) as sheet:
        for row in rows_of(file):  # type: ignore[arg-type]  # a spooled file reads like any other
            line = checker.line(row)
            tally.add(line)
            sheet.write(list(row.all_text().values()), "\n".join(_words(one) for one in line.remarks))
            if tally.rows % _ROWS_A_NOTE == 0:
                note(**tally.write())
    note(rows=tally.rows, **tally.write())


def enter(job: RegisterJob, rights: Rights, note: Note, _made: IO[bytes]) -> None:
    """Enter every line that nothing is wrong with, looking at each once more: the portal may have changed since.

    A line and the count of lines are written together, so that whoever goes on after a crash begins at the next.
    """
    checker, after = Checker(rights), job.rows_done
    with pieces.opened(job, JobPiece.Part.UPLOAD) as file:
        for place, row in enumerate(rows_of(file), 1):  # type: ignore[arg-type]  # the same
            line = checker.line(row)
            if place <= after:
                continue
            with transaction.atomic():
                is_taken = not line.is_refused and not line.is_known and _take(job, line, rights)
                note(rows_done=place, rows_taken=job.rows_taken + is_taken)


def _take(job: RegisterJob, line: Line, rights: Rights) -> bool:
    """A line that the portal refuses after all stays out, and says why."""
    try:
        with transaction.atomic():
            is_taken = take_over(line, rights)
            if is_taken:
                _link(job, line, rights)
            return is_taken
    except RefusedStepError as refused:
        words = _("没有导入：%(reason)s") % {"reason": refused.reason}
        _kept(job, Remark(line.row, "title", words)).save()
        return False


def _link(job: RegisterJob, line: Line, rights: Rights) -> None:
    """To what it repeats; where that cannot be, it stays written beside the petition, and the line is told once."""
    number, register = line.said["repeat_of"], line.said["registering_unit"]
    is_told = any(remark.key == "repeat_of" for remark in line.remarks)
    if number and not link(key=line.key, number=number, register=register, rights=rights) and not is_told:
        _kept(job, Remark(line.row, "repeat_of", str(NO_FIRST), is_refusal=False)).save()


def _kept(job: RegisterJob, remark: Remark) -> JobRemark:
    return JobRemark(
        job=job, row=remark.row, column=remark.column, words=remark.words[:300], is_refusal=remark.is_refusal
    )


def _words(remark: Remark) -> str:
    mark = "" if remark.is_refusal else _("（提示）")
    return f"{mark}{remark.column}{_('：')}{remark.words}"
