"""What to look at before a document goes to a unit that must not learn who the petitioner is."""

from django.utils.translation import gettext as _

from outreach.documents.kinds import Values
from outreach.org.scoping import Rights
from petitions.models import Petition
from petitions.workflow.looking import look_through


def warn_of_names(petition: Petition, values: Values, rights: Rights) -> list[str]:
    """Where the words may tell who it is, or that nobody has looked."""
    typed = [("", str(text)) for text in values.values()]
    look = look_through(petition=petition, typed=typed, rights=rights)
    if look.is_refused:
        return [_("这一小时能检查的人名和号码已经用完，文书没有检查过。请自己看清楚再签发，或请另一位同事签发。")]
    words = sorted({str(leak.words) for one in look.found for leak in one.leaks})
    return [_("文书里可能认得出信访人：%(what)s。签发前请改掉。") % {"what": "、".join(words)}] if words else []
