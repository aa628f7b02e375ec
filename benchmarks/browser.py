"""One reader of a WSGI application in the same process: cookies are kept, nothing goes over a network."""

import io
import re
import urllib.parse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from wsgiref.util import setup_testing_defaults

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_TOKEN = re.compile(r'name="token" value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: str
    #: Where it sends the browser on to, if anywhere.
    location: str = ""

    @property
    def hidden(self) -> dict[str, str]:
        """What a browser would send along with the form on this page."""
        found = {"csrfmiddlewaretoken": _CSRF.search(self.body), "token": _TOKEN.search(self.body)}
        return {name: match[1] for name, match in found.items() if match}


class Browser:
    """Asks the application as a web server would; an answer that is neither a page nor a redirect is an error."""

    def __init__(self, application: Application, cookies: dict[str, str] | None = None) -> None:
        self._application = application
        self._cookies = dict(cookies or {})

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, b"")

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        return self._ask("POST", path, urllib.parse.urlencode(fields).encode())

    def _ask(self, method: str, path: str, body: bytes) -> Answer:
        place, _, query = path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": urllib.parse.unquote(place).encode().decode("latin-1"),
            "QUERY_STRING": query,
            "HTTP_HOST": "127.0.0.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if body else "",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        }
        setup_testing_defaults(environ)
        heard: list[tuple[str, list[tuple[str, str]]]] = []
        parts = self._application(environ, lambda status, headers, *_: heard.append((status, headers)))
        try:
            content = b"".join(parts)
        finally:
            if close := getattr(parts, "close", None):
                close()
        return self._heard(path, *heard[0], content)

    def _heard(self, path: str, status: str, headers: list[tuple[str, str]], content: bytes) -> Answer:
        for name, value in headers:
            if name.lower() == "set-cookie":
                self._cookies.update({key: morsel.value for key, morsel in SimpleCookie(value).items()})
        answer = Answer(int(status[:3]), content.decode("utf-8", "replace"), dict(headers).get("Location", ""))
        if answer.status not in {200, 302}:
            raise RuntimeError(f"{path} answered {status}")
        return answer
