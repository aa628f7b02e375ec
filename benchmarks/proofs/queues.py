"""F18, F19: visits wait on phones and are sent over a line that falls to a web server that dies; each arrives once."""

import io
import random
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import connections
from PIL import Image

from benchmarks.portal.sessions import session_of
from benchmarks.proofs.arrived import Arrived, broken_files, look
from benchmarks.proofs.badline import ANSWER_LOST, CUTS, BadLine
from benchmarks.proofs.phones import FASTER, Cookies, Entry, ForgetfulPhone, Phone, checksum
from benchmarks.proofs.verdict import Verdict
from benchmarks.proofs.webserver import Killer, web_server
from outreach.accounts.models import User
from outreach.attachments.models import Attachment
from outreach.common import clock
from outreach.org.models import OrgUnit, Posting
from outreach.org.roles import Role

PHONES = 6
FALLING, DROPPING = 0.3, 0.05
CONTROL_ENTRIES, CONTROL_ROUNDS = 12, 5
_SIGNED_OUT: Cookies = {}


@dataclass(frozen=True)
class Sent:
    """What was sent over the line, by whom, and how long that took."""

    phones: list[Phone]
    entries: list[Entry]
    fallen: Counter[str]
    kills: int
    seconds: float

    @property
    def left(self) -> int:
        return sum(entry.state != "done" for entry in self.entries)


def prove(unit: OrgUnit, entries: int, kills: int, rng: random.Random) -> Verdict:
    """Six phones, three connections in ten fall, workers die, sessions end and others sign in on the phones."""
    sent = _send("F18", unit, entries, PHONES, FALLING, kills, rng)
    arrived = look(sent.entries)
    doubles = _control(unit, rng)
    claims = _claims(sent, arrived) | {
        f"{kills} kills": sent.kills == kills,
        "the line fell in every way": set(sent.fallen) == {cut.name for cut in CUTS},
        "the control makes doubles": doubles > 0,
        "the control sees half a photo": _sees_half_a_photo(sent.entries),
    }
    asked_in = sum(phone.states["signin"] + phone.states["other"] for phone in sent.phones)
    figures = (
        f"{_figures(sent, arrived)}; {sent.kills} workers killed, {asked_in} times an entry waited for its author to "
        f"sign in; control (a new number for each try): {doubles} doubles of {CONTROL_ENTRIES} entries"
    )
    return Verdict("F18 offline queue", claims, figures)


def prove_drops(unit: OrgUnit, entries: int, rng: random.Random) -> Verdict:
    """One phone with everything of a month on it, and one connection in twenty falls."""
    sent = _send("F19", unit, entries, 1, DROPPING, 0, rng)
    arrived = look(sent.entries)
    paused = sum(phone.paused for phone in sent.phones) * FASTER
    figures = f"{_figures(sent, arrived)}; a browser would have paused for {paused / 60:.0f} min between tries"
    return Verdict("F19 queue, 5 % dropped", _claims(sent, arrived), figures)


def _claims(sent: Sent, arrived: Arrived) -> dict[str, bool]:
    entries = len(sent.entries)
    return {
        f"{entries} visits": arrived.visits == entries,
        "0 doubles": arrived.doubles == 0,
        "the right photo with each finding": arrived.right == entries,
        "0 half photos": arrived.halves == 0,
        "each item once in the ledger": (arrived.items, arrived.double_items) == (entries, 0),
        "each visit once on the audit log": arrived.records == entries,
        "nothing waits any more": sent.left == 0,
    }


def _figures(sent: Sent, arrived: Arrived) -> str:
    cuts = ", ".join(f"{name} {number}" for name, number in sent.fallen.items())
    lost = sum(phone.unanswered for phone in sent.phones)
    here = sum(phone.already_here for phone in sent.phones)
    return (
        f"{len(sent.entries)} entries with 2 photos each from {len(sent.phones)} phones in {sent.seconds:.0f} s, "
        f"{sent.fallen.total()} connections fallen ({cuts}), {lost} requests without an answer, "
        f"{here} entries told that they were here already; {arrived.visits} visits, {arrived.doubles} doubles, "
        f"{arrived.right} with the right photos, {arrived.halves} half photos, {arrived.items} items in the ledger, "
        f"{arrived.double_items} of them twice"
    )


