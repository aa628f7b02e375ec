"""Files that came in before a check existed are looked at again, some in each round; what fails now is shut away."""

import logging

from outreach.attachments import kinds
from outreach.attachments.models import Attachment, ScanResult
from outreach.attachments.refusals import RefusedUpload
from outreach.audit.workflow import record

logger = logging.getLogger(__name__)
AT_ONCE = 50


def recheck_waiting(most: int = AT_ONCE) -> int:
    """How many were shut away; safe to run twice at once."""
    waiting = Attachment.objects.checked_before(kinds.CHECKS)[:most]
    return sum(not recheck(attachment) for attachment in waiting)


def recheck(attachment: Attachment) -> bool:
    """Whether the file would be taken in today; noted with the row, and shut away where not."""
    trouble = _trouble_with(attachment)
    known = Attachment.objects.filter(pk=attachment.pk)
    if trouble and known.exclude(scan_result=ScanResult.UNFIT).update(scan_result=ScanResult.UNFIT):
        logger.warning("attachment %s does not pass today's checks and is no longer handed out", attachment.pk)
        record(action="attachment.shut", obj=attachment, detail={"reason": trouble})
    known.update(checked_with=kinds.CHECKS)
    return not trouble


def _trouble_with(attachment: Attachment) -> str:
    """Why it would be refused today; nothing for a file that the disk has lost, which another check tells of."""
    try:
        with attachment.file.open("rb") as file:
            kind = kinds.recognise(file.file, attachment.original_name, attachment.size)
    except RefusedUpload as refused:
        return str(refused.reason)
    except FileNotFoundError:
        return ""
    return "" if kind.content_type == attachment.content_type else "kind"
