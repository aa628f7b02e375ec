"""The log as it first opens at the far end of a bad line: how much comes over it, and nothing found one by one."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from fieldvisits import installed
from outreach.org.testing import Cast

_NAMED = re.compile(r'(?:href|src)="/static/([^"#]+)')
_IMPORTED = re.compile(r'^import .* from "\./([^"]+)";', re.MULTILINE)
_FETCHED_LATER = re.compile(r'import\("\./([^"]+)"\)')
#: docs/performance.md: what a phone may have to fetch before it can go from step to step, before photos and the queue
#: are alive, and before all is there.
MOST_KB_FOR_STEPS = 36
MOST_KB_FOR_THE_QUEUE = 50
MOST_KB = 70
#: Each waits 400 ms on such a line, and a browser asks for six at a time: two rounds of six after the page itself.
MOST_FILES_FOR_STEPS = 8
MOST_FILES_FOR_THE_QUEUE = 12
STEPS, QUEUE = "js/visits.js", "js/finishing.js"
OTHERS = ("js/shell.js", "js/logparts.js")


def text_of(name: str) -> str:
    return (Path(settings.BASE_DIR) / "static" / name).read_text(encoding="utf-8")


def imported(name: str) -> set[str]:
    """The script and all that it cannot start without."""
    return {name}.union(*(imported(f"js/{other}") for other in _IMPORTED.findall(text_of(name))))


def fetched_later(name: str) -> list[str]:
    """Scripts that this one asks for when it comes to use them."""
    return _FETCHED_LATER.findall(text_of(name))


@pytest.mark.django_db
def test_the_page_and_all_it_names_fit_through_a_narrow_line(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    answer = client.get("/fieldvisits/new/", headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    page = gzip.decompress(answer.content).decode()
    names = set(_NAMED.findall(page))
    assert {*installed.FILES} - {"css/public.css"} <= names, "told at once, not found one by one"
    assert len(answer.content) + sent(names) < MOST_KB * 1024
    first = imported(STEPS) | {name for name in names if name.endswith(".css")}
    assert len(answer.content) + sent(first) < MOST_KB_FOR_STEPS * 1024
    assert len(first) <= MOST_FILES_FOR_STEPS
    first |= imported(QUEUE)
    assert len(answer.content) + sent(first) < MOST_KB_FOR_THE_QUEUE * 1024
    assert len(first) <= MOST_FILES_FOR_THE_QUEUE
    assert all(f"</static/{name}>" in answer["Link"] for name in first if name.endswith(".css")), "asked for at once"


def sent(names: set[str]) -> int:
    """The bytes of these files as they go over the wire."""
    return sum(len(gzip.compress(Path(str(finders.find(name))).read_bytes())) for name in names)


def test_what_the_browser_keeps_is_all_that_the_scripts_import() -> None:
    kept = {name for name in installed.FILES if name.startswith("js/")}
    started = set().union(*map(imported, (STEPS, QUEUE, *OTHERS)))
    assert kept == started.union(*(imported(f"js/{other}") for name in started for other in fetched_later(name)))
