"""Fills an empty database for a benchmark: ``python -m benchmarks.portal.seeding ROWS``."""

import sys
from datetime import timedelta

from django.core.management import call_command
from django.db import connection

from benchmarks.portal import bulk, enterprise, items
from outreach.attachments.models import Attachment
from outreach.common import clock
from outreach.ledger.models import Evidence, Issue, IssueEvent
from outreach.ledger.states import State

EVENTS = 50
FILES = 10


def fill(rows: int) -> None:
    """Units, people, items with their search index, and one item with a long history."""
    call_command("migrate", verbosity=0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute("PRAGMA cache_size = -400000")
    built = enterprise.build()
    items.seed(built, rows)
    lengthen(Issue.objects.filter(status=State.IN_PROGRESS, lead_unit=built.subsidiaries[0]).latest("pk"))


def lengthen(issue: Issue) -> None:
    """Give one item 50 events and 10 files."""
    have = issue.events.count()
    IssueEvent.objects.bulk_create([
        IssueEvent(
            issue=issue,
            version=version,
            actor=issue.handler,
            step="report_progress",
            before=issue.status,
            after=issue.status,
            note=f"第 {version} 次填报：备件已到，等停机窗口。",
            at=clock.now() - timedelta(hours=EVENTS - version),
        )
        for version in range(have + 1, EVENTS + 1)
    ])  # fmt: skip
    Issue.objects.filter(pk=issue.pk).update(version=EVENTS)
    files = [
        Attachment(
            file=f"attachments/{n}", original_name=f"现场{n}.jpg", content_type="image/jpeg", size=9, sha256="0" * 64
        )
        for n in range(FILES)
    ]
    Evidence.objects.bulk_create(
        [
            Evidence(issue=issue, attachment=file, added_by=issue.handler)
            for file in Attachment.objects.bulk_create(files)
        ]
    )


if __name__ == "__main__":
    fill(int(sys.argv[1]))
    bulk.analyze()
