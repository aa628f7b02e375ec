"""The floor: the same questions in hand-written SQL behind a bare WSGI page, without framework, rights or layout."""

import json
import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import Any
from urllib.parse import urlsplit

import psycopg2

from benchmarks import sides
from benchmarks.browser import Application, Browser

Facts = dict[str, Any]
Question = tuple[str, Sequence[Any]]

ROWS = """
SELECT i.number, i.title, i.status, i.due_on, led.name, person.full_name
FROM ledger_issue i
LEFT JOIN org_orgunit led ON led.id = i.lead_unit_id
LEFT JOIN accounts_user person ON person.id = i.handler_id
WHERE {condition} ORDER BY i.due_on, i.id LIMIT 51
"""
SEEN = """
(i.author_id = %s OR i.handler_id = %s
 OR i.unit_id IN (SELECT id FROM org_orgunit WHERE path LIKE %s)
 OR i.lead_unit_id IN (SELECT id FROM org_orgunit WHERE path LIKE %s))
"""
HISTORY = """
SELECT e.at, e.step, e.note, person.full_name FROM ledger_issueevent e
LEFT JOIN accounts_user person ON person.id = e.actor_id WHERE e.issue_id = %s ORDER BY e.version
"""
FILES = """
SELECT a.original_name, a.size FROM ledger_evidence e
JOIN attachments_attachment a ON a.id = e.attachment_id WHERE e.issue_id = %s
"""
BY_STATE = """
SELECT status, COUNT(*), SUM(CASE WHEN due_on < %s THEN 1 ELSE 0 END) FROM ledger_issue
WHERE status IN ({active}) GROUP BY status
"""
BY_UNIT = (
    "SELECT lead_unit_id, source, COUNT(*) FROM ledger_issue WHERE status IN ({active}) GROUP BY lead_unit_id, source"
)
REMIND = """
INSERT INTO reminders_reminder (issue_id, rule_id, clock_round, occurrence, recipient_id, deadline, planned_at)
SELECT DISTINCT i.id, s.rule_id, i.clock_round, s.occurrence, who.person, i.due_on, CURRENT_TIMESTAMP
FROM ledger_issue i
JOIN ({steps}) s ON i.due_on <= s.latest
JOIN (
  SELECT id AS unit, NULL AS person, 0 AS is_head FROM org_orgunit
  UNION ALL
  SELECT led.id, head.user_id, 1 FROM org_orgunit led
  JOIN org_orgunit above ON led.path LIKE above.path || '%%'
  JOIN org_posting head ON head.unit_id = above.id AND head.role = 'unit_head'
) place ON place.unit = i.lead_unit_id AND (place.is_head = 0 OR s.to_head = 1)
JOIN (SELECT id, id AS person FROM accounts_user) who ON who.id = COALESCE(place.person, i.handler_id)
WHERE i.status IN ({running})
"""


