"""F6, F7: the web server's workers are killed under uploads, and uploads break off on the way; nothing goes missing."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import connections

from benchmarks.network import free_port, wait_for
from benchmarks.proofs.uploaders import CUTS, Tries, Uploader, a_paper
from benchmarks.proofs.verdict import Verdict
from deploy import groups
from deploy.__main__ import web
from petitions.models import Petition

CLIENTS = 6
KILOBYTES = (40, 800)
_SECONDS = 400


def prove(uploads: int, kills: int, rng: random.Random) -> Verdict:
    """So many petitions with a file each, one in four over a line that breaks; workers die all the while."""
    papers = {f"上传 {number}": a_paper(rng.randint(*KILOBYTES)) for number in range(uploads)}
    cuts = {title: CUTS[number // 4 % 3] if number % 4 == 0 else None for number, title in enumerate(papers)}
    tries, done = Tries(), Done()

    def hand_in(title: str) -> None:
        Uploader(port, tries).hand_in(title, papers[title], cuts[title])
        done.count += 1

    with _web("benchmarks.chaos_settings") as (port, master):
        killer = threading.Thread(target=_kill, args=(master, kills, uploads, done, rng))
        killer.start()
        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(hand_in, papers))
        killer.join()
    broken = _without_the_check(papers)
    return _verdict(papers, tries, done, broken)


class Done:
    """What the killer looks at, and what it did."""

    count = 0
    kills = 0


def _kill(master: int, kills: int, uploads: int, done: Done, rng: random.Random) -> None:
    """Spread over the uploads however fast they go, each at a moment of chance."""
    until = time.monotonic() + _SECONDS
    while done.kills < kills and time.monotonic() < until:
        workers = Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii").split()
        if done.count < uploads * 0.95 * done.kills / kills or not workers:
            time.sleep(0.01)
            continue
        time.sleep(rng.random() * 0.1)
        try:
            os.kill(int(rng.choice(workers)), signal.SIGKILL)
        except ProcessLookupError:
            continue
        done.kills += 1


def _without_the_check(papers: dict[str, bytes]) -> int:
    """The control: without the middleware that compares lengths, broken uploads are handed in as if they were whole."""
    some = dict(list(papers.items())[: len(CUTS)])
    titles = {f"对照 {title}": paper for title, paper in some.items()}
    with _web("benchmarks.careless_settings") as (port, _master):
        for (title, paper), cut in zip(titles.items(), (0.5, 0.9, 0.99), strict=True):
            Uploader(port, Tries()).hand_in(title, paper, cut, is_patient=False)
    return sum(not is_whole for is_whole in _wholes(titles))


def _verdict(papers: dict[str, bytes], tries: Tries, done: Done, broken: int) -> Verdict:
    wholes = _wholes(papers)
    claims = {
        f"{len(papers)} petitions": len(wholes) == len(papers),
        "every file whole": all(wholes),
        f"nobody gave up {tries.given_up[:2] or ''}".strip(): not tries.given_up,
        "the control hands in broken files": broken == len(CUTS),
    }
    figures = (
        f"{len(papers)} uploads, {done.kills} workers killed, {tries.lost} requests repeated, {tries.cut} uploads cut "
        f"({tries.cut_refused} told so); {len(wholes)} petitions, {sum(wholes)} with the right file; "
        f"control (no check of lengths): {broken} of {len(CUTS)} petitions without their file"
    )
    return Verdict("F6 F7 uploads", claims, figures)


def _wholes(papers: dict[str, bytes]) -> list[bool]:
    """For every petition made of ``papers``, doubles included: whether it has its one file as it was sent."""
    connections.close_all()
    found = Petition.objects.filter(title__in=papers).prefetch_related("files__attachment")
    return [_has_its_file(petition, papers[petition.title]) for petition in found]


def _has_its_file(petition: Petition, paper: bytes) -> bool:
    names = [str(file.attachment.file.name) for file in petition.files.all()]
    if len(names) != 1:
        return False
    with default_storage.open(names[0]) as stored:
        return hashlib.sha256(stored.read()).digest() == hashlib.sha256(paper).digest()


@contextmanager
def _web(settings: str) -> Iterator[tuple[int, int]]:
    """Port and process of a web server as ``make run`` starts it."""
    port = free_port()
    connections.close_all()
    with tempfile.TemporaryFile() as spoken:
        server = subprocess.Popen(
            web("127.0.0.1", port),
            env=os.environ | {"DJANGO_SETTINGS_MODULE": settings},
            stdout=spoken,
            stderr=spoken,
            process_group=0,
        )
        try:
            wait_for(port)
            yield port, server.pid
        except Exception:
            spoken.seek(0)
            sys.stderr.write(spoken.read().decode(errors="replace"))
            raise
        finally:
            groups.end([server.pid], reap=lambda: [server.poll()], grace=3)
