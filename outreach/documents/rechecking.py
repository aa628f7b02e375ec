"""Templates that were taken in before a check existed are looked at again; what fails now is taken out of use."""

from django.db import transaction
from django.utils.translation import gettext as _

from outreach.attachments.rechecking import recheck as recheck_file
from outreach.audit.workflow import record
from outreach.common import clock
from outreach.documents.checking import CHECKS, is_too_large, problems_of
from outreach.documents.kinds import kinds
from outreach.documents.models import DocumentTemplate

AT_ONCE = 10


def recheck_waiting(most: int = AT_ONCE) -> None:
    """The oldest first; safe to run twice at once."""
    waiting = DocumentTemplate.objects.filter(checked_with__lt=CHECKS).order_by("uploaded_at", "pk")
    for template in waiting.select_related("attachment")[:most]:
        recheck(template)


@transaction.atomic
def recheck(template: DocumentTemplate) -> list[str]:
    """What is wrong with it by today's checks, in words; one that was in use is from now on not."""
    if template.checked_with >= CHECKS:
        problems: list[str] = template.problems
        return problems
    row = DocumentTemplate.objects.select_for_update().get(pk=template.pk)
    row.problems, row.checked_with = _problems_with(row), CHECKS
    if row.problems and row.is_active:
        row.is_active, row.taken_out_at = False, clock.now()
        record(action="template.taken_out", obj=row, detail={"problems": row.problems})
    row.save(update_fields=["problems", "checked_with", "is_active", "taken_out_at"])
    return list(row.problems)


def _problems_with(template: DocumentTemplate) -> list[str]:
    kind = kinds.get(template.kind)
    if kind is None:  # no channel brings it any more, so nobody uses it
        return []
    if not recheck_file(template.attachment):
        return [_("文件没有通过现在的检查，请在 Word 里另存为新的 docx 再上传。")]
    try:
        with template.attachment.file.open("rb") as file:
            if is_too_large(file.file):
                return [_("文件解开后太大，请另存为只有文字和表格的 docx。")]
            file.seek(0)
            return problems_of(file.read(), kind)
    except FileNotFoundError:
        return [_("模板文件不在了，请重新上传。")]