class Database:
    """A connection with ``%s`` for values on both databases, and a count of what was asked."""

    def __init__(self, url: str) -> None:
        self._is_sqlite = url.startswith("sqlite")
        self._connection: Any
        if self._is_sqlite:
            self._connection = sqlite3.connect(urlsplit(url).path, isolation_level=None)
            self._connection.execute("PRAGMA case_sensitive_like = ON")  # else LIKE could not use an index
        else:
            self._connection = psycopg2.connect(url)
            self._connection.autocommit = True
        self.asked = 0

    def ask(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of the answer; none for a statement that has none."""
        self.asked += 1
        cursor = self._connection.cursor()
        if self._is_sqlite:
            cursor.execute(sql.replace("%s", "?").replace("%%", "%"), values)
        else:
            cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def places(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def list_of(
    facts: Facts, reader: str, extra: str = "", values: Sequence[Any] = (), *, is_active: bool = True
) -> Question:
    """The first 50 rows that a reader may see, and one more to know whether there are more."""
    condition, given = SEEN, [facts[reader], facts[reader], f"{facts['path']}%", f"{facts['path']}%"]
    if is_active:
        condition += f" AND i.status IN ({places(facts['active'])})"
        given += facts["active"]
    return ROWS.format(condition=condition + extra), [*given, *values]


def search(facts: Facts, text: str) -> Question:
    """By the rarest pair of the phrase, then the phrase itself."""
    like = f"%{text}%"
    extra = """ AND i.id IN (SELECT issue_id FROM ledger_issuegram WHERE gram = %s)
                AND (i.title LIKE %s OR i.description LIKE %s OR i.place LIKE %s)"""
    return list_of(facts, "officer", extra, [facts["rarest"][text], like, like, like], is_active=False)


def item(facts: Facts) -> list[Question]:
    """The row with its names, its history, its files."""
    one = [facts["issue"]]
    return [(ROWS.format(condition="i.id = %s"), one), (HISTORY, one), (FILES, one)]


def wall_chart(facts: Facts) -> list[Question]:
    """Open items by state, by unit and by channel, and the most urgent."""
    active, running = facts["active"], facts["running"]
    most_urgent = ROWS.format(condition=f"i.status IN ({places(running)})").replace("51", "10")
    return [
        (BY_STATE.format(active=places(active)), [facts["today"], *active]),
        (BY_UNIT.format(active=places(active)), active),
        (most_urgent, running),
    ]


def home(facts: Facts) -> list[Question]:
    """What waits for the handler."""
    mine = "i.handler_id = %s AND i.status IN ('assigned', 'in_progress')"
    return [(ROWS.format(condition=mine).replace("51", "10"), [facts["handler"]])]


def questions(facts: Facts) -> dict[str, list[Question]]:
    """Every page that is one or a few reads."""
    deep = " AND (i.due_on, i.id) > (%s, %s)"
    number = ROWS.format(condition=f"{SEEN} AND i.number LIKE %s")
    seen = list_of(facts, "officer")[1][:4]
    unit = " AND i.lead_unit_id IN (SELECT id FROM org_orgunit WHERE name LIKE %s)"
    return {
        "list, scoped officer": [list_of(facts, "officer")],
        "list, handler": [list_of(facts, "handler")],
        "list, deep by key": [list_of(facts, "officer", deep, facts["deep"], is_active=False)],
        "item, 50 events, 10 files": item(facts),
        **{f"search, {size} characters": [search(facts, text)] for size, text in facts["searches"].items()},
        "search, number": [(number, [*seen, f"{facts['number']}%"])],
        "search, unit": [list_of(facts, "officer", unit, [f"%{facts['unit']}%"], is_active=False)],
        "home": home(facts),
        "wall chart": wall_chart(facts),
    }


def page(database: Database, asked: dict[str, list[Question]]) -> Application:
    """A table per question, named by the query string; a form that writes one row."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        if environ["REQUEST_METHOD"] == "POST":
            form = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()
            database.ask("INSERT INTO floor_petition (said) VALUES (%s)", [form])
            parts = ["<p>ok</p>"]
        else:
            name = list(asked)[int(environ["QUERY_STRING"])]
            parts = [_table(database.ask(sql, values)) for sql, values in asked[name]]
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return ["".join(parts).encode()]

    return application


def _table(rows: list[tuple[Any, ...]]) -> str:
    lines = ("".join(f"<td>{escape(str(cell))}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def plan_once(database: Database, facts: Facts) -> None:
    """Every reminder in one statement, rolled back."""
    steps = " UNION ALL ".join(
        f"SELECT {rule} AS rule_id, {number} AS occurrence, {to_head} AS to_head, DATE('{latest}') AS latest"
        for rule, number, to_head, latest in facts["steps"]
    )
    database.ask("BEGIN")
    database.ask(REMIND.format(steps=steps, running=places(facts["running"])), facts["running"])
    database.ask("ROLLBACK")


def main() -> None:
    facts: Facts = json.loads(sys.argv[1])
    database = Database(os.environ["DATABASE_URL"])
    database.ask("CREATE TABLE IF NOT EXISTS floor_petition (said text)")
    asked = questions(facts)
    browser = Browser(page(database, asked))
    probes: dict[str, sides.Probe] = {
        name: partial(partial, browser.get, f"/?{number}") for number, name in enumerate(asked)
    }
    submit = partial(browser.post, "/", {"title": "九月夜班津贴少发", "facts": "只算了一半。", "unit": "1"})
    probes |= {"petition, handed in": lambda: submit, "petition, all steps": lambda: submit}
    probes["planner, all open items"] = lambda: partial(plan_once, database, facts)

    def count(act: sides.Act) -> int:
        before = database.asked
        act()
        return database.asked - before

    sides.serve(probes, count)


if __name__ == "__main__":
    main()
