"""How long pages of visits take with a million of them: ``python -m benchmarks.visiting [--rows 1000000]``.

A PostgreSQL database of its own is filled with visits of 24 months in 5,000 units; each page is asked for many times
over through every layer but the network, lists in turn with that of the bare project over as many rows, and its p50
and p95 are printed.
"""

import argparse
import json
import os
import subprocess
import sys

from benchmarks import scratch


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.visiting", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--units", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--keep", action="store_true", help="leave the database for a look")
    asked = parser.parse_args()
    with (
        scratch.postgresql(f"visits_{asked.rows}", keep=asked.keep) as url,
        scratch.postgresql(f"bare_{asked.rows}", keep=asked.keep) as bare,
    ):
        env = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "outreach.settings.dev", "REDIS_URL": ""}
        told = json.dumps({"rows": asked.rows, "units": asked.units, "rounds": asked.rounds, "bare": bare})
        subprocess.run([sys.executable, "-m", "benchmarks.portal.visiting", told], env=env, check=True)


if __name__ == "__main__":
    main()
