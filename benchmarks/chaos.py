"""``make chaos``: the portal with its processes killed and Redis gone, on a database of its own.

python -m benchmarks.chaos            everything, some minutes
python -m benchmarks.chaos --quick    what CI runs, under 90 seconds
"""

import argparse
import os
import subprocess
import sys
import tempfile

from benchmarks import scratch
from benchmarks.network import free_port

FULL = {"deliveries": 6000, "kills": 60, "requests": 40, "uploads": 300, "webkills": 100}
QUICK = {"deliveries": 600, "kills": 10, "requests": 8, "uploads": 24, "webkills": 8}


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chaos", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer deliveries, kills and requests")
    for name in FULL:
        parser.add_argument(f"--{name}", type=int)
    parser.add_argument("--seed", type=int, default=1, help="of the moments at which processes are killed")
    parser.add_argument("--only", nargs="+", choices=["F1", "F2", "F3", "F6"], help="some of the proofs")
    parser.add_argument("--keep", action="store_true", help="leave the database for a look")
    return parser.parse_args()


def main() -> int:
    """0 when every proof holds; the proofs run in a process that knows its database from the start."""
    asked = arguments()
    sizes = {name: getattr(asked, name) or (QUICK if asked.quick else FULL)[name] for name in FULL}
    if not scratch.has_postgresql():
        print(f"PostgreSQL does not answer at {scratch.server_url()}: start it, or set DATABASE_URL", file=sys.stderr)
        return 1
    with (
        scratch.postgresql("chaos", keep=asked.keep) as url,
        tempfile.TemporaryDirectory(prefix="outreach-chaos-") as var,
    ):
        environment = os.environ | {
            "DATABASE_URL": url,
            "REDIS_URL": "",
            "EMAIL_URL": f"smtp://127.0.0.1:{free_port()}",
            "VAR_DIR": var,
            "DJANGO_SETTINGS_MODULE": "benchmarks.chaos_settings",
        }
        command = [sys.executable, "-m", "benchmarks.proofs", "--seed", str(asked.seed)]
        command += [word for name, size in sizes.items() for word in (f"--{name}", str(size))]
        command += ["--only", *asked.only] if asked.only else []
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
