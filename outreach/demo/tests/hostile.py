"""What a hostile or broken client sends, and how it is put into an address or a form."""

import random
import re
from collections.abc import Iterable, Sequence
from html import unescape
from urllib.parse import quote

VALUES: Sequence[str] = (
    "",
    " \t\r\n",
    "字" * 20_000,
    "\x00",
    "夜班\x00补贴\x08\x1b[31m",
    "\ud800",
    "a\udfffb",
    "👷🏿‍♀️🇨🇳",
    "\u202e反转\u202c\u200b\ufeff",
    "-1",
    "0",
    "9" * 400,
    "99999999999999999999",
    "1e309",
    "NaN",
    "２０２６",
    "2026-02-30",
    "0000-00-00",
    "99999-12-31",
    "9999-12-31",
    "0001-01-01",
    "2026-11-23T25:61",
    "unknown_choice",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "{{ 7|add:7 }}{% now %}",
    "../../../../etc/passwd",
    "=HYPERLINK(1)",
    "[" * 500,
    "%s%d%(x)s",
    "(((" * 200 + "a" * 200,
    "//evil.example/",
)
#: Query parameters that pages of the portal read, and some that none does.
_ASKED = (
    "q view sort per after before state source topic light unit lead_unit handler point quarter year month document"
    " from to since until go issue period span next e o all page place small thumbnail constructor raised_on__gte"
)
PARAMETERS = _ASKED.split()
SEGMENTS = (
    "0",
    "-1",
    "9" * 18,
    "9" * 40,
    "%00",
    "%ED%A0%80",
    "%F0%9F%91%B7",
    "%2e%2e",
    "a" * 3000,
    "XX-2026-999999999",
)

_FIELD = re.compile(r'<(?:input|select|textarea)\b[^>]*?\bname="([^"]+)"')
_HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*name="(token|client_uuid)"[^>]*value="([^"]*)"')


def encoded(pairs: Iterable[tuple[str, str]]) -> str:
    """As a browser would send it, and as a broken one would: lone surrogates go through."""
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs)


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def fields_of(page: str) -> list[str]:
    """The names of everything that can be filled in on a page."""
    return sorted({unescape(name) for name in _FIELD.findall(page)} - {"csrfmiddlewaretoken"})


def filled(page: str, rng: random.Random) -> str:
    """Every field of the page's forms with something hostile in it, or several of them, or twice the same."""
    kept = dict(_HIDDEN.findall(page)) if rng.random() < 0.7 else {}
    pairs = [(name, kept.get(name) or rng.choice(VALUES)) for name in fields_of(page)]
    return encoded([*pairs, *rng.sample(pairs, k=min(2, len(pairs)))])


def query(rng: random.Random) -> str:
    """Up to six parameters; sometimes very many."""
    number = 300 if rng.random() < 0.03 else rng.randint(1, 6)
    return encoded([(rng.choice(PARAMETERS), rng.choice(VALUES)[:2000]) for _ in range(number)])
