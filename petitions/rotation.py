"""Changing the keys of the identity vault while the portal runs: a few rows at a time, as often as it takes.

Every row says with which key it was sealed and indexed, so the work left is always what the rows say: killed in
the middle, run twice at once, or started again after a month, it goes on where things stand.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet

from outreach.audit.workflow import record
from outreach.common import clock
from petitions import keyring, vault
from petitions.identities import open_identity, seal_into
from petitions.models import PetitionDraft, PetitionerIdentity, VaultKey

BATCH = 50


@dataclass
class Report:
    """What became of the rows; ``stuck`` are those that did not open, left as they were."""

    identities: int = 0
    drafts: int = 0
    stuck: list[str] = field(default_factory=list)


def rows_to_do() -> int:
    """How many identities and drafts still hang on an older key."""
    return _old_identities().count() + _old_drafts().count()


def rotate(say: Callable[[int, int], None], batch: int = BATCH) -> Report:
    """Seal everything again with the keys in use; ``say(done, all)`` after each small transaction.

    Raises ``VaultError`` when a key in use is missing or passes for another one.
    """
    keyring.confirm()
    report, total = Report(), rows_to_do()
    record(action="identity.rotation_started", detail={"to": vault.sealing_keys()[0].version, "rows": total})
    for done in _identities(report, batch):
        say(done, total)
    for done in _drafts(report, batch):
        say(report.identities + done, total)
    retired = _retire_unused()
    detail = {
        "to": vault.sealing_keys()[0].version,
        "identities": report.identities,
        "drafts": report.drafts,
        "stuck": len(report.stuck),
        "retired": sorted(retired),
    }
    record(action="identity.keys_rotated", detail=detail)
    return report


def _old_identities() -> QuerySet[PetitionerIdentity]:
    fresh = {"key_version": vault.sealing_keys()[0].version, "index_key": vault.index_keys()[0].version}
    return PetitionerIdentity.objects.exclude(**fresh)


def _old_drafts() -> QuerySet[PetitionDraft]:
    return PetitionDraft.objects.exclude(key_version=vault.sealing_keys()[0].version)


def _identities(report: Report, batch: int) -> Iterator[int]:
    last = None
    while True:
        with transaction.atomic():
            old = _old_identities().order_by("pk").select_for_update()
            rows = list(old.filter(pk__gt=last)[:batch] if last else old[:batch])
            for row in rows:
                _reseal_identity(row, report)
        if not rows:
            return
        last = rows[-1].pk
        yield report.identities


def _reseal_identity(row: PetitionerIdentity, report: Report) -> None:
    """Seal one row anew, and open it again before it is written."""
    try:
        contact = open_identity(row)
        seal_into(row, contact)
        if open_identity(row) != contact:
            raise vault.DamagedError(row.key_version, keyring.row_name(row))
    except vault.VaultError as error:
        report.stuck.append(f"{row.pk}: {error}")
        return
    row.save()
    report.identities += 1


def _drafts(report: Report, batch: int) -> Iterator[int]:
    last = 0
    while True:
        with transaction.atomic():
            rows = list(_old_drafts().filter(pk__gt=last).order_by("pk").select_for_update()[:batch])
            for row in rows:
                _reseal_draft(row, report)
        if not rows:
            return
        last = rows[-1].pk
        yield report.drafts


def _reseal_draft(row: PetitionDraft, report: Report) -> None:
    name = keyring.draft_name(row)
    try:
        content = vault.unseal(row.sealed, version=row.key_version, row=name)
    except vault.VaultError as error:
        report.stuck.append(f"draft {row.pk}: {error}")
        return
    row.key_version, row.sealed = vault.seal(content, row=name)
    row.save(update_fields=["key_version", "sealed"])
    report.drafts += 1


def _retire_unused() -> set[str]:
    """Sealing keys that no row needs any more. Index keys are not among them: tracking codes outlive them."""
    current = vault.sealing_keys()[0].version
    known = VaultKey.objects.filter(use=VaultKey.Use.SEALING, retired_at=None).exclude(version=current)
    unused = {
        version
        for version in known.values_list("version", flat=True)
        if not PetitionerIdentity.objects.filter(key_version=version).exists()
        and not PetitionDraft.objects.filter(key_version=version).exists()
    }
    keyring.retire(VaultKey.Use.SEALING, unused, clock.now())
    return unused
