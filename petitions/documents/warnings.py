"""What to look at before a document goes to a unit that must not learn who the petitioner is."""

from django.utils.translation import gettext as _

from outreach.audit.workflow import record
from outreach.documents.kinds import Values
from outreach.org.scoping import Rights
from petitions.identities import contact_of
from petitions.leaks import check, found_in
from petitions.models import Petition


def warn_of_names(petition: Petition, values: Values, rights: Rights) -> list[str]:
    """Where the words may tell who it is. Whoever tries names until the checker knows one leaves a trail."""
    contact = contact_of(petition)
    found = found_in(check("", str(text), contact) for text in values.values())
    leaks = [leak for one in found for leak in one.leaks]
    if hinted := sorted({leak.what for leak in leaks if leak.is_theirs}):
        record(action="identity.hinted", actor=rights.user, obj=petition, detail={"parts": hinted})
    words = sorted({str(leak.words) for leak in leaks})
    return [_("文书里可能认得出信访人：%(what)s。签发前请改掉。") % {"what": "、".join(words)}] if words else []
