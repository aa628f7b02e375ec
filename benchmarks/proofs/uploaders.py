"""People who hand in a matter with a file over a bad line to a web server that dies, and try again."""

import http.client
import re
import secrets
import socket
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

MOST_TRIES = 120
PAUSE = 0.1
CUTS = (0.01, 0.5, 0.999)
_TOKEN = re.compile(r'name="token" value="([^"]+)"')
_CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_FORM = "application/x-www-form-urlencoded"


@dataclass
class Tries:
    """How the requests of everybody went."""

    lost: int = 0
    cut: int = 0
    cut_refused: int = 0
    given_up: list[str] = field(default_factory=list)


def a_paper(kilobytes: int) -> bytes:
    """A PDF that there is only once; it is kept byte for byte."""
    return b"%PDF-1.4\n" + secrets.token_hex(kilobytes * 512).encode() + b"\n%%EOF\n"


class Uploader:
    """One person with cookies and patience."""

    def __init__(self, port: int, tries: Tries) -> None:
        self._port = port
        self._tries = tries
        self._cookies: dict[str, str] = {}
        self._hidden: dict[str, str] = {}

    def hand_in(self, title: str, paper: bytes, cut: float | None = None, *, is_patient: bool = True) -> None:
        """All steps of the public form; with ``cut``, the upload first breaks off there.

        Who is not patient goes on after the broken upload without sending it again.
        """
        page = self._until_answered("GET", "/petitions/new/")
        self._hidden = {
            name: found[1]
            for name, pattern in (("token", _TOKEN), ("csrfmiddlewaretoken", _CSRF))
            if (found := pattern.search(page))
        }
        self._send("/petitions/new/", {"kind": "appeal"})
        said = {"title": title, "facts": "附件里是工资条。", "request": "请补发。", "people_count": "1"}
        body = self._multipart(said | {"is_unit_unknown": "on"}, paper)
        kind = "multipart/form-data; boundary=cut"
        if cut is not None:
            self._break_off("/petitions/new/matter/", body, kind, cut)
        if is_patient:
            self._until_answered("POST", "/petitions/new/matter/", body, kind)
        self._send("/petitions/new/contact/", {"naming": "anonymous"})
        self._send("/petitions/new/review/", {"is_true": "on"})

    def _send(self, path: str, fields: dict[str, str]) -> None:
        self._until_answered("POST", path, urlencode(self._hidden | fields).encode(), _FORM)

    def _until_answered(self, method: str, path: str, body: bytes = b"", kind: str = _FORM) -> str:
        """The page, after as many tries as it takes; any error is tried again, as a person would."""
        for _try in range(MOST_TRIES):
            try:
                status, page = self._ask(method, path, body, kind)
            except (OSError, http.client.HTTPException):
                status, page = 0, ""
            if status in {200, 302}:
                return page
            self._tries.lost += 1
            time.sleep(PAUSE)
        self._tries.given_up.append(path)
        return ""

    def _ask(self, method: str, path: str, body: bytes, kind: str) -> tuple[int, str]:
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)
        try:
            line.request(method, path, body, self._headers(kind))
            answer = line.getresponse()
            page = answer.read().decode(errors="replace")
            for name, said in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, value = said.split(";")[0].partition("=")
                    self._cookies[key] = value
            return answer.status, page
        finally:
            line.close()

    def _break_off(self, path: str, body: bytes, kind: str, cut: float) -> None:
        """Promise the whole body, send a part of it, and hang up our side."""
        told = "".join(f"{name}: {said}\r\n" for name, said in self._headers(kind).items())
        told += f"Host: 127.0.0.1:{self._port}\r\nConnection: close\r\nContent-Length: {len(body)}\r\n"
        head = f"POST {path} HTTP/1.1\r\n{told}\r\n"
        self._tries.cut += 1
        try:
            with socket.create_connection(("127.0.0.1", self._port), timeout=20) as line:
                line.sendall(head.encode() + body[: int(len(body) * cut)])
                line.shutdown(socket.SHUT_WR)
                answer = line.recv(64)
        except OSError:
            return
        self._tries.cut_refused += answer.split(b" ")[1:2] == [b"400"]

    def _headers(self, kind: str) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        return {"Content-Type": kind, "Cookie": cookies, "Origin": f"http://127.0.0.1:{self._port}"}

    def _multipart(self, fields: dict[str, str], paper: bytes) -> bytes:
        named = (self._hidden | fields).items()
        parts = "".join(f'--cut\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in named)
        parts += '--cut\r\nContent-Disposition: form-data; name="files"; filename="工资条.pdf"\r\n\r\n'
        return parts.encode() + paper + b"\r\n--cut--\r\n"
