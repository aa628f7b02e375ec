"""Every page as it is really asked for: who, where, what came, kept for tests that look at all of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpResponseBase, StreamingHttpResponse

from outreach.demo.tests.access import ANONYMOUS, Caller, Case
from outreach.org.testing import Cast


@dataclass(frozen=True)
class Answer:
    """What one caller got at one address."""

    name: str
    case: Case
    response: HttpResponseBase

    @property
    def words(self) -> str:
        return f"{self.name} at {self.case.url}"

    @property
    def text(self) -> str:
        """The body, decoded as far as it is text; a stream has been read by the caller already."""
        return getattr(self.response, "content", b"").decode(errors="replace")

    @property
    def is_page(self) -> bool:
        is_html = self.response.headers.get("Content-Type", "").startswith("text/html")
        return is_html and not isinstance(self.response, StreamingHttpResponse)


def answers(cast: Cast, cases: Sequence[Case], names: Sequence[str] = (ANONYMOUS,)) -> Iterator[Answer]:
    """Everything that ``names`` get by GET."""
    for name in names:
        caller = Caller(cast, name)
        for case in cases:
            yield Answer(name, case, caller.ask("GET", case.url))
