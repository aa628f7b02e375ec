"""What stands in the way of a step, in words."""

from django.utils.translation import gettext as _

from outreach.common.transitions import Words
from outreach.ledger.states import ENDED
from outreach.org.scoping import Rights
from petitions.models import Petition, WayIn
from petitions.models.accused import LIFTABLE


def is_sealed(petition: Petition, _rights: Rights) -> Words | None:
    """Whom it is about is kept only by inspectors."""
    return None if petition.is_sealed else _("只有纪检密件才登记被反映人。")


def somebody_may_come_back(petition: Petition, _rights: Rights) -> Words | None:
    """Asked of rows that were fetched with the petition where many are shown."""
    if any(one.ground in LIFTABLE for one in petition.accused.all()):
        return None
    return _("没有人在这件信访上回避。")


def issue_has_ended(petition: Petition, _rights: Rights) -> Words | None:
    """A case is complete only when the ledger has struck its item off; a sealed one rests with its item."""
    if petition.is_sealed or petition.issue is None or petition.issue.status in ENDED:
        return None
    return _("台账事项 %(number)s 还没有销号。") % {"number": petition.issue.number}


def waits_for_reading(petition: Petition, _rights: Rights) -> Words | None:
    """Read back once, and only what was said."""
    way: WayIn | None = getattr(petition, "way_in", None)
    if way is not None and way.waits_for_reading:
        return None
    return _("不用宣读：不是口述的，或者已经读过。")


def is_repeat(petition: Petition, _rights: Rights) -> Words | None:
    """Only what was linked can be parted."""
    return None if petition.repeat_of_id else _("没有关联为重复信访。")


def is_no_repeat(petition: Petition, _rights: Rights) -> Words | None:
    """It repeats one matter at most."""
    return _("已经关联为重复信访。") if petition.repeat_of_id else None
