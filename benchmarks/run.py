"""``make bench``: the portal, the SQL floor and a bare Django beside each other, in turn, on databases of their own.

python -m benchmarks.run                            10,000 and 100,000 items, on PostgreSQL and on SQLite
python -m benchmarks.run --rows 1000000 --databases postgresql
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks import audit, report, scratch
from benchmarks.measuring import OURS, Match
from benchmarks.report import Result
from benchmarks.sides import Side

ROUNDS = 15
VAR = Path(os.environ.get("VAR_DIR") or Path(__file__).resolve().parents[1] / "var")


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.run", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--databases", nargs="+", choices=["postgresql", "sqlite"], default=["postgresql", "sqlite"])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument(
        "--only", nargs="+", default=[""], help="some of the measurements, by the beginning of their names"
    )
    parser.add_argument("--keep", action="store_true", help="leave the databases on PostgreSQL for a look")
    return parser.parse_args()


@contextmanager
def parties(database: str, rows: int, *, keep: bool) -> Iterator[dict[str, Side]]:
    """Filled databases, and the three processes that will be asked."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="outreach-bench-")))
        ours, bare = (
            {"DATABASE_URL": stack.enter_context(_database(database, f"{name}_{rows}", folder, keep=keep))}
            for name in ("bench", "bare")
        )
        ours |= {"DJANGO_SETTINGS_MODULE": "outreach.settings.dev", "VAR_DIR": str(folder), "REDIS_URL": ""}
        ours["INTERNAL_NETWORKS"] = "127.0.0.0/8"  # hundreds of forms a minute would be asked a question
        bare |= {"DJANGO_SETTINGS_MODULE": "benchmarks.bare.settings"}
        filling = [sys.executable, "-m", "benchmarks.portal.seeding", str(rows)]
        subprocess.run(filling, env=os.environ | ours, check=True)
        sides = {OURS: Side("benchmarks.portal.side", ours)}
        stack.callback(sides[OURS].close)
        facts = json.dumps(sides[OURS].facts)
        sides["floor"] = Side("benchmarks.floor", ours, facts)
        stack.callback(sides["floor"].close)
        sides["bare"] = Side("benchmarks.bare", bare, str(rows), facts)
        stack.callback(sides["bare"].close)
        yield sides


@contextmanager
def _database(kind: str, purpose: str, folder: Path, *, keep: bool) -> Iterator[str]:
    with scratch.postgresql(purpose, keep=keep) if kind == "postgresql" else scratch.sqlite(purpose, folder) as url:
        yield url


def one(database: str, rows: int, asked: argparse.Namespace) -> list[Result]:
    """Measure on one kind of database at one size, and print the table."""
    begun = time.monotonic()
    with parties(database, rows, keep=asked.keep) as sides:
        print(f"\n{database}, {rows:,} items (filled in {time.monotonic() - begun:.0f} s)", flush=True)
        match = Match(sides, [name for name in sides[OURS].names if name.startswith(tuple(asked.only))])
        match.play(asked.rounds)
        results = match.results(rows, database)
    print(report.table(results))
    print(f"quietness: the same bit of Python took {match.quietness:.1f} × longer at worst than at best", flush=True)
    return results


def main() -> int:
    """Measure everything, and write ``var/bench.json``."""
    asked = arguments()
    if "postgresql" in asked.databases and not scratch.has_postgresql():
        print(f"PostgreSQL does not answer at {scratch.server_url()}: start it, or ask for --databases sqlite")
        return 1
    results = [result for rows in asked.rows for kind in asked.databases for result in one(kind, rows, asked)]
    if "audit".startswith(tuple(asked.only)):
        results += [result for kind in asked.databases for result in audit.measured(kind)]
    VAR.mkdir(parents=True, exist_ok=True)
    (VAR / "bench.json").write_text(report.as_json(results), encoding="utf-8")
    print(f"\nwritten to {VAR / 'bench.json'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
