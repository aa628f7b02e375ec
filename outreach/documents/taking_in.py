"""How a template comes in: through the pipeline of uploads, then the checks of its own."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from outreach.attachments.kinds import DOCX
from outreach.attachments.models import Attachment
from outreach.attachments.pipeline import store
from outreach.attachments.refusals import RefusedUpload
from outreach.documents import checking
from outreach.documents.kinds import DocumentKind
from outreach.documents.models import DocumentTemplate
from outreach.documents.workflow import RefusedTemplateError, upload_template
from outreach.org.scoping import Rights


def take_in(kind: DocumentKind, upload: UploadedFile[Any], rights: Rights) -> DocumentTemplate:
    """A new version; ``RefusedTemplateError`` lists what is wrong, and nothing of the file stays."""
    try:
        attachment = store(upload, uploaded_by=rights.user, max_bytes=checking.MAX_BYTES)
    except RefusedUpload as refused:
        raise RefusedTemplateError([str(refused.reason)]) from None
    try:
        _check(attachment)
        return upload_template(kind=kind, attachment=attachment, rights=rights)
    except RefusedTemplateError:
        attachment.discard()
        raise


def _check(attachment: Attachment) -> None:
    """What must be known before the whole of it is read."""
    if attachment.content_type != DOCX.content_type:
        raise RefusedTemplateError([_("模板要是 Word 的 docx 文件。")])
    with attachment.file.open("rb") as file:
        if checking.is_too_large(file.file):
            raise RefusedTemplateError([_("文件解开后太大，请另存为只有文字和表格的 docx。")])
