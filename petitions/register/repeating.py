"""Which petition a line of a register says it repeats."""

from django.utils.translation import gettext as _

from outreach.common.transitions import RefusedStepError
from outreach.org.scoping import Rights
from petitions import vault
from petitions.models import Petition, WayIn
from petitions.workflow import link_repeat


def key_of(register: str, number: str) -> str:
    """The mark of one line of one register: what is taken over carries it, so that it comes in once."""
    return vault.content_digest({"register": register, "number": number})


def named(number: str, register: str, rights: Rights) -> Petition | None:
    """The one petition in sight that goes by ``number``: here, in the same register, else in any that was taken over.

    None too where several do: which of them is meant, only a person can say.
    """
    visible = Petition.objects.visible_to(rights)
    for own in ({"number": number}, {"form_token": key_of(register, number)}):
        if (found := visible.filter(**own).first()) is not None:
            return found
    elsewhere = visible.filter(pk__in=WayIn.objects.filter(old_number=number).order_by().values("petition"))[:2]
    return elsewhere[0] if len(elsewhere) == 1 else None


def link(*, key: str, number: str, register: str, rights: Rights) -> bool:
    """Link what was taken over under ``key`` to the petition ``number`` names; whether that could be done."""
    first = named(number, register, rights)
    if first is None:
        return False
    note = _("原登记册注明重复：%(number)s") % {"number": number}
    try:
        petition = Petition.objects.visible_to(rights).get(form_token=key)
        link_repeat(petition=petition, other=first, note=note, rights=rights)
    except (RefusedStepError, Petition.DoesNotExist):  # it came earlier, or one of the two is sealed
        return False
    return True
