"""Keeping what the figures are counted from: one narrow row for each petition, written with every step."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from outreach.common import clock
from petitions.models import CountedCase, Petition, PetitionEvent
from petitions.states import Sponsoring, State
from petitions.statute import Stage, Term

_JUDGED = ("attitude", "speed", "result")
_AT_ONCE = 500
#: The answer is written, and not delivered yet.
_ON_ITS_WAY = (State.OPINION_ISSUED, State.MEDIATED)


def keep(petition: Petition) -> None:
    """Count the petition as it is now; what was judged, and whether it is sponsored, stays."""
    _write([counted(petition)], without=(*_JUDGED, "sponsored_on", "is_settled"))


def keep_judgement(petition: Petition, judgement: dict[str, Any]) -> None:
    """The latest judgement is the one that counts."""
    CountedCase.objects.filter(petition=petition).update(**{name: judgement[name] for name in _JUDGED})


def keep_sponsoring(petition: Petition) -> None:
    """Since when a leader answers for it, and whether that settled it."""
    CountedCase.objects.filter(petition=petition).update(**_sponsoring(petition))


def keep_around(petition: Petition) -> None:
    """The first one, and the repeats, of a petition that was linked, parted or sealed count differently now."""
    family = list(Petition.objects.filter(repeat_of=petition))
    if petition.repeat_of_id:
        family += Petition.objects.filter(pk=petition.repeat_of_id)
    for one in family:
        keep(one)


def recount(petitions: QuerySet[Petition]) -> None:
    """Everything from the petitions themselves and their history."""
    rows = []
    for petition in petitions.iterator(chunk_size=_AT_ONCE):
        row = counted(petition)
        for name, value in (_judgement(petition) | _sponsoring(petition)).items():
            setattr(row, name, value)
        rows.append(row)
    _write(rows)


def counted(petition: Petition) -> CountedCase:
    """The row of a petition, but for its judgement and who sponsors it."""
    first = petition.repeat_of_id
    replied_on = _replied_on(petition)
    return CountedCase(
        petition=petition,
        unit_id=petition.unit_id,
        referred_to_id=petition.referred_to_id,
        kind=petition.kind,
        arrival=petition.arrival,
        is_sealed=petition.is_sealed,
        is_named=not petition.is_anonymous,
        received_on=clock.day_of(petition.received_at),
        notice_due_on=_due(petition, Term.NOTICE),
        notified_on=_day(petition.notified_at),
        accepted_on=_day(petition.accepted_at),
        reply_due_on=_due(petition, Term.CONCLUDE),
        replied_on=replied_on,
        is_repeat=first is not None and Petition.objects.filter(pk=first, is_sealed=petition.is_sealed).exists(),
        days_to_repeat=_days_to_repeat(petition, replied_on) if replied_on else None,
    )


def _replied_on(petition: Petition) -> date | None:
    """When it was answered in writing: the 60 days are kept by that (Art. 34), however long the post takes then."""
    if petition.delivered_at is None and petition.status not in _ON_ITS_WAY:
        return None
    written = petition.opinions.filter(stage=Stage.HANDLING, is_current=True).values_list("issued_at", flat=True)
    agreed = petition.mediations.values_list("written_at", flat=True)
    return _day(written.first() or agreed.last() or petition.delivered_at)


def _days_to_repeat(petition: Petition, replied_on: date) -> int | None:
    """Repeats that came before the reply say nothing about it; those behind a seal are not there."""
    later = petition.repeats.filter(is_sealed=petition.is_sealed, received_at__gte=clock.start_of(replied_on))
    first = later.order_by("received_at").values_list("received_at", flat=True).first()
    return (clock.day_of(first) - replied_on).days if first else None


def _judgement(petition: Petition) -> dict[str, Any]:
    rated = PetitionEvent.objects.filter(petition=petition, step="rate").order_by("version").last()
    return {name: rated.detail[name] if rated else None for name in _JUDGED}


def _sponsoring(petition: Petition) -> dict[str, Any]:
    cases = list(petition.sponsorings.order_by("started_on", "pk").values_list("started_on", "status"))
    is_settled = any(status == Sponsoring.RESOLVED for _since, status in cases)
    return {"sponsored_on": cases[0][0] if cases else None, "is_settled": is_settled}


def _write(rows: Iterable[CountedCase], without: Iterable[str] = ()) -> None:
    names = {field.name for field in CountedCase._meta.local_concrete_fields} - {"petition", *without}
    CountedCase.objects.bulk_create(
        rows, _AT_ONCE, update_conflicts=True, unique_fields=["petition"], update_fields=sorted(names)
    )


def _due(petition: Petition, term: Term) -> date | None:
    held = petition.clock_of(term)
    return held.due_on if held else None


def _day(moment: datetime | None) -> date | None:
    return clock.day_of(moment) if moment else None
