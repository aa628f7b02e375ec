"""The register of what one person sees, in the columns of every register; who brought it stays behind the mask."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO

from django.db.models import Prefetch, Q
from django.http import QueryDict

from outreach.common import clock
from outreach.ledger.states import Satisfaction
from outreach.org.scoping import Rights
from petitions import vault
from petitions.contacts import Contact
from petitions.identities import open_identity
from petitions.leaks import Seeker
from petitions.listing import Listing
from petitions.models import Petition, PetitionEvent, RegisterJob, SponsoredCase
from petitions.register.columns import COLUMNS
from petitions.register.workbooks import register_sheet
from petitions.states import Arrival, Kind, State

_ROWS_A_STEP = 500
_VEIL = "***"


def write(job: RegisterJob, rights: Rights, note: Callable[..., None], file: IO[bytes]) -> None:
    """The petitions that the list shows this person now, the newest first, as a workbook written row by row."""
    done = 0
    with register_sheet(file) as sheet:
        for step in _steps(Listing(QueryDict(job.query), rights)):
            for petition in step:
                sheet.write(cells(petition))
            done += len(step)
            note(rows_done=done, rows=max(job.rows, done))
    note(rows_done=done, rows=done)


def _steps(listing: Listing) -> Iterator[list[Petition]]:
    """Some hundred petitions at a time: what comes in or goes meanwhile neither repeats nor skips another."""
    people = ("unit", "referred_to", "issue__lead_unit", "identity", "way_in")
    with_each = (
        Prefetch("events", PetitionEvent.objects.filter(step="rate").order_by("version"), to_attr="rated"),
        Prefetch("repeat_of", Petition.objects.visible_to(listing.rights)),
        Prefetch("sponsorings", SponsoredCase.objects.select_related("sponsor__user").order_by("started_on", "pk")),
    )
    rows = listing.petitions.select_related(*people).prefetch_related(*with_each).order_by("-received_at", "-pk")
    last: tuple[datetime, int] | None = None
    while True:
        step = list(rows.filter(_after(*last) if last else Q())[:_ROWS_A_STEP])
        if not step:
            return
        yield step
        last = step[-1].received_at, step[-1].pk


def _after(received_at: datetime, pk: int) -> Q:
    """What comes behind this one; the first part lets an index begin there instead of passing over all before."""
    return Q(received_at__lte=received_at) & (Q(received_at__lt=received_at) | Q(pk__lt=pk))


def cells(petition: Petition) -> list[str]:
    """One line in the order of the columns."""
    contact, way = _contact(petition), getattr(petition, "way_in", None)
    seeker = Seeker(contact)
    told = dict(way.told) if way else {}
    said = {
        "number": petition.number,
        "title": veiled(petition.title, seeker),
        "kind": Kind(petition.kind).label,
        "arrival": Arrival(petition.arrival).label,
        "received_on": f"{clock.day_of(petition.received_at):%Y-%m-%d}",
        **{part: getattr(contact, f"masked_{part}") for part in ("name", "id_number", "phone", "address")},
        "people_count": str(petition.people_count),
        "where": "，".join(part for part in (str(petition.unit), veiled(petition.place, seeker)) if part),
        "facts": veiled(petition.facts, seeker),
        "request": veiled(petition.request, seeker),
        "opinion": veiled(petition.answer or told.get("opinion", ""), seeker),
        "status": State(petition.status).label,
        **_handling(petition),
    }
    return [str(said.get(column.key) or told.get(column.key, "")) for column in COLUMNS]


def _handling(petition: Petition) -> dict[str, str]:
    issue, sponsored = petition.issue, list(petition.sponsorings.all())
    return {
        "referred_to": str(petition.referred_to or ""),
        "handling_unit": str(issue.lead_unit or "") if issue else "",
        "due_on": f"{petition.due_on:%Y-%m-%d}" if petition.due_on else "",
        "rating": _rating(petition),
        "repeat_of": petition.repeat_of.number if petition.repeat_of else "",
        "sponsor": str(sponsored[-1].sponsor.user) if sponsored else "",
    }


def _rating(petition: Petition) -> str:
    """The last word of the petitioner about the result."""
    events: list[PetitionEvent] = petition.rated  # type: ignore[attr-defined]  # see _steps
    return str(Satisfaction(events[-1].detail["result"]).label) if events else ""


def veiled(text: str, seeker: Seeker) -> str:
    """``text`` without what tells in it who the petitioner is, and without anybody's phone or identity number."""
    if not text:
        return ""
    return "".join(_VEIL if words else piece for piece, words in seeker.check("", text).pieces())


def _contact(petition: Petition) -> Contact:
    """Empty where nothing was left, and where it does not open: an export is no place to find that out."""
    row = getattr(petition, "identity", None)
    try:
        return open_identity(row) if row else Contact()
    except vault.VaultError:
        return Contact()
