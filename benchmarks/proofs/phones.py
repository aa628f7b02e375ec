"""Phones that send what their queue holds as ``static/js/sending.js`` does, step for step, only with shorter pauses."""

import hashlib
import http.client
import json
import random
import time
import uuid
from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from outreach.common import clock

#: The browser pauses 4 s, then twice as long each time, up to 300 s; here a second is an eightieth.
FASTER = 80
FIRST_PAUSE = 4 / FASTER
LONGEST_PAUSE = 300 / FASTER
_PATIENCE = 600
_BASE = "/fieldvisits/new/"
_SENT_AGAIN = {"waiting", "sending", "signin", "other"}
Cookies = dict[str, str]


@dataclass
class Entry:
    """A visit frozen on a phone, its photos by their checksums, and what the phone knows of it."""

    mark: str
    owner: int
    answers: list[tuple[str, str]]
    photos: dict[str, bytes]
    finished_at: str
    state: str = "waiting"


@dataclass(frozen=True)
class Answer:
    """What the server said; a page in place of JSON counts as no word of the portal's."""

    status: int
    is_json: bool
    said: dict[str, Any]


class StoppedError(Exception):
    """An entry that stays in the queue, in this state; ``is_down`` when the line fell."""

    def __init__(self, state: str, *, is_down: bool = False) -> None:
        super().__init__(state)
        self.state = state
        self.is_down = is_down


class Phone:
    """The queue of one person; ``upsets`` are cookies that take the place of theirs after so many entries."""

    def __init__(
        self, port: int, owner: int, cookies: Cookies, queue: list[Entry], upsets: dict[int, Cookies] | None = None
    ) -> None:
        self.queue = queue
        self.states: Counter[str] = Counter()
        self.unanswered = 0
        self.already_here = 0
        self.paused = 0.0
        self._port = port
        self._owner = owner
        self._own = cookies
        self._cookies = dict(cookies)
        self._upsets = dict(upsets or {})
        self._pause = FIRST_PAUSE
        self._chance = random.Random(owner)

    @property
    def done(self) -> int:
        return sum(entry.state == "done" for entry in self.queue)

    def send_all(self) -> None:
        """Round after round until nothing waits; its owner signs in again whenever the queue asks for it."""
        until = time.monotonic() + _PATIENCE
        while self._waiting and time.monotonic() < until:
            for number in [number for number in self._upsets if number <= self.done]:
                self._cookies = dict(self._upsets.pop(number))
            self._round()
            if any(entry.state in {"signin", "other"} for entry in self.queue):
                self._cookies = dict(self._own)
            pause = self._pause * self._chance.uniform(0.8, 1.2)
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
            self.paused += pause
            time.sleep(pause)

    @property
    def _waiting(self) -> list[Entry]:
        return [entry for entry in self.queue if entry.state in _SENT_AGAIN]

    def _round(self) -> None:
        me = self._ask("me/")
        for entry in self._waiting:
            is_down = False
            if me is None or me.status != 200:
                entry.state = _later(me).state
            elif me.said["owner"] != entry.owner:
                entry.state = "other"
            else:
                try:
                    self._send(entry, me.said["csrf"])
                    entry.state = "done"
                except StoppedError as stopped:
                    entry.state, is_down = stopped.state, stopped.is_down
            self.states[entry.state] += 1
            if is_down:
                break  # the line fell: the others wait for the next round

    def _send(self, entry: Entry, csrf: str) -> None:
        self._send_photos(entry, csrf)
        said = {
            "client_uuid": self._mark_of(entry),
            "owner": entry.owner,
            "answers": entry.answers,
            "finished_at": entry.finished_at,
            "sent_at": clock.now().isoformat(),
            "is_watched": False,
        }
        answer = self._ask("entries/", json.dumps(said).encode(), "application/json", csrf)
        if answer is None or answer.status not in {200, 201}:
            raise _later(answer)
        self.already_here += answer.status == 200
        self._pause = FIRST_PAUSE

    def _send_photos(self, entry: Entry, csrf: str) -> None:
        asked = self._ask(f"photos/?{urlencode([('sha256', mark) for mark in entry.photos])}")
        if asked is None or asked.status != 200:
            raise _later(asked)
        for checksum in asked.said["missing"]:
            kind = f"multipart/form-data; boundary={checksum}"
            answer = self._ask("photos/", _form(checksum, entry.photos[checksum]), kind, csrf)
            if answer is None or answer.status != 201:
                raise _later(answer)
            self._pause = FIRST_PAUSE

    def _mark_of(self, entry: Entry) -> str:
        return entry.mark

    def _ask(self, path: str, body: bytes | None = None, kind: str = "", csrf: str = "") -> Answer | None:
        """The answer, or nothing where the line fell before its end."""
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        headers = {"Connection": "close", "Cookie": "; ".join(f"{name}={said}" for name, said in self._cookies.items())}
        if body is not None:
            origin = f"http://127.0.0.1:{self._port}"
            headers |= {"X-CSRFToken": csrf, "Content-Type": kind, "Origin": origin}
        try:
            line.request("GET" if body is None else "POST", _BASE + path, body, headers)
            response = line.getresponse()
            return self._heard(response, response.read())
        except (OSError, http.client.HTTPException, ValueError):
            self.unanswered += 1
            return None
        finally:
            line.close()

    def _heard(self, response: http.client.HTTPResponse, body: bytes) -> Answer:
        for said in response.headers.get_all("Set-Cookie") or []:
            name, _, value = said.split(";")[0].partition("=")
            self._cookies[name] = value
        if response.headers.get("Content-Type", "").startswith("application/json"):
            return Answer(response.status, is_json=True, said=json.loads(body))
        is_page = response.status in range(200, 300)
        return Answer(0 if is_page else response.status, is_json=False, said={})


class ForgetfulPhone(Phone):
    """The control: it draws a new mark for each try, as if an entry had no number of its own."""

    def _mark_of(self, entry: Entry) -> str:
        return str(uuid.uuid4())


def checksum(photo: bytes) -> str:
    """As the device counts it."""
    return hashlib.sha256(photo).hexdigest()


def _later(answer: Answer | None) -> StoppedError:
    """What becomes of an entry that was not taken in."""
    if answer is None:
        return StoppedError("waiting", is_down=True)
    if answer.status == 401 or answer.status in range(300, 400):
        return StoppedError("signin")
    if answer.status == 423:
        return StoppedError("other")
    if answer.is_json and answer.status == 409:
        return StoppedError("conflict")
    if answer.is_json and answer.status in {403, 413, 422}:
        return StoppedError("refused")
    return StoppedError("waiting")


def _form(sha256: str, photo: bytes) -> bytes:
    """As ``FormData`` sends it, with the checksum as the boundary: no photo holds its own."""
    fields = {"sha256": sha256, "taken_at": clock.now().isoformat()}
    part = "--{}\r\nContent-Disposition: form-data; name={}\r\n\r\n{}\r\n"
    said = "".join(part.format(sha256, f'"{name}"', value) for name, value in fields.items())
    file = f'--{sha256}\r\nContent-Disposition: form-data; name="file"; filename="{sha256[:8]}.jpg"\r\n'
    return f"{said}{file}Content-Type: image/jpeg\r\n\r\n".encode() + photo + f"\r\n--{sha256}--\r\n".encode()
