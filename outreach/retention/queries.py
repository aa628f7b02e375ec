"""Questions about holds that span kinds."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from outreach.org.scoping import Rights
from outreach.retention.kinds import Kind, kinds
from outreach.retention.models import LegalHold


@dataclass(frozen=True)
class Held:
    """A hold with the row it is on."""

    hold: LegalHold
    kind: Kind
    row: Any

    @property
    def tells_why(self) -> bool:
        """Whether whoever sees the row may read the reason too."""
        return not self.hold.is_sealed or getattr(self.row, "is_sealed", False)


def standing_holds(rights: Rights) -> list[Held]:
    """Holds in force on rows that this person sees, the latest first: one statement, and one for each kind held."""
    standing = LegalHold.objects.filter(lifted_at=None).select_related("placed_by", "lift_asked_by")
    return _seen(standing, rights)


def holds_seen_by(rights: Rights) -> QuerySet[LegalHold]:
    """Holds, lifted ones too, on rows that this person sees: a hold tells that its row is there."""
    if rights.is_system:
        return LegalHold.objects.all()
    return LegalHold.objects.filter(pk__in=[one.hold.pk for one in _seen(LegalHold.objects.all(), rights)])


def find_row(number: str, rights: Rights) -> tuple[Kind, Any] | None:
    """The row with this number on its paper, as far as this person sees it."""
    for kind in kinds:
        rows = kind.seen_by(rights)
        if "number" in {field.name for field in rows.model._meta.concrete_fields}:
            row = rows.filter(number=number).first()
            if row is not None:
                return kind, row
    return None


def _seen(holds: QuerySet[LegalHold], rights: Rights) -> list[Held]:
    wanted: dict[str, list[str]] = defaultdict(list)
    for hold in holds:
        wanted[hold.kind].append(hold.object_id)
    named = {key: kind for key in wanted if (kind := kinds.get(key))}
    rows = {
        (key, str(row.pk)): row
        for key, kind in named.items()
        for row in kind.seen_by(rights).filter(pk__in=wanted[key])
    }
    return [
        Held(hold, named[hold.kind], rows[hold.kind, hold.object_id])
        for hold in holds
        if (hold.kind, hold.object_id) in rows
    ]
