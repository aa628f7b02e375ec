"""Looking through an officer's words for the petitioner, and how often one person may ask.

Each answer tells something: whoever types the names of a whole workshop would learn which of them it was.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils.functional import Promise

from outreach.accounts.models import User
from outreach.audit.models import AuditRecord
from outreach.audit.workflow import record
from outreach.calendars.limits import limits
from outreach.common import clock
from outreach.org.scoping import Rights
from petitions import vault
from petitions.identities import contact_of
from petitions.leaks import Checked, check, found_in, numbers_in
from petitions.limits import LOOKS
from petitions.models import Petition
from petitions.workflow.naming import people_in
from petitions.workflow.sealing import all_words

#: However an administrator sets the limit: a workshop of two thousand takes more than a day, and the log tells.
_MOST_TRIES = 60
#: So many signs that the petition does not say itself may hide one more guess that nobody here knows as a name.
_SIGNS_A_TRY = 250
_ENDS = re.compile(r"[。！？；\n]")
_ANSWERED = ("identity.hinted", "identity.looked_through")

Text = tuple[str | Promise, str]


@dataclass(frozen=True)
class Look:
    """``found``: the texts in which something was found; ``is_refused``: this person asked too often, nobody looked."""

    found: list[Checked] = field(default_factory=list)
    is_refused: bool = False


@transaction.atomic
def look_through(*, petition: Petition, typed: Iterable[Text], given: Iterable[Text] = (), rights: Rights) -> Look:
    """Where ``typed``, or the petition's own ``given``, tells who the petitioner is.

    Each person or number in what is typed is one try, and so are many words of one's own; the hour's tries are those
    of the last sixty minutes, by the audit log. Asking about the same words again tells nothing new and costs nothing.
    """
    typed = list(typed)
    contact = contact_of(petition)
    found = found_in(check(label, text, contact) for label, text in [*typed, *given])
    words = "\n".join(text for _label, text in typed)
    tries = max(tries_in(words, petition), int(bool(found)))
    if not tries or rights.user is None:
        return Look(found)
    User.objects.select_for_update().get(pk=rights.user.pk)  # two questions at once are still two
    fingerprint = vault.blind_index("looked through", f"{petition.pk}\n{words}")[:16]
    spent = _spent(rights.user)
    if fingerprint in spent:
        return Look(found)
    if sum(spent.values()) + tries > looks_an_hour():
        record(action="identity.look_limited", actor=rights.user, obj=petition, detail={"tries": tries})
        return Look(is_refused=True)
    told = {"tries": tries, "words": fingerprint}
    if parts := sorted({leak.what for one in found for leak in one.leaks if leak.is_theirs}):
        record(action="identity.hinted", actor=rights.user, obj=petition, detail={"parts": parts, **told})
    else:
        record(action="identity.looked_through", actor=rights.user, obj=petition, detail=told)
    return Look(found)


def tries_in(words: str, petition: Petition) -> int:
    """How many guesses may stand in ``words``, whoever the petitioner is."""
    known = all_words(petition)
    own = (piece.strip() for piece in _ENDS.split(words))
    unknown = sum(len(piece) for piece in own if piece not in known)
    return max(len(people_in(words)) + len(numbers_in(words)), unknown // _SIGNS_A_TRY)


def looks_an_hour() -> int:
    """As an administrator set it; never so many that a list of names is gone through in a day."""
    return min(limits.length(LOOKS), _MOST_TRIES)


def _spent(user: User) -> dict[str, int]:
    """The tries of the last sixty minutes, by the fingerprint of the words."""
    since = clock.now() - timedelta(hours=1)
    done = AuditRecord.objects.filter(action__in=_ANSWERED, actor=user, at__gt=since, detail__has_key="words")
    return {detail["words"]: detail["tries"] for detail in done.values_list("detail", flat=True)}
