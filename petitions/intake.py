"""The one way in for every petition, from the public form or from the desk.

The same form sent twice, however often and however fast, makes one petition; sent with other
content, what is new about the matter becomes a supplement. Nothing that arrives is dropped.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from outreach.attachments.models import Attachment
from outreach.attachments.reading import Reading, read_all
from outreach.audit.workflow import record
from outreach.common import clock
from outreach.common.lots import drawn_id
from outreach.org.models import Cadre, OrgUnit
from outreach.org.scoping import Rights
from petitions import vault
from petitions.contacts import Contact
from petitions.counting import keep
from petitions.drafts import Draft, close_untouched, find_draft, lock_draft, store_draft
from petitions.identities import add_identity
from petitions.models import Petition, PetitionEvent, WayIn
from petitions.models.wayin import SPOKEN
from petitions.repeats import add_pieces
from petitions.states import Arrival, Kind
from petitions.workflow import add_supplement, heed_names, link_files, seal_by_itself, words_of
from petitions.workflow.clocks import start_notice_clock
from petitions.workflow.mailing import agree_to_mails

#: Petitions have numbers of their own: XF numbers are the ledger items that come of them.
NUMBER_PREFIX = "XFJ"
_NUMBERS_A_YEAR = 10**6


@dataclass(frozen=True)
class Matter:
    """What somebody brings, as it was said."""

    kind: str
    title: str
    facts: str
    unit: OrgUnit
    request: str = ""
    place: str = ""
    names: str = ""
    people_count: int = 1
    is_anonymous: bool = False
    may_be_seen_by_unit: bool = False
    arrival: str = Arrival.WEB

    @property
    def is_to_be_sealed(self) -> bool:
        """Whoever is named must not be the one who reads it."""
        return self.kind == Kind.ACCUSATION or bool(self.names)

    @property
    def words(self) -> str:
        """Everything said, to look for names in."""
        return f"{self.title}\n{self.names}\n{self.facts}\n{self.request}\n{self.place}"


@dataclass(frozen=True)
class Way:
    """How it came to whoever typed it in; the defaults are those of somebody who types it themselves, now.

    ``received_on`` may lie in the past: the limits count from there. ``is_read_back`` says that what was taken down
    has been read to whoever said it. The rest is about what a higher office sent on.
    """

    received_on: date | None = None
    is_read_back: bool = False
    leader: Cadre | None = None
    sent_from: str = ""
    sent_number: str = ""
    answer_due_on: date | None = None
    is_answer_owed: bool = False
    #: Of a matter taken over from another register: its number there, and what has no place of its own here.
    is_taken_over: bool = False
    old_number: str = ""
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def received_at(self) -> datetime:
        """The moment of a day that is over is not known: its beginning stands for it."""
        if self.received_on is None or self.received_on >= clock.today():
            return clock.now()
        return clock.start_of(self.received_on)


@dataclass(frozen=True)
class Received:
    """What became of a form: a petition, or more about one that came with the same form before."""

    petition: Petition
    is_supplement: bool = False


def submit(
    *,
    token: str,
    matter: Matter,
    contact: Contact,
    rights: Rights,
    way: Way = Way(),
    begun: Draft | None = None,
    mailbox: str = "",
) -> Received:
    """Hand in the form behind ``token`` with the files of its draft; the code is in the draft until it is confirmed.

    ``begun`` is the draft where it has been opened already. ``mailbox`` is for notices; of what is sealed it is not
    kept, for no warning was read. Raises ``PetitionDraft.DoesNotExist`` for a token without a draft.
    """
    code = vault.new_code()
    code_hash = vault.code_hash(code)  # slow on purpose, so before the lock
    begun = begun or find_draft(token)
    readings = read_all(begun.files if begun else ())
    with transaction.atomic():
        draft, petition, number = _claim(token, begun, code, matter, way)
        files = draft.files
        words = "\n".join([matter.words, words_of(files, readings)])
        content = vault.content_digest(_content(matter, contact, files, way))
        is_new = petition is None
        is_other = petition is not None and petition.content_hash != content
        if petition is None:
            marks = {"number": number, "form_token": draft.row.token, "content_hash": content, "code_hash": code_hash}
            petition = register(matter, way, marks, rights)
            link_files(petition, files, readings)
            add_identity(petition, contact)
            add_pieces([petition])
            keep(petition)
        elif is_other:
            _add_to(petition, matter, way, files, readings)
        if matter.is_to_be_sealed and not petition.is_sealed:
            kind = matter.kind if matter.kind == Kind.ACCUSATION else petition.kind
            petition = seal_by_itself(petition=petition, kind=kind, words=words, unit=matter.unit)
        elif is_new:
            petition = heed_names(petition=petition, words=words)
        if is_new:
            record(action="petition.registered", actor=petition.registered_by, obj=petition)
            if mailbox and not petition.is_sealed:
                agree_to_mails(petition=petition, address=mailbox)
    return Received(petition, is_other)


def _claim(token: str, begun: Draft | None, code: str, matter: Matter, way: Way) -> tuple[Draft, Petition | None, str]:
    """Close the draft, so that of all who hand it in at once one goes first.

    Returns the draft, the petition that came with it before, and a free number where there is none.
    """
    year = clock.day_of(way.received_at).year
    petition, number = known_or_number(vault.token_digest(token), year)
    if begun and petition is None and close_untouched(begun, matter.kind, code):
        return begun, None, number
    draft = lock_draft(token, begun)
    petition, number = known_or_number(draft.row.token, year)
    draft.close(matter.kind, draft.code if petition else code)
    store_draft(draft)
    return draft, petition, number


def register(matter: Matter, way: Way, marks: Mapping[str, str], rights: Rights) -> Petition:
    """Write the petition and the first line of its history; called inside the transaction that seals what must be.

    ``marks`` are its ``number``, ``form_token``, ``content_hash`` and ``code_hash``.
    """
    petition = Petition(
        pk=drawn_id(),  # some addresses hold it, and there too nothing is to be missing
        kind_stated=matter.kind,
        registered_by=rights.user if matter.arrival != Arrival.WEB or way.is_taken_over else None,
        received_at=way.received_at,
        **marks,
        **vars(matter),
    )
    start_notice_clock(petition)
    petition.save(force_insert=True)
    is_read_back = _note_way(petition, way, rights)
    PetitionEvent.objects.create(
        petition=petition,
        actor=petition.registered_by,
        step="register",
        after=petition.status,
        detail={"read_back": True} if is_read_back else {"taken_over": True} if way.is_taken_over else {},
        version=0,
    )
    return petition


def _note_way(petition: Petition, way: Way, rights: Rights) -> bool:
    """Keep how it came, where somebody of the office typed it in; whether it was read back to whoever said it."""
    if petition.arrival == Arrival.WEB and not way.is_taken_over:
        return False
    is_read_back = way.is_read_back and petition.arrival in SPOKEN
    told = {name: value for name, value in vars(way).items() if name not in {"received_on", "is_read_back"}}
    read = {"read_back_at": clock.now(), "read_back_by": rights.user} if is_read_back else {}
    WayIn.objects.create(petition=petition, **told, **read)
    return is_read_back


def known_or_number(form_token: str, year: int) -> tuple[Petition | None, str]:
    """The petition that came with this form; else a free number such as ``XFJ-2026-482913``, drawn by lot.

    Sealed petitions have the same numbers as all others, so that no number tells what it stands for, and there is
    no sequence in which a missing one could tell that something was taken out of sight.
    """
    while True:
        number = f"{NUMBER_PREFIX}-{year}-{secrets.randbelow(_NUMBERS_A_YEAR):06d}"
        found = list(Petition.objects.filter(Q(form_token=form_token) | Q(number=number)))
        petition = next((one for one in found if one.form_token == form_token), None)
        if petition or not found:
            return petition, number


def _add_to(
    petition: Petition, matter: Matter, way: Way, files: Sequence[Attachment], readings: Mapping[UUID, Reading]
) -> None:
    """The form came again with other content: what it says now is kept beside what it said first.

    Who brought it stays who it was: nobody takes over a matter by sending its form again.
    """
    parts = [
        (_("标题"), matter.title),
        (_("涉及的人"), matter.names),
        (_("经过"), matter.facts),
        (_("诉求"), matter.request),
        (_("地点"), matter.place),
        (_("发生单位"), str(matter.unit)),
        (_("收到日期"), str(way.received_on or "")),
        (_("转来的单位"), way.sent_from),
        (_("来文编号"), way.sent_number),
        (_("上级要求的期限"), str(way.answer_due_on or "")),
    ]
    text = "\n".join(_("%(part)s：%(text)s") % {"part": part, "text": said} for part, said in parts if said)
    add_supplement(petition=petition, text=text, files=files, readings=readings)


def _content(matter: Matter, contact: Contact, files: Sequence[Attachment], way: Way) -> dict[str, object]:
    said = {name: value for name, value in vars(matter).items() if name != "unit"}
    came = {name: str(value) for name, value in vars(way).items() if value}
    return {**said, **came, "unit": matter.unit.pk, **vars(contact), "files": sorted(file.sha256 for file in files)}