def _send(name: str, unit: OrgUnit, entries: int, phones: int, share: float, kills: int, rng: random.Random) -> Sent:
    people = [_cadre(f"{name}-{number}", unit) for number in range(phones + 1)]
    cookies = [session_of(person) for person in people]
    queues = [_queue(name, unit, person, range(n, entries, phones), rng) for n, person in enumerate(people[:phones])]
    begun = time.monotonic()
    with (
        web_server("benchmarks.chaos_settings") as (port, master),
        BadLine(port, share, rng) as line,
        ThreadPoolExecutor(phones) as pool,
    ):
        crew = [
            Phone(line.port, person.pk, own, queue, _upsets(len(queue), cookies[-1]) if kills else {})
            for person, own, queue in zip(people, cookies, queues, strict=False)
        ]
        killer = Killer(master, kills, lambda: sum(phone.done for phone in crew) / entries, rng)
        killer.start()
        list(pool.map(Phone.send_all, crew))
        killer.join()
    connections.close_all()
    sent = [entry for queue in queues for entry in queue]
    return Sent(crew, sent, line.fallen, killer.kills, time.monotonic() - begun)


def _upsets(entries: int, somebody_else: Cookies) -> dict[int, Cookies]:
    """A third of the way the session ends; after two thirds somebody else signs in on the phone."""
    return {entries // 3: _SIGNED_OUT, entries * 2 // 3: somebody_else}


def _control(unit: OrgUnit, rng: random.Random) -> int:
    """Senders that draw a new number for each try, over a line that loses answers; until they made a double."""
    person = _cadre("F18-control", unit)
    for number in range(CONTROL_ROUNDS):
        queue = _queue(f"F18 对照 {number}", unit, person, range(CONTROL_ENTRIES), rng)
        with (
            web_server("benchmarks.chaos_settings") as (port, _master),
            BadLine(port, FALLING, rng, (ANSWER_LOST,)) as line,
        ):
            ForgetfulPhone(line.port, person.pk, session_of(person), queue).send_all()
        connections.close_all()
        if doubles := look(queue).doubles:
            return doubles
    return 0


def _sees_half_a_photo(entries: list[Entry]) -> bool:
    """Whether the count above would notice one stored photo without its last bytes."""
    owner = entries[0].owner
    name = str(Attachment.objects.filter(uploaded_by=owner).latest("created_at").file.name)
    with default_storage.open(name, "rb+") as stored:
        stored.truncate(stored.size * 999 // 1000)
    return broken_files([owner]) == 1


# --- what lies in the queues ------------------------------------------------------------------
def _cadre(name: str, unit: OrgUnit) -> User:
    user = User.objects.create(username=name, full_name=name)
    Posting.objects.create(user=user, unit=unit, role=Role.CADRE, since=clock.today() - timedelta(days=900))
    return user


def _queue(name: str, unit: OrgUnit, person: User, numbers: range, rng: random.Random) -> list[Entry]:
    return [_entry(f"{name} 第 {number} 次", unit, person, rng) for number in numbers]


def _entry(purpose: str, unit: OrgUnit, person: User, rng: random.Random) -> Entry:
    """One finding solved on the spot, one for the ledger, a photo with each."""
    photos = {checksum(photo): photo for photo in (_photo(rng), _photo(rng))}
    solved, handed = photos
    answers = {
        "unit": unit.pk,
        "visited_on": clock.today(),
        "kind": "desk",
        "meal": "none",
        "purpose": purpose,
        "findings-TOTAL_FORMS": 2,
        "findings-INITIAL_FORMS": 0,
        "findings-0-what": f"{purpose}：机修间东墙插座松动",
        "findings-0-outcome": "solved_on_spot",
        "findings-0-solution": "电工当场换了插座",
        "findings-0-solved_by": "电工班",
        "findings-0-held": solved,
        "findings-1-what": f"{purpose}：更衣柜不足，43 人共用 28 个",
        "findings-1-outcome": "to_ledger",
        "findings-1-held": handed,
    }
    common = {f"findings-{place}-{field}": value for place in range(2) for field, value in _CARD.items()}
    said = [(field, str(value)) for field, value in (answers | common).items()]
    return Entry(str(uuid.uuid4()), person.pk, said, photos, clock.now().isoformat())


_CARD = {"topic": "other", "horizon": "time_bound"}


def _photo(rng: random.Random) -> bytes:
    """A smooth picture that there is only once, as large as a photo that the log has made smaller."""
    content = io.BytesIO()
    dots = Image.frombytes("RGB", (40, 30), rng.randbytes(40 * 30 * 3))
    dots.resize((800, 600), Image.Resampling.BICUBIC).save(content, "JPEG", quality=82)
    return content.getvalue()
