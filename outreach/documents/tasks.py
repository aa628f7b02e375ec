"""PDFs that could not be made when their document was issued."""

from celery import shared_task

from outreach.documents import files, rechecking
from outreach.documents.models import Document
from outreach.documents.printing import PATIENT_SECONDS, NotPrintedError

MOST_TRIES = 5
_AT_ONCE = 10


@shared_task
def print_waiting() -> None:
    """Safe to run twice; gives up a document after some tries, and waits where the machine itself lacks something."""
    for document in Document.objects.to_print().filter(print_tries__lt=MOST_TRIES)[:_AT_ONCE]:
        try:
            files.print_missing(document, PATIENT_SECONDS)
        except NotPrintedError as error:
            if error.is_machine:
                return
            Document.objects.filter(pk=document.pk).update(print_tries=document.print_tries + 1)


@shared_task
def recheck_waiting() -> None:
    """Some of the templates that came before a check existed; safe to run twice."""
    rechecking.recheck_waiting()
