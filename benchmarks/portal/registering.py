"""How fast the register goes out as a job, and with how much memory: ``casework`` filled the database before."""

import resource
import time
import uuid
from dataclasses import asdict

from benchmarks.portal.casework import OFFICER
from outreach.accounts.models import User
from outreach.org.scoping import Rights
from petitions import keyring, vault
from petitions.contacts import Contact
from petitions.models import PetitionerIdentity, RegisterJob
from petitions.models.job import Stage
from petitions.register import jobs
from petitions.states import Arrival

_CONTACT = Contact("陈志远", "138 0013 0021", "港前路 6 号 302 室", "11010519491231002X")


def seal() -> None:
    """Those whose petitions came as letters get a contact that opens, as it is in life."""
    keyring.confirm()
    letters = PetitionerIdentity.objects.filter(petition__arrival=Arrival.LETTER, sealed=b"")
    while rows := list(letters[:5000]):
        for row in rows:
            row.key_version, row.sealed = vault.seal(asdict(_CONTACT), row=keyring.row_name(row))
        PetitionerIdentity.objects.bulk_update(rows, ["key_version", "sealed"], batch_size=1000)


def main() -> None:
    seal()
    officer = User.objects.get(username=OFFICER)
    before = resource.getrusage(resource.RUSAGE_SELF)
    begun = time.monotonic()
    job = jobs.start_export(
        query=f"view=all&arrival={Arrival.LETTER}", rows=10**6, token=uuid.uuid4(), rights=Rights.of(officer)
    )
    jobs.work_on(job)
    taken, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_SELF)
    job = RegisterJob.objects.get(pk=job.pk)
    if job.stage != Stage.DONE:
        raise SystemExit(f"the export ended as {job.stage}: {job.trouble}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"register, {job.rows_done:,} rows: {taken:.0f} s, of which {cpu:.0f} s of its processor; ", end="")
    print(f"{job.rows_done / taken:,.0f} rows a second; {after.ru_maxrss / 1024:.0f} MB at most, ", end="")
    print(f"{before.ru_maxrss / 1024:.0f} MB of them before", flush=True)


if __name__ == "__main__":
    main()
