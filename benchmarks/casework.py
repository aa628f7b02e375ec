"""How long the desk waits for what depends on all petitions: ``python -m benchmarks.casework [--rows 1000000]``.

A PostgreSQL database of its own is filled with petitions of 24 months in 200 units, of which one has a fifth of all;
each question is asked many times over, lists and pages in turn with those of the bare project over as many rows, and
the p50 and p95 are printed; then a tenth goes out as a register.
"""

import argparse
import json
import os
import subprocess
import sys

from benchmarks import scratch


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.casework", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument(
        "--only", nargs="+", default=[""], help="some of the questions, by the beginning of their names"
    )
    parser.add_argument("--keep", action="store_true", help="leave the database for a look")
    asked = parser.parse_args()
    with (
        scratch.postgresql(f"cases_{asked.rows}", keep=asked.keep) as url,
        scratch.postgresql(f"bare_{asked.rows}", keep=asked.keep) as bare,
    ):
        env = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "outreach.settings.dev", "REDIS_URL": ""}
        told = json.dumps({"rows": asked.rows, "rounds": asked.rounds, "bare": bare, "only": asked.only})
        parts = [["casework", told]]
        if "register".startswith(tuple(asked.only)):
            parts.append(["registering"])  # by itself: how much memory it takes is told
        for part in parts:
            subprocess.run([sys.executable, "-m", f"benchmarks.portal.{part[0]}", *part[1:]], env=env, check=True)


if __name__ == "__main__":
    main()
