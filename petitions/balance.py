"""Who at the desk has how much in hand, for those who hand it out; a list by name, never a ranking."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q

from outreach.accounts.models import User
from outreach.common import clock
from outreach.org.exclusions import people_acting
from outreach.org.grants import grants
from outreach.org.scoping import Rights
from petitions.models import Petition, PetitionQuerySet
from petitions.permissions import REGISTER

#: What is due within so many days counts as near.
NEAR = timedelta(days=3)


@dataclass(frozen=True)
class Load:
    """What one officer has in hand; ``officer`` None is what nobody has yet."""

    officer: User | None
    in_hand: int = 0
    near: int = 0
    late: int = 0
    #: Keeps the desk no longer: somebody else has to have it.
    has_left: bool = False


def loads(rights: Rights) -> list[Load]:
    """First what nobody has, then everybody by name, also whoever has nothing; three statements."""
    visible: PetitionQuerySet = Petition.objects.visible_to(rights).still_open()
    today = clock.today()
    counted = (
        visible.order_by()
        .values("officer")
        .annotate(
            in_hand=Count("pk"),
            late=Count("pk", Q(due_on__lt=today)),
            near=Count("pk", Q(due_on__range=(today, today + NEAR))),
        )
    )
    rows: Mapping[int | None, Any] = {
        officer: {"in_hand": in_hand, "late": late, "near": near}
        for officer, in_hand, late, near in counted.values_list("officer", "in_hand", "late", "near")
    }
    paths = [posting.unit.path for posting in rights.postings]
    serving = {one.pk: one for one in people_acting(grants.roles_with(REGISTER), paths)}
    gone = User.objects.filter(pk__in=[pk for pk in rows if pk is not None and pk not in serving])
    found = [Load(None, **rows.get(None, {}))]
    found += [Load(one, **rows[one.pk], has_left=True) for one in gone.order_by("full_name", "pk")]
    return found + [Load(one, **rows.get(one.pk, {})) for one in serving.values()]
