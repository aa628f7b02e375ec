"""People at real browsers' end of a real web server: cookies, forms, and how long each request took."""

import re
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.cookiejar import CookieJar

CLIENTS = 4
_TOKEN = re.compile(r'name="token" value="([^"]+)"')
_CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Load:
    """What became of many requests."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def slowest(self) -> float:
        return max(self.seconds, default=0.0)


class Visitor:
    """One person with cookies."""

    def __init__(self, site: str, load: Load) -> None:
        self._site = site
        self.load = load
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> str:
        return self._ask(path, None)

    def post(self, path: str, page: str, **fields: str) -> str:
        """Send the form of ``page`` filled in."""
        hidden = {"csrfmiddlewaretoken": _found(_CSRF, page), "token": _found(_TOKEN, page)}
        return self._ask(path, urllib.parse.urlencode(hidden | fields).encode())

    def _ask(self, path: str, body: bytes | None) -> str:
        request = urllib.request.Request(f"{self._site}{path}", body)  # noqa: S310 - an address of our own
        begun = time.monotonic()
        try:
            with self._opener.open(request, timeout=60) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, OSError) as error:
            self.load.errors.append(f"{path}: {error}")
            return ""
        finally:
            self.load.seconds.append(time.monotonic() - begun)


def raise_matter(visitor: Visitor, number: int) -> None:
    """Through the public form to the receipt, as somebody without an account."""
    page = visitor.get("/petitions/new/")
    page = visitor.post("/petitions/new/", page, kind="appeal")
    said = {"title": f"第 {number} 件：夜班津贴少发", "facts": "上个月的夜班只算了一半。", "request": "请补发。"}
    page = visitor.post("/petitions/new/matter/", page, **said, is_unit_unknown="on", people_count="1")
    page = visitor.post("/petitions/new/contact/", page, naming="anonymous")
    visitor.post("/petitions/new/review/", page, is_true="on")


def report_item(visitor: Visitor, number: int, unit: int) -> None:
    """Straight into the ledger, as an officer."""
    page = visitor.get("/ledger/new/")
    said = {"title": f"第 {number} 件：护栏松动", "description": "巡查时发现。", "unit": str(unit)}
    visitor.post("/ledger/new/", page, **said, topic="safety", horizon="time_bound")


def sign_in(site: str, username: str, password: str) -> Visitor:
    """An officer who has come through the login page."""
    visitor = Visitor(site, Load())
    visitor.post("/accounts/login/", visitor.get("/accounts/login/"), username=username, password=password)
    return visitor


def knock(site: str, officer: Visitor, unit: int, requests: int) -> Load:
    """So many petitions and so many items by several people at once."""
    load = officer.load = Load()

    def both(number: int) -> None:
        raise_matter(Visitor(site, load), number)
        report_item(officer, number, unit)

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(both, range(requests)))
    return load


def _found(pattern: re.Pattern[str], page: str) -> str:
    match = pattern.search(page)
    return match[1] if match else ""
