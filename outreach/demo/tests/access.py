"""Who gets which answer at every address: asking the portal, and the committed table of what is expected."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.conf import settings
from django.db import transaction
from django.http import HttpResponseBase, StreamingHttpResponse
from django.test import Client

from outreach.demo.tests.belongings import Cases
from outreach.demo.tests.doors import doors, policies
from outreach.org.testing import Cast

TABLE = settings.BASE_DIR / "docs" / "access-matrix.yaml"
OBSERVED = settings.VAR_DIR / "access-matrix.yaml"
METHODS = ("GET", "POST")
POLICY = "policy"
OTHERWISE = "otherwise"
ANONYMOUS = "anonymous"
SIGN_IN = "sign in"
ELSEWHERE = "elsewhere"
HEAD = """\
# Every address x every member of the cast (outreach/org/testing.py) x GET and POST -> the answer:
# the policy its view declares (outreach/common/access.py), then
# a status, "sign in" (sent to the login page) or "elsewhere" (sent to another page). POST is sent empty.
# "otherwise" is the answer for everybody who is not named. Checked by outreach/demo/tests/test_access_matrix.py,
# which writes what it saw to var/access-matrix.yaml when that differs: review the difference, then copy it here.
"""

#: Address with what stands behind it → method → member → answer.
Table = dict[str, dict[str, dict[str, str]]]


@dataclass(frozen=True)
class Case:
    """One address to try; ``words`` name it in the table."""

    door: str
    words: str
    url: str


def door_of(words: str) -> str:
    """The door that a row of the table is about."""
    return words.split(" (", maxsplit=1)[0]


def every_case(things: Cases) -> list[Case]:
    """All doors with all that stands behind them; a door with parameters that nobody listed is an error."""
    cases = []
    for door in doors():
        if "{" not in door:
            cases.append(Case(door, door, door))
            continue
        assert door in things, f"{door} is not listed: say in belongings.py what stands behind it"
        cases += [Case(door, f"{door} ({words})", door.format(**values)) for words, values in things[door].items()]
    unknown = set(things) - set(doors())
    assert not unknown, f"no such address any more, remove from belongings.py: {sorted(unknown)}"
    return cases


class Caller:
    """A member of the cast at the browser; whatever a request changes is undone after it, also signing out."""

    def __init__(self, cast: Cast, name: str) -> None:
        self.name = name
        self.client = Client(raise_request_exception=False)
        if name != ANONYMOUS:
            self.client.force_login(cast.people[name])
        self._cookies = {key: cookie.value for key, cookie in self.client.cookies.items()}

    def ask(self, method: str, url: str, data: Mapping[str, object] | None = None) -> HttpResponseBase:
        self.client.cookies.clear()
        self.client.cookies.load(self._cookies)
        with transaction.atomic():
            response = self._send(method, url, data or {})
            if isinstance(response, StreamingHttpResponse):
                response.getvalue()
            transaction.set_rollback(True)
        return response

    def _send(self, method: str, url: str, data: Mapping[str, object]) -> HttpResponseBase:
        response: HttpResponseBase = getattr(self.client, method.lower())(url, data)
        return response


def everybody(cast: Cast) -> list[str]:
    return [ANONYMOUS, *cast.people]


def answer_of(response: HttpResponseBase) -> str:
    if response.status_code not in {301, 302}:
        return str(response.status_code)
    return SIGN_IN if "/login/?next=" in response.headers["Location"] else ELSEWHERE


def observe(cast: Cast, cases: Iterable[Case], methods: Sequence[str] = METHODS, people: Sequence[str] = ()) -> Table:
    """Ask everything as everybody, or as these."""
    cases = list(cases)
    table: Table = {case.words: {method: {} for method in methods} for case in cases}
    for name in people or everybody(cast):
        caller = Caller(cast, name)
        for case in cases:
            for method in methods:
                table[case.words][method][name] = answer_of(caller.ask(method, case.url))
    return table


def read(path: Path, names: Iterable[str]) -> Table:
    """The committed table, with "otherwise" written out for everybody in ``names``."""
    names = list(names)
    stored = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {
        words: {method: _spread(answers, names) for method, answers in methods.items() if method != POLICY}
        for words, methods in (stored or {}).items()
    }


def declared(path: Path) -> dict[str, str]:
    """Every row of the committed table, and the policy beside it."""
    stored = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {words: str(row.get(POLICY, "")) for words, row in (stored or {}).items()}


def _spread(answers: Mapping[str, str | list[str]], names: Iterable[str]) -> dict[str, str]:
    found = dict.fromkeys(names, str(answers.get(OTHERWISE, "")))
    for answer, people in answers.items():
        if answer != OTHERWISE:
            found |= dict.fromkeys(people, str(answer))
    return found


def text_of(table: Table) -> str:
    """The table as it is committed: sorted, one line per method, the commonest answer as "otherwise"."""
    lines, policy = [HEAD], policies()
    for words, methods in sorted(table.items()):
        lines.append(f'"{words}":\n  {POLICY}: {policy.get(door_of(words), "")}\n')
        lines += [f"  {method}: {{{', '.join(_parts(answers))}}}\n" for method, answers in methods.items()]
    return "".join(lines)


def _parts(answers: Mapping[str, str]) -> list[str]:
    commonest, _number = Counter(answers.values()).most_common(1)[0]
    parts = [f"{OTHERWISE}: {commonest}"]
    for answer in sorted(set(answers.values()) - {commonest}):
        people = ", ".join(name for name, given in answers.items() if given == answer)
        parts.append(f"{answer}: [{people}]")
    return parts


def differences(expected: Table, seen: Table) -> list[str]:
    """In words, one line each."""
    found = [f"{words}: listed, but no such address" for words in expected if words not in seen]
    for words, methods in seen.items():
        if words not in expected:
            found.append(f"{words}: nobody listed this address")
            continue
        for method, answers in methods.items():
            listed = expected[words].get(method, {})
            found += [
                f"{method} {words} as {name}: {listed.get(name)} is listed, {answer} came"
                for name, answer in answers.items()
                if listed.get(name) != answer
            ]
    return found
