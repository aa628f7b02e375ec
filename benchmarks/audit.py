"""The audit log under load: how long one append takes beside seven other writers, and how fast the chain is walked.

python -m benchmarks.audit                        200,000 records on PostgreSQL and on SQLite
python -m benchmarks.audit --rows 1000000
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks import scratch
from benchmarks.report import Result, table

WRITERS = 8
#: Together; the ledger of a group of a million employees writes a few a second.
PACE = 300.0
APPENDS = 250
#: The chain is to be walked at this many records a second, so a walk is told per so many.
PER = 20_000
ROWS = 200_000
MODULE = "benchmarks.portal.auditing"


def measured(database: str, rows: int = ROWS) -> list[Result]:
    """``measure``, with the table on the terminal."""
    print(f"\n{database}, {rows:,} audit records", flush=True)
    results = measure(database, rows)
    print(table(results), flush=True)
    return results


def measure(database: str, rows: int) -> list[Result]:
    """Fill a database of its own with ``rows`` records, walk them, then let eight writers add to them."""
    with tempfile.TemporaryDirectory(prefix="outreach-audit-") as folder:
        place = scratch.postgresql("audit") if database == "postgresql" else scratch.sqlite("audit", Path(folder))
        with place as url:
            environment = {
                "DATABASE_URL": url,
                "DJANGO_SETTINGS_MODULE": "outreach.settings.dev",
                "VAR_DIR": folder,
                "REDIS_URL": "",
            }
            return _measure(database, rows, environment)


def _measure(database: str, rows: int, environment: Mapping[str, str]) -> list[Result]:
    sealed = _ask(environment, "fill", str(rows))
    walks = [_ask(environment, "verify") for _round in range(3)]
    assert all(not walk["reason"] for walk in walks), walks
    per = [walk["seconds"] / walk["rows"] * PER * 1000 for walk in walks]
    grown = max(walk["grown_mb"] for walk in walks)
    chained = [sealed["seconds"] / sealed["rows"] * PER * 1000]
    paced, fast = _writing(environment, PACE / WRITERS), _writing(environment, 0)
    return [
        _result(f"audit: walk, per {PER:,} records", rows, database, per, grown),
        _result(f"audit: chain, per {PER:,} records", rows, database, chained, 0),
        _result(f"audit: append, 8 writers, {PACE:.0f}/s together", rows, database, paced, 0),
        _result("audit: append, 8 writers, as fast as they can", rows, database, fast, 0),
    ]


def _result(name: str, rows: int, database: str, taken: list[float], grown: float) -> Result:
    return Result.of(name, rows, database, taken, [], [], queries=1, rss_mb=grown)


def _ask(environment: Mapping[str, str], *words: str) -> Any:
    command = [sys.executable, "-m", MODULE, *words]
    done = subprocess.run(command, env=os.environ | dict(environment), check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def _writing(environment: Mapping[str, str], pace: float) -> list[float]:
    """Milliseconds of every append of all writers, who begin together."""
    command = [sys.executable, "-m", MODULE, "write", str(APPENDS), str(pace)]
    writers = [
        subprocess.Popen(
            command, env=os.environ | dict(environment), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _number in range(WRITERS)
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    return [ms for writer in writers for ms in json.loads(writer.communicate()[0])]


def main() -> int:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.audit")
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--databases", nargs="+", choices=["postgresql", "sqlite"], default=["postgresql", "sqlite"])
    asked = parser.parse_args()
    for database in asked.databases:
        measured(database, asked.rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
