"""F6, F7: the web server's workers are killed under uploads, and uploads break off on the way; nothing goes missing."""

import hashlib
import random
from concurrent.futures import ThreadPoolExecutor

from django.core.files.storage import default_storage
from django.db import connections

from benchmarks.proofs.uploaders import CUTS, Tries, Uploader, a_paper
from benchmarks.proofs.verdict import Verdict
from benchmarks.proofs.webserver import Killer, web_server
from petitions.models import Petition

CLIENTS = 6
KILOBYTES = (40, 800)


def prove(uploads: int, kills: int, rng: random.Random) -> Verdict:
    """So many petitions with a file each, one in four over a line that breaks; workers die all the while."""
    papers = {f"上传 {number}": a_paper(rng.randint(*KILOBYTES)) for number in range(uploads)}
    cuts = {title: CUTS[number // 4 % 3] if number % 4 == 0 else None for number, title in enumerate(papers)}
    tries, done = Tries(), Done()

    def hand_in(title: str) -> None:
        Uploader(port, tries).hand_in(title, papers[title], cuts[title])
        done.count += 1

    with web_server("benchmarks.chaos_settings") as (port, master):
        killer = Killer(master, kills, lambda: done.count / uploads, rng)
        killer.start()
        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(hand_in, papers))
        killer.join()
    broken = _without_the_check(papers)
    return _verdict(papers, tries, killer.kills, broken)


class Done:
    """What the killer looks at."""

    count = 0


def _without_the_check(papers: dict[str, bytes]) -> int:
    """The control: without the middleware that compares lengths, broken uploads are handed in as if they were whole."""
    some = dict(list(papers.items())[: len(CUTS)])
    titles = {f"对照 {title}": paper for title, paper in some.items()}
    with web_server("benchmarks.careless_settings") as (port, _master):
        for (title, paper), cut in zip(titles.items(), (0.5, 0.9, 0.99), strict=True):
            Uploader(port, Tries()).hand_in(title, paper, cut, is_patient=False)
    return sum(not is_whole for is_whole in _wholes(titles))


def _verdict(papers: dict[str, bytes], tries: Tries, kills: int, broken: int) -> Verdict:
    wholes = _wholes(papers)
    claims = {
        f"{len(papers)} petitions": len(wholes) == len(papers),
        "every file whole": all(wholes),
        f"nobody gave up {tries.given_up[:2] or ''}".strip(): not tries.given_up,
        "the control hands in broken files": broken == len(CUTS),
    }
    figures = (
        f"{len(papers)} uploads, {kills} workers killed, {tries.lost} requests repeated, {tries.cut} uploads cut "
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
