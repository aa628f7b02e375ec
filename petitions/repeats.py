"""重复信访: earlier petitions of the same person or about the same matter, as a hint with its reason.

Nothing is linked by itself, and nothing crosses a seal: of petitions that a reader may not see, and between an open
and a sealed one, nothing is told.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from rapidfuzz import fuzz

from outreach.calendars.limits import limits
from outreach.common import clock
from outreach.common.text import bigrams
from outreach.org.scoping import Rights
from petitions.identities import Known
from petitions.limits import REPEAT_WINDOW
from petitions.models import NotRepeat, Petition, PetitionGram, PetitionQuerySet
from petitions.permissions import MANAGE
from petitions.states import OPEN, State

#: Of each piece only the latest that agree are counted, and only the best of these compared closely.
_LATEST = 200
_COMPARED = 30
#: A statement a piece, all in one: each reads no more of its index than it counts, however large the unit.
_OF_A_PIECE = """
SELECT petition_id FROM (
  SELECT petition_id FROM petitions_petitiongram
  WHERE unit_id = %s AND gram = %s AND received_on BETWEEN %s AND %s
  ORDER BY received_on DESC LIMIT %s
) AS latest
"""
#: Measured on real titles: a similar pair scores about 80, an unrelated one near 0.
_SIMILAR = 45
_SHOWN = 3
#: Once it is answered, nobody has to ask any more whether it was brought before.
_UNDECIDED = set(OPEN) - {State.DELIVERED}


@dataclass(frozen=True)
class Hint:
    """An earlier petition that may be the first of this one, and why."""

    petition: Petition
    reason: str


@dataclass(frozen=True)
class Repeats:
    """What a reader is told: the first this one repeats, those that repeat it, and what may be earlier ones."""

    first: Petition | None = None
    later: list[Petition] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)


def repeats_of(petition: Petition, known: Known, rights: Rights) -> Repeats:
    """Two statements at most; ``known`` is what is known of the petitioner."""
    of_person = known.other_petitions if _may_be_linked(petition, rights) else ()
    alike = _alike(petition) if _may_be_linked(petition, rights) and not petition.is_sealed else ()
    family = Q(repeat_of=petition) | Q(pk__in={petition.repeat_of_id, *of_person, *alike} - {None})
    denied = NotRepeat.objects.filter(petition=petition).values("other")
    near = list(_same_side(petition, rights).filter(family).exclude(pk__in=denied).with_indexes())
    earlier = [one for one in near if one.repeat_of_id != petition.pk and one.received_at <= petition.received_at]
    return Repeats(
        first=next((one for one in near if one.pk == petition.repeat_of_id), None),
        later=[one for one in near if one.repeat_of_id == petition.pk],
        hints=[] if petition.repeat_of_id else _hints(petition, earlier, set(of_person)),
    )


def earlier_ones(petition: Petition, rights: Rights) -> PetitionQuerySet:
    """The petitions this one may be linked to: in sight, on the same side of the seal, and not after it."""
    return _same_side(petition, rights).filter(received_at__lte=petition.received_at)


def keep_pieces(petition: Petition) -> None:
    """Store the pieces of the title under the unit of today; none of a sealed petition."""
    PetitionGram.objects.filter(petition=petition).delete()
    if not petition.is_sealed:
        add_pieces([petition])


def add_pieces(petitions: Iterable[Petition]) -> None:
    """The same for open petitions that have none yet; one statement."""
    PetitionGram.objects.bulk_create(
        PetitionGram(gram=gram, petition=one, unit_id=one.unit_id, received_on=clock.day_of(one.received_at))
        for one in petitions
        for gram in sorted(bigrams(one.title))
    )


def _same_side(petition: Petition, rights: Rights) -> PetitionQuerySet:
    visible: PetitionQuerySet = Petition.objects.visible_to(rights)
    return visible.filter(is_sealed=petition.is_sealed).exclude(pk=petition.pk)


def _may_be_linked(petition: Petition, rights: Rights) -> bool:
    is_theirs = any(rights.covers(MANAGE, path) for path in petition.paths_of("any"))
    return is_theirs and petition.repeat_of_id is None and petition.status in _UNDECIDED


def _alike(petition: Petition) -> list[int]:
    """Petitions of the same unit within the window whose titles share most pieces; one statement."""
    until = clock.day_of(petition.received_at)
    since = until - timedelta(days=limits.length(REPEAT_WINDOW))
    pieces = sorted(bigrams(petition.title))
    if not pieces:
        return []
    asked = [said for gram in pieces for said in (petition.unit_id, gram, since, until, _LATEST)]
    with connection.cursor() as cursor:
        cursor.execute("UNION ALL".join([_OF_A_PIECE] * len(pieces)), asked)
        shared = Counter(pk for (pk,) in cursor.fetchall())
    del shared[petition.pk]
    return [pk for pk, _n in shared.most_common(_COMPARED)]


def _hints(petition: Petition, earlier: list[Petition], of_person: Collection[int]) -> list[Hint]:
    """The same person first, then the closest words; of one chain only one."""
    scored = [(one.pk in of_person, _score(petition, one), one) for one in earlier]
    scored.sort(key=lambda each: (not each[0], -each[1], -each[2].received_at.timestamp()))
    hints: dict[int, Hint] = {}
    for is_theirs, score, one in scored:
        if is_theirs or score >= _SIMILAR:
            hints.setdefault(one.repeat_of_id or one.pk, Hint(one, _reason(petition, one, score, is_theirs=is_theirs)))
    return list(hints.values())[:_SHOWN]


def _score(petition: Petition, other: Petition) -> int:
    pieces = [" ".join(sorted(bigrams(one.title))) for one in (petition, other)]
    return round(fuzz.token_set_ratio(*pieces))


def _reason(petition: Petition, other: Petition, score: int, *, is_theirs: bool) -> str:
    """Such as "same phone, same unit, 30 days ago"."""
    days = (clock.day_of(petition.received_at) - clock.day_of(other.received_at)).days
    parts = [_shared_number(petition, other)] if is_theirs else []
    if score >= _SIMILAR:
        parts.append(_("文字相近 %(score)d%%") % {"score": score})
    if other.unit_id == petition.unit_id:
        parts.append(pgettext("重复信访的理由", "同一单位"))
    parts.append(ngettext("%(n)d 天前", "%(n)d 天前", days) % {"n": days} if days else _("同一天"))
    return _("，").join(parts)


def _shared_number(petition: Petition, other: Petition) -> str:
    """By which number they are known to be of one person."""
    own, theirs = getattr(petition, "identity", None), getattr(other, "identity", None)
    if own and theirs and own.id_number_index and own.id_number_index == theirs.id_number_index:
        return _("同一身份证号")
    if own and theirs and own.phone_index and own.phone_index == theirs.phone_index:
        return _("同一电话")
    return _("联名人相同")
