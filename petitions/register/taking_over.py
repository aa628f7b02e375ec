"""One line of another register becomes a petition: once, in one transaction, and sealed where it has to be."""

import secrets

from django.db import transaction

from outreach.audit.workflow import record
from outreach.common import clock
from outreach.org.scoping import Rights
from petitions.counting import keep
from petitions.forms.register import EARLIEST
from petitions.identities import add_identity
from petitions.intake import Matter, Way, known_or_number, register
from petitions.register.checking import Line, told_of
from petitions.repeats import add_pieces
from petitions.states import Kind
from petitions.workflow import close_former, heed_names, seal_by_itself

#: Nobody was ever given a code for it: what stands in the place of its digest is the digest of none.
_DIGEST_BYTES = 32


@transaction.atomic
def take_over(line: Line, rights: Rights) -> bool:
    """Enter it unless it is there already; whether something was entered.

    An accusation is never to be seen by anybody but inspectors: it is sealed before the transaction ends.
    """
    way = _way_of(line)
    known, number = known_or_number(line.key, clock.day_of(way.received_at).year)
    if known is not None:
        return False
    matter, contact = _matter_of(line), line.contact
    marks = {
        "number": number,
        "form_token": line.key,
        "content_hash": line.content,
        "code_hash": secrets.token_hex(_DIGEST_BYTES),
    }
    petition = register(matter, way, marks, rights)
    add_identity(petition, contact)
    add_pieces([petition])
    keep(petition)
    if matter.is_to_be_sealed:
        petition = seal_by_itself(petition=petition, kind=Kind.ACCUSATION, words=matter.words, unit=matter.unit)
    else:
        petition = heed_names(petition=petition, words=matter.words)
    if line.is_over:
        petition = close_former(petition=petition, answer=line.said["opinion"], rights=rights)
    record(action="petition.registered", actor=rights.user, obj=petition, detail={"taken_over": True})
    return True


def _matter_of(line: Line) -> Matter:
    said = line.said
    unit, place = said["where"]
    parts = ("kind", "title", "facts", "request", "people_count", "arrival")
    return Matter(**{part: said[part] for part in parts}, unit=unit, place=place, is_anonymous=line.contact.is_empty)


def _way_of(line: Line) -> Way:
    """No limit counts from a day that cannot be right; what is over keeps it all the same."""
    day = line.said["received_on"]
    is_counted = line.is_over or day >= EARLIEST
    return Way(day if is_counted else None, is_taken_over=True, old_number=line.said["number"], told=told_of(line))
